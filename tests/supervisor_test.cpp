// supervisor_test.cpp - supervisors: order, strategies, intensity, children that come and go, escalation.
#include <otp/explore.hpp>

#include "counter.hpp"

namespace {

using otp::child;
using otp::child_info;
using otp::supervisor_error;

/// Tells its birth and its death to a witness: "+id", "-id".
class witnessed : public otp::gen_server<witnessed> {
 public:
  using messages = otp::handles<crash_now, who>;
  witnessed(otp::pid witness, std::string id) : witness_(std::move(witness)), id_(std::move(id)) {
    otp::send(witness_, "+" + id_);
  }
  ~witnessed() {
    otp::hold_exits held;
    otp::send(witness_, "-" + id_);
  }
  void handle_cast(crash_now) { otp::exit("crashed"); }
  otp::pid handle_call(who) { return otp::self(); }

 private:
  otp::pid witness_;
  std::string id_;
};
std::vector<otp::child_spec> abc(otp::child_options options = {}) {
  std::vector<otp::child_spec> children;
  for (const std::string id : {"a", "b", "c"}) {
    options.name = id;
    children.push_back(child<witnessed>(id, options, otp::self(), id));
  }
  return children;
}
std::vector<std::string> next_events(int n) {
  std::vector<std::string> events;
  for (int i = 0; i < n; ++i) events.push_back(otp::expect<std::string>());
  return events;
}
using events = std::vector<std::string>;

child_info info_of(const otp::supervisor_ref& sup, const std::string& id) {
  for (child_info& c : otp::which_children(sup))
    if (c.id == id) return c;
  throw std::runtime_error("no child " + id);
}

TEST(supervisor_test, starts_in_order_and_stops_in_reverse) {
  otp::system system;
  const auto sup = otp::start_supervisor({}, abc());
  EXPECT_EQ(next_events(3), (events{"+a", "+b", "+c"}));
  const auto children = otp::which_children(sup);
  ASSERT_EQ(children.size(), 3u);
  EXPECT_EQ(children[0].id, "c") << "newest first";
  otp::stop(sup);
  EXPECT_EQ(next_events(3), (events{"-c", "-b", "-a"}));
}

TEST(supervisor_test, one_for_one_restarts_only_the_child_that_ended) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({}, abc());
  next_events(3);
  otp::cast("b", crash_now{});
  EXPECT_EQ(next_events(2), (events{"-b", "+b"}));
  EXPECT_EQ(otp::which_children(sup)[1].id, "b") << "it keeps its place";
}

TEST(supervisor_test, one_for_all_stops_the_others_in_reverse_and_starts_all_in_order) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({.strategy = otp::one_for_all}, abc());
  next_events(3);
  otp::cast("b", crash_now{});
  EXPECT_EQ(next_events(6), (events{"-b", "-c", "-a", "+a", "+b", "+c"}));
}

TEST(supervisor_test, rest_for_one_leaves_the_earlier_children_alone) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({.strategy = otp::rest_for_one}, abc());
  next_events(3);
  otp::cast("b", crash_now{});
  EXPECT_EQ(next_events(4), (events{"-b", "-c", "+b", "+c"}));
}

TEST(supervisor_test, with_intensity_n_the_next_restart_within_the_period_is_one_too_many) {
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  const auto sup = otp::start_supervisor({.intensity = 2, .period = 1h}, abc());
  const otp::ref m = otp::monitor(sup);
  next_events(3);
  for (int i = 0; i < 2; ++i) {
    otp::cast("b", crash_now{});
    EXPECT_EQ(next_events(2), (events{"-b", "+b"}));
  }
  otp::cast("b", crash_now{});
  EXPECT_EQ(next_events(3), (events{"-b", "-c", "-a"}));
  EXPECT_EQ(reason_of_end(m), otp::shutdown);
}

TEST(supervisor_test, restarts_further_apart_than_the_period_do_not_add_up) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_supervisor({.intensity = 1, .period = 5s}, abc());
  next_events(3);
  for (int i = 0; i < 700; ++i) {  // for an hour
    otp::cast("a", crash_now{});
    EXPECT_EQ(next_events(2), (events{"-a", "+a"}));
    otp::sleep_for(5s + 1ms);
  }
  EXPECT_TRUE(otp::is_process_alive(sup));
}

// One test, all edges: an hour of a supervised system's life, to the millisecond.
struct silent : otp::gen_server<silent> {
  struct question {
    using reply = int;
  };
  void handle_call(question, otp::from<int>) {}
};

TEST(supervisor_test, an_hour_of_history_takes_no_time_and_is_exact) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  const otp::time_point start = otp::now();
  const auto passed = [&] { return otp::now() - start; };

  // Every 10 s for half an hour, two crashes 5 s + 1 ns apart: never two within the period of 5 s.
  auto sup = otp::start_supervisor({.intensity = 1, .period = 5s}, abc());
  next_events(3);
  while (passed() < 30min) {
    otp::cast("b", crash_now{});
    EXPECT_EQ(next_events(2), (events{"-b", "+b"}));
    otp::sleep_for(5s + 1ns);
  }
  // At the edge: two crashes exactly 5 s apart are within the period.
  otp::cast("b", crash_now{});
  EXPECT_EQ(next_events(2), (events{"-b", "+b"}));
  otp::sleep_for(5s);
  const otp::ref given_up = otp::monitor(sup);
  otp::cast("b", crash_now{});
  EXPECT_EQ(next_events(3), (events{"-b", "-c", "-a"}));
  EXPECT_EQ(reason_of_end(given_up), otp::shutdown);

  // A child that ignores its shutdown is killed after exactly that time.
  sup = otp::start_supervisor({}, {child("deaf", {.shutdown = 2s}, [to = otp::self()] {
                                otp::trap_exit(true);
                                otp::send(to, ready{});
                                for (;;) otp::receive([](otp::exit_message) {});
                              })});
  otp::expect<ready>();
  for (int i = 0; i < 10; ++i) {
    const otp::time_point before = otp::now();
    EXPECT_EQ(otp::terminate_child(sup, "deaf"), supervisor_error::none);
    EXPECT_EQ(otp::now() - before, 2s);
    EXPECT_TRUE(otp::restart_child(sup, "deaf").pid);
    otp::expect<ready>();
  }

  // A call that is not answered fails after exactly five seconds.
  const auto s = otp::start<silent>();
  while (passed() < 1h) {
    const otp::time_point before = otp::now();
    EXPECT_EQ(failure_of([&] { otp::call(s, silent::question{}); }), otp::timeout);
    EXPECT_EQ(otp::now() - before, 5s);
  }
}

TEST(supervisor_test, a_failing_start_undoes_the_earlier_children_in_reverse_and_names_the_culprit) {
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  auto children = abc();
  children.insert(children.begin() + 2, child("bad", [] { otp::receive([](done) {}); }));
  children[2].start = [](const otp::start_args&) -> otp::start_result { throw std::runtime_error("no disk"); };
  try {
    otp::start_supervisor({}, children);
    FAIL();
  } catch (const otp::start_error& e) {
    EXPECT_EQ(to_string(e.reason()), "{shutdown,{failed_to_start_child,bad,{std::runtime_error,\"no disk\"}}}");
  }
  EXPECT_EQ(next_events(4), (events{"+a", "+b", "-b", "-a"}));
}

TEST(supervisor_test, contradictory_specs_are_refused_before_anything_starts) {
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  const auto refusal = [](const otp::supervisor_flags& flags, const std::vector<otp::child_spec>& children) {
    try {
      otp::start_supervisor(flags, children);
    } catch (const otp::start_error& e) {
      return to_string(e.reason());
    }
    return std::string("accepted");
  };
  auto twice = abc();
  twice.push_back(twice.front());
  EXPECT_NE(refusal({}, twice).find("duplicate_child_name 'a'"), std::string::npos);
  EXPECT_NE(refusal({.intensity = -1}, abc()).find("invalid_intensity"), std::string::npos);
  EXPECT_NE(refusal({.period = 0s}, abc()).find("invalid_period"), std::string::npos);
  EXPECT_NE(refusal({}, {child<counter>("")}).find("missing_id"), std::string::npos);
  EXPECT_NE(refusal({.strategy = otp::simple_one_for_one}, abc()).find("exactly one"), std::string::npos);
  EXPECT_NE(refusal({}, {child<counter>("s", {.significant = true})}).find("bad_combination"), std::string::npos);
  otp::expect_none<std::string>();
}

TEST(supervisor_test, children_can_be_added_stopped_restarted_and_deleted) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({}, {});
  const auto added = otp::start_child(sup, child<counter>("c", 1));
  ASSERT_TRUE(added);
  EXPECT_EQ(otp::call(added.pid, get{}), 1);
  EXPECT_EQ(otp::start_child(sup, child<counter>("c", 2)).error, supervisor_error::already_started);
  EXPECT_EQ(otp::restart_child(sup, "c").error, supervisor_error::running);
  EXPECT_EQ(otp::delete_child(sup, "c"), supervisor_error::running);
  EXPECT_EQ(otp::terminate_child(sup, "c"), supervisor_error::none);
  EXPECT_FALSE(otp::is_process_alive(added.pid));
  EXPECT_EQ(otp::terminate_child(sup, "c"), supervisor_error::none) << "also when already stopped";
  EXPECT_EQ(otp::start_child(sup, child<counter>("c", 2)).error, supervisor_error::already_present);
  const auto again = otp::restart_child(sup, "c");
  ASSERT_TRUE(again);
  EXPECT_NE(again.pid, added.pid);
  otp::terminate_child(sup, "c");
  EXPECT_EQ(otp::delete_child(sup, "c"), supervisor_error::none);
  EXPECT_EQ(otp::delete_child(sup, "c"), supervisor_error::not_found);
  EXPECT_EQ(otp::terminate_child(sup, "c"), supervisor_error::not_found);
  EXPECT_EQ(otp::restart_child(sup, "c").error, supervisor_error::not_found);
  // None of this counts as a restart.
  EXPECT_TRUE(otp::is_process_alive(sup));
}

TEST(supervisor_test, simple_one_for_one_starts_children_of_one_spec_on_request) {
  report_box reports;
  otp::system system(reports.options());
  struct named : otp::gen_server<named> {
    named(otp::pid to, std::string name) : to_(std::move(to)), name_(std::move(name)) { otp::send(to_, "+" + name_); }
    void handle_info(const otp::message&) { otp::exit("crashed"); }
    otp::pid to_;
    std::string name_;
  };
  const auto sup = otp::start_supervisor({.strategy = otp::simple_one_for_one},
                                         {otp::simple_child<named, std::string>(std::tuple(otp::self()))});
  const auto a = otp::start_child(sup, otp::with_args("a"));
  const auto b = otp::start_child(sup, otp::with_args("b"));
  ASSERT_TRUE(a && b);
  EXPECT_EQ(next_events(2), (events{"+a", "+b"}));
  EXPECT_EQ(otp::start_child(sup, otp::with_args(7)).error, supervisor_error::start_failed);
  otp::send(a.pid, go{});
  EXPECT_EQ(next_events(1), (events{"+a"})) << "a restart uses its own arguments";
  const auto counts = otp::count_children(sup);
  EXPECT_EQ(counts.specs, 1u);
  EXPECT_EQ(counts.active, 2u);
  EXPECT_EQ(otp::terminate_child(sup, b.pid), supervisor_error::none);
  EXPECT_EQ(otp::terminate_child(sup, b.pid), supervisor_error::none) << "a dead pid is no error";
  EXPECT_EQ(otp::terminate_child(sup, otp::self()), supervisor_error::not_found) << "a stranger";
  EXPECT_EQ(otp::terminate_child(sup, "a"), supervisor_error::simple_one_for_one);
  EXPECT_EQ(otp::restart_child(sup, "a").error, supervisor_error::simple_one_for_one);
  EXPECT_EQ(otp::which_children(sup).size(), 1u);
}

/// Fails to start as often as it is told to.
struct flaky : otp::gen_server<flaky> {
  explicit flaky(std::atomic<int>* failures) {
    if (failures->fetch_sub(1) > 0) otp::exit("not yet");
  }
  void handle_info(go) { otp::exit("crashed"); }
  using messages = otp::handles<go>;
};

TEST(supervisor_test, a_restart_that_fails_is_tried_again_and_every_attempt_counts) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  std::atomic<int> failures{0};
  const auto sup = otp::start_supervisor({.intensity = 5, .period = 1h}, {child<flaky>("f", {.name = "f"}, &failures)});
  const otp::ref m = otp::monitor(sup);
  otp::pid p = otp::whereis_name("f");
  failures = 3;  // the fourth attempt succeeds
  otp::send(p, go{});
  EXPECT_TRUE(otp::eventually([&] {
    const child_info now = info_of(sup, "f");
    const bool restarted = now.status == child_info::state::running && now.pid != p;
    if (restarted) p = now.pid;
    return restarted;
  }));
  failures = 100;  // four attempts have been used up; one more and it gives up
  otp::send(p, go{});
  EXPECT_EQ(reason_of_end(m), otp::shutdown);
  EXPECT_EQ(failures, 99);
}

TEST(supervisor_test, of_children_that_were_added_later_too_each_is_tried_again_by_itself) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  std::atomic<int> failures{0};
  const auto sup = otp::start_supervisor({.intensity = 9, .period = 1h}, {child<flaky>("a", {.name = "a"}, &failures),
                                                                          child<flaky>("b", {.name = "b"}, &failures)});
  for (const char* id : {"c", "d"}) ASSERT_TRUE(otp::start_child(sup, child<flaky>(id, {.name = id}, &failures)).pid);
  for (const char* id : {"c", "d", "a"}) {
    const otp::pid before = otp::whereis_name(id);
    failures = 1;  // the second attempt succeeds
    otp::send(before, go{});
    EXPECT_TRUE(otp::eventually([&] { return otp::whereis_name(id) && otp::whereis_name(id) != before; })) << id;
  }
}

TEST(supervisor_test, nested_supervisors_escalate) {
  report_box reports;
  otp::system system(reports.options());
  const auto top = otp::start_supervisor(
      {.intensity = 1, .period = 1h},
      {otp::child_supervisor("sub", {.intensity = 0}, {child<witnessed>("w", {.name = "w"}, otp::self(), "w")})});
  EXPECT_EQ(next_events(1), (events{"+w"}));
  const otp::pid sub = info_of(top, "sub").pid;
  otp::cast("w", crash_now{});
  EXPECT_EQ(next_events(2), (events{"-w", "+w"})) << "the subtree has been restarted by the top";
  EXPECT_NE(info_of(top, "sub").pid, sub);
}

TEST(supervisor_test, killed_while_it_stops_its_children_it_leaves_none_behind) {
  for (const otp::strategy how : {otp::one_for_one, otp::simple_one_for_one})
    otp::explore({.schedules = 1000}, [how] {
      otp::trap_exit(true);
      const auto wait = [] { otp::receive([](done) {}); };
      const otp::supervisor_ref sup = otp::start_supervisor({.strategy = how}, {otp::child("c", wait)});
      if (how == otp::simple_one_for_one) otp::start_child(sup);
      const otp::ref child = otp::monitor(otp::which_children(sup).front().pid);
      otp::spawn([at = sup.pid()] { otp::exit(at, otp::kill); });
      otp::exit(sup.pid(), otp::shutdown);
      reason_of_end(child);
    });
}

TEST(supervisor_test, a_temporary_bystander_is_not_started_again) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({.strategy = otp::one_for_all},
                                         {child<witnessed>("p", {.name = "p"}, otp::self(), "p"),
                                          child<witnessed>("t", {.restart = otp::temporary}, otp::self(), "t")});
  next_events(2);
  otp::cast("p", crash_now{});
  EXPECT_EQ(next_events(3), (events{"-p", "-t", "+p"}));
  EXPECT_EQ(otp::which_children(sup).size(), 1u);
}

TEST(supervisor_test, real_time_a_child_that_will_not_die_is_abandoned_and_the_supervisor_goes_on) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 20ms;
  std::atomic<bool> let_go{false};
  std::atomic<bool> left{false};
  {
    otp::system system(options);
    const otp::pid me = otp::self();
    const auto sup = otp::start_supervisor({}, {child("stuck", {.shutdown = 5ms, .name = "stuck"}, [&, me] {
                                             otp::send(me, ready{});
                                             while (!let_go) std::this_thread::yield();
                                             left = true;
                                           })});
    otp::expect<ready>();
    EXPECT_EQ(otp::terminate_child(sup, "stuck"), supervisor_error::none);
    EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
    EXPECT_FALSE(otp::whereis_name("stuck"));
    let_go = true;
  }
  while (!left) std::this_thread::yield();
}

TEST(supervisor_test, errors_and_states_are_written_as_in_OTP) {
  EXPECT_EQ(to_string(supervisor_error::none), "ok");
  EXPECT_EQ(to_string(supervisor_error::simple_one_for_one), "simple_one_for_one");
  EXPECT_EQ(to_string(child_info::state::restarting), "restarting");
}

TEST(supervisor_test, its_errors_and_states_have_the_names_that_otp_gives_them) {
  using enum otp::supervisor_error;
  std::vector<std::string> names;
  for (const auto each :
       {none, not_found, running, restarting, already_started, already_present, simple_one_for_one, start_failed})
    names.push_back(to_string(each));
  EXPECT_EQ(names, (std::vector<std::string>{"ok", "not_found", "running", "restarting", "already_started",
                                             "already_present", "simple_one_for_one", "start_failed"}));
  using state = otp::child_info::state;
  EXPECT_EQ(to_string(state::running) + to_string(state::restarting) + to_string(state::stopped),
            "runningrestartingstopped");
}

}  // namespace
