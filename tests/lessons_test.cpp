// lessons_test.cpp - faults of fauxtp, the Python library that this one succeeds, and of peers in other languages: each
// stays out.
#include "counter.hpp"

#include <set>

namespace {

using otp::child;

/// Keeps count of how many of it are alive, by id.
struct census {
  std::mutex mutex;
  std::multiset<std::string> alive;
  int most_of_one = 0;
  void born(const std::string& id) {
    std::lock_guard lock(mutex);
    alive.insert(id);
    most_of_one = std::max(most_of_one, int(alive.count(id)));
  }
  void gone(const std::string& id) {
    std::lock_guard lock(mutex);
    alive.erase(alive.find(id));
  }
  std::multiset<std::string> now() {
    std::lock_guard lock(mutex);
    return alive;
  }
};
using ids = std::multiset<std::string>;

struct citizen : otp::gen_server<citizen> {
  using messages = otp::handles<crash_now, who>;
  citizen(census* c, std::string id) : census_(c), id_(std::move(id)) { census_->born(id_); }
  ~citizen() { census_->gone(id_); }
  void handle_cast(crash_now) { throw std::runtime_error("asked to"); }
  otp::pid handle_call(who) { return otp::self(); }
  census* census_;
  std::string id_;
};
otp::child_spec citizen_spec(census& c, const std::string& id, otp::child_options options = {}) {
  options.name = id;
  return child<citizen>(id, options, &c, id);
}
void crash_and_wait_for_successor(const std::string& name) {
  const otp::pid old = otp::whereis_name(name);
  otp::cast(name, crash_now{});
  ASSERT_TRUE(otp::eventually([&] {
    const otp::pid p = otp::whereis_name(name);
    return p && p != old;
  }));
}

TEST(lessons_test, FX_01_children_end_with_their_supervisor_in_reverse_order) {
  census c;  // outlives the system, whose actors write to it
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  const auto sup = otp::start_supervisor({}, {citizen_spec(c, "a"), citizen_spec(c, "b")});
  EXPECT_EQ(c.now(), (ids{"a", "b"}));
  const otp::ref m = otp::monitor(sup);
  otp::exit(sup, otp::shutdown);
  reason_of_end(m);
  EXPECT_TRUE(c.now().empty());
}

TEST(lessons_test, FX_02_giving_up_in_a_nested_tree_leaks_and_duplicates_nobody) {
  census c;  // outlives the system, whose actors write to it
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::start_supervisor({.intensity = 100},
                        {otp::child_supervisor("sub", {.intensity = 0}, {citizen_spec(c, "x"), citizen_spec(c, "y")}),
                         citizen_spec(c, "z")});
  for (int i = 0; i < 10; ++i) {
    crash_and_wait_for_successor(i % 2 ? "x" : "y");
    ASSERT_TRUE(otp::eventually([&] { return c.now() == ids{"x", "y", "z"}; }));
  }
  EXPECT_EQ(c.most_of_one, 1) << "never two of one child at a time";
}

TEST(lessons_test, FX_03_a_terminate_that_throws_becomes_the_reason_and_harms_nobody_else) {
  report_box reports;
  otp::system system(reports.options());
  struct bad : otp::gen_server<bad> {
    void terminate(const otp::exit_reason&) { throw std::runtime_error("in terminate"); }
  };
  const auto bystander = otp::start<counter>(3);
  const auto b = otp::start<bad>();
  const otp::ref m = otp::monitor(b);
  const auto error = otp::exit_reason::error("std::runtime_error", "in terminate");
  EXPECT_EQ(failure_of([&] { otp::stop(b); }), error);
  EXPECT_EQ(reason_of_end(m), error);
  EXPECT_EQ(otp::call(bystander, get{}), 3);
}

TEST(lessons_test, FX_04_a_restarted_child_can_take_its_name) {
  census c;  // outlives the system, whose actors write to it
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::start_supervisor({.intensity = 100}, {citizen_spec(c, "named")});
  for (int i = 0; i < 20; ++i) crash_and_wait_for_successor("named");
}

TEST(lessons_test, FX_05_a_call_to_the_dead_the_dying_or_oneself_fails_at_once) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(failure_of([] { otp::call(dead(), get{}, otp::infinity); }), otp::noproc);
  EXPECT_EQ(failure_of([] { otp::call(otp::self(), get{}, otp::infinity); }), otp::calling_self);
  const auto c = otp::start<counter>(0);
  EXPECT_EQ(failure_of([&] { otp::call(c, crash{}, otp::infinity); }).which(), otp::exit_reason::kind::error);
}

TEST(lessons_test, FX_06_the_receive_deadline_covers_the_wait_alone) {
  otp::system system(virtual_time());
  otp::send(otp::self(), go{});
  const bool finished = otp::receive(
      [](go) {
        otp::sleep_for(20ms);
        return true;
      },
      otp::after(1ms, [] { return false; }));
  EXPECT_TRUE(finished);
}

TEST(lessons_test, FX_07_a_transient_child_is_judged_by_the_kind_of_its_reason_not_by_a_text) {
  report_box reports;
  otp::system system(reports.options());
  const auto ends = [](const otp::exit_reason& reason) {
    return [to = otp::self(), reason] {
      otp::send(to, otp::self());
      otp::receive([&](go) { otp::exit(reason); });
    };
  };
  // A clean end with "error" in its text, and a failure without it.
  const auto clean = otp::exit_reason::shutdown_because("error in the plan");
  const auto sup = otp::start_supervisor({}, {child("clean", {.restart = otp::transient}, ends(clean)),
                                              child("failing", {.restart = otp::transient}, ends("all fine"))});
  const otp::pid first = otp::expect<otp::pid>(), second = otp::expect<otp::pid>();
  const otp::ref over = otp::monitor(first);
  otp::send(first, go{});
  otp::send(second, go{});
  // Links are told of an end before monitors: the supervisor has the clean child's exit by now, before our question.
  EXPECT_EQ(otp::expect<otp::down>().ref, over);
  EXPECT_NE(otp::expect<otp::pid>(), second);
  const auto children = otp::which_children(sup);
  EXPECT_EQ(children[0].status, otp::child_info::state::running) << "failing";
  EXPECT_EQ(children[1].status, otp::child_info::state::stopped) << "clean";
}

TEST(lessons_test, FX_08_one_for_all_starts_no_replacement_before_the_old_ones_have_ended) {
  census c;  // outlives the system, whose actors write to it
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::start_supervisor({.strategy = otp::one_for_all, .intensity = 100},
                        {citizen_spec(c, "a"), citizen_spec(c, "b"), citizen_spec(c, "c"),
                         citizen_spec(c, "t", {.restart = otp::temporary})});
  for (int i = 0; i < 10; ++i) {
    crash_and_wait_for_successor("c");
    ASSERT_TRUE(otp::eventually([&] { return c.now() == ids{"a", "b", "c"}; })) << "and the temporary one stays away";
  }
  EXPECT_EQ(c.most_of_one, 1);
}

TEST(lessons_test, FX_09_which_children_answers_its_caller) {
  census c;  // outlives the system, whose actors write to it
  otp::system system;
  const auto sup = otp::start_supervisor({}, {citizen_spec(c, "a")});
  const auto children = otp::which_children(sup);
  ASSERT_EQ(children.size(), 1u);
  EXPECT_EQ(children[0].pid, otp::whereis_name("a"));
}

TEST(lessons_test, FX_10_a_failing_init_gives_no_pid_but_the_error) {
  report_box reports;
  otp::system system(reports.options());
  struct fails : otp::gen_server<fails> {
    fails() { throw std::runtime_error("no"); }
  };
  EXPECT_THROW(otp::start<fails>(), otp::start_error);
  const otp::start_result result = otp::try_start<fails>({});
  EXPECT_FALSE(result.pid);
  EXPECT_EQ(result.error, otp::exit_reason::error("std::runtime_error", "no"));
}

TEST(lessons_test, FX_11_a_second_await_gets_the_result_and_another_actor_a_clear_error) {
  report_box reports;
  otp::system system(reports.options());
  const auto t = otp::async([] { return 5; });
  EXPECT_EQ(otp::await(t), 5);
  EXPECT_EQ(otp::await(t), 5);
  EXPECT_EQ(how_it_ends([t] { otp::await(t); }),
            otp::exit_reason::error("otp::error", "await: only the actor that made a task can await it"));
}

TEST(lessons_test, FX_12_real_time_a_call_does_not_pay_for_the_callers_backlog) {
  otp::system system(real_time());
  const auto c = otp::start<counter>(0);
  // The fastest of several rounds: a loaded machine slows some, never speeds any up.
  const auto fastest = [](const auto& round) {
    auto best = std::chrono::nanoseconds::max();
    for (int i = 0; i < 20; ++i) {
      const auto start = std::chrono::steady_clock::now();
      round();
      best = std::min(best, std::chrono::nanoseconds(std::chrono::steady_clock::now() - start));
    }
    return best;
  };
  for (int i = 0; i < 200'000; ++i) otp::send(otp::self(), number{i});
  const auto look_through = fastest([] { otp::receive([](const std::string&) {}, otp::after(0ms, [] {})); });
  const auto calls = fastest([&] {
    for (int i = 0; i < 50; ++i) otp::call(c, add{1});
  });
  // If each of them looked through the backlog once, they would cost at least fifty times that.
  EXPECT_LT(calls, 25 * look_through);
}

TEST(lessons_test, FX_13_duplicate_child_ids_are_refused_before_any_child_starts) {
  census c;  // outlives the system, whose actors write to it
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  EXPECT_THROW(otp::start_supervisor({}, {citizen_spec(c, "a"), citizen_spec(c, "a")}), otp::start_error);
  EXPECT_TRUE(c.now().empty());
  EXPECT_EQ(c.most_of_one, 0);
}

TEST(lessons_test, FX_14_a_busy_handler_stalls_nobody_else) {
  std::atomic<bool> release{false};  // before the system, whose actors use it to the last
  otp::system system;
  otp::spawn([&, to = otp::self()] {
    otp::send(to, ready{});
    while (!release) otp::checkpoint();
  });
  otp::expect<ready>();
  const auto c = otp::start<counter>(0);
  for (int i = 1; i <= 1000; ++i) EXPECT_EQ(otp::call(c, add{1}), i);
  release = true;
}

struct begin_task {
  using reply = otp::ref;
};
struct outcomes {
  using reply = std::vector<int>;
};
struct taskmaster : otp::gen_server<taskmaster> {
  otp::ref handle_call(begin_task) {
    return otp::spawn_task(*this, [] { return otp::receive([](number n) { return n.n; }); });
  }
  std::vector<int> handle_call(outcomes) { return seen; }
  void handle_task(otp::task_result<int> r) { seen.push_back(r.value.value_or(-1)); }
  void handle_info(const otp::message&) {}
  std::vector<int> seen;
};
TEST(lessons_test, FX_15_a_forged_task_end_is_not_taken_as_genuine) {
  otp::system system;
  const auto s = otp::start<taskmaster>();
  const otp::ref id = otp::call(s, begin_task{});
  otp::send(s, otp::task_result<int>{id, 666, {}});
  otp::send(s, otp::task_reply<int>{id, 666});
  otp::send(s, otp::down{id, otp::self(), "", "forged"});
  EXPECT_TRUE(otp::call(s, outcomes{}).empty());
}

TEST(lessons_test, FX_16_a_crash_is_reported_once_and_readably) {
  report_box reports;
  otp::system system(reports.options());
  const auto c = otp::start<counter>({.name = "accounts"}, 0);
  failure_of([&] { otp::call(c, crash{}); });
  ASSERT_EQ(reports.count(otp::report::kind::crash), 1u);
  otp::report said = reports.all().front();
  said.thread = 0;
  EXPECT_EQ(to_string(said), "otp: crash of " + to_string(c.pid()) +
                                 " accounts\n"
                                 "       reason: {std::runtime_error,\"asked to\"}\n"
                                 "       last message: call crash\n"
                                 "       ancestors: <0.1> main\n");
}

TEST(lessons_test, FX_17_an_unknown_cast_leaves_the_state_alone_and_warns) {
  report_box reports;
  otp::system system(reports.options());
  const auto c = otp::start<counter>(9);
  static_assert(!otp::host_of<counter>::takes_cast<go>, "known at compile time, it does not compile");
  otp::cast(c.pid(), go{});
  EXPECT_EQ(otp::call(c, get{}), 9);
  ASSERT_EQ(reports.count(otp::report::kind::warning), 1u);
  EXPECT_NE(reports.all().front().text.find("cast go"), std::string::npos) << reports.all().front().text;
}

TEST(lessons_test, PX_01_demonitor_flush_leaves_no_queued_down) {
  otp::system system;
  const otp::pid p = idle();
  const otp::ref first = otp::monitor(p), second = otp::monitor(p);
  otp::send(p, done{});
  reason_of_end(second);
  otp::demonitor(first, otp::flush);
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(lessons_test, PX_02_messages_skipped_by_a_nested_receive_are_kept_in_order) {
  otp::system system;
  for (int i = 1; i <= 3; ++i) otp::send(otp::self(), number{i});
  otp::send(otp::self(), go{});
  otp::send(otp::self(), done{});
  otp::receive([](go) { otp::receive([](done) {}); });
  for (int i = 1; i <= 3; ++i) EXPECT_EQ(otp::expect<number>().n, i);
}

TEST(lessons_test, PX_06_children_of_a_killed_supervisor_get_killed_by_their_link) {
  census c;  // outlives the system, whose actors write to it
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  const auto sup = otp::start_supervisor({}, {citizen_spec(c, "a"), citizen_spec(c, "b")});
  const otp::ref a = otp::monitor("a"), b = otp::monitor("b");
  otp::exit(sup, otp::kill);
  EXPECT_EQ(reason_of_end(a), otp::killed);
  EXPECT_EQ(reason_of_end(b), otp::killed);
  EXPECT_TRUE(c.now().empty());
}

TEST(lessons_test, PX_08_a_failed_start_link_gives_the_error_and_no_exit_as_since_otp_26) {
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  struct fails : otp::gen_server<fails> {
    fails() { otp::exit("no"); }
  };
  try {
    otp::start_link<fails>();
    FAIL();
  } catch (const otp::start_error& e) {
    EXPECT_EQ(e.reason(), "no");
  }
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(lessons_test, PX_09_real_time_kill_acts_at_the_next_step_of_a_running_handler) {
  report_box reports;
  otp::system system(real_time(reports.options()));
  std::atomic<bool> killed{false};
  const auto [p, m] = otp::spawn_monitor([&, to = otp::self()] {
    otp::send(to, ready{});
    while (!killed) std::this_thread::yield();  // no step of the library: the kill waits
    otp::checkpoint();
    otp::send(to, number{1});
  });
  otp::expect<ready>();
  otp::exit(p, otp::kill);
  EXPECT_FALSE(otp::is_process_alive(p));
  killed = true;
  EXPECT_EQ(reason_of_end(m), otp::killed);
  otp::expect_none<number>();
}

TEST(lessons_test, PX_10_any_actor_can_be_started_stopped_and_tested_alone) {
  census c;  // outlives the system, whose actors write to it
  otp::system system;
  const auto alone = otp::start<citizen>(&c, std::string("worker of a pool"));
  EXPECT_EQ(otp::call(alone, who{}), alone.pid());
  otp::stop(alone);
  EXPECT_TRUE(c.now().empty());
  const auto sup = otp::start_supervisor({}, {citizen_spec(c, "a")});
  otp::stop(sup);
  EXPECT_TRUE(c.now().empty());
}

}  // namespace
