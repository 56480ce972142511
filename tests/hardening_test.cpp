// hardening_test.cpp - misuse, unlucky moments and rude user code: each once broke something.
#include "counter.hpp"
#include "process/process.hpp"

#include <boost/thread/thread.hpp>
#include <future>

namespace {

struct talks_when_destroyed {
  otp::pid to;
  explicit talks_when_destroyed(otp::pid p) : to(std::move(p)) {}
  talks_when_destroyed(talks_when_destroyed&& o) noexcept : to(std::exchange(o.to, otp::pid())) {}
  ~talks_when_destroyed() {
    if (to) otp::send(to, number{1});
  }
};

TEST(hardening_test, destructors_of_unread_messages_and_captures_may_talk_while_their_actor_ends) {
  otp::system system;
  for (const bool killed : {false, true}) {
    const auto [p, m] = otp::spawn_monitor([held = talks_when_destroyed(otp::self())] { otp::receive([](go) {}); });
    otp::send(p, talks_when_destroyed(otp::self()));
    if (killed)
      otp::exit(p, "stop");
    else
      otp::send(p, go{});
    EXPECT_EQ(reason_of_end(m), killed ? otp::exit_reason("stop") : otp::normal);
    otp::expect<number>(0s);
    otp::expect<number>(0s);
  }
}

struct looks_when_destroyed {
  bool mine = true;
  looks_when_destroyed() = default;
  looks_when_destroyed(looks_when_destroyed&& o) noexcept : mine(std::exchange(o.mine, false)) {}
  ~looks_when_destroyed() {
    if (!mine) return;
    otp::receive([](go) {}, otp::after(0s, [] {}));
    otp::demonitor(otp::make_ref(), otp::flush);
    otp::mark_mailbox();
  }
};

TEST(hardening_test, destructors_of_unread_messages_may_look_into_the_mailbox) {
  otp::system system;
  for (const bool drained : {false, true}) {  // in the queue when its actor ends, or in the backlog
    const auto [p, m] = otp::spawn_monitor([=] {
      otp::receive([](go) {});
      if (drained) otp::mark_mailbox();
    });
    otp::send(p, looks_when_destroyed());
    otp::send(p, looks_when_destroyed());
    otp::send(p, go{});
    otp::send(p, looks_when_destroyed());
    EXPECT_EQ(reason_of_end(m), otp::normal);
  }
  otp::send(otp::self(), looks_when_destroyed());  // and at the system's end
}

TEST(hardening_test, what_an_interval_sends_may_talk_when_it_is_copied) {
  otp::system system(virtual_time());
  struct talks_when_copied {
    otp::pid to;
    explicit talks_when_copied(otp::pid p) : to(std::move(p)) {}
    talks_when_copied(const talks_when_copied& o) : to(o.to) { otp::send(to, number{1}); }
    talks_when_copied(talks_when_copied&&) noexcept = default;
  };
  const auto [p, m] = otp::spawn_monitor([] {  // it talks to the one whose timer is just being set
    const otp::ref timer = otp::send_interval(1ms, otp::self(), talks_when_copied(otp::self()));
    otp::receive([](const talks_when_copied&) {});
    otp::cancel_timer(timer);
    otp::expect<number>(0s);
  });
  EXPECT_EQ(reason_of_end(m), otp::normal);
}

TEST(hardening_test, real_time_a_thread_that_sticks_in_a_thread_local_destructor_holds_up_nobody) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 20ms;
  static std::promise<void> let_go;
  struct stuck {
    bool* touched;
    ~stuck() {
      let_go.get_future().wait();
      *touched = true;
    }
  };
  static bool touched = false;
  {
    otp::system system(options);
    const auto [p, m] = otp::spawn_monitor([] {
      thread_local stuck s{&touched};
      EXPECT_FALSE(*s.touched);
    });
    EXPECT_EQ(reason_of_end(m), otp::normal);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(reason_of_end(otp::spawn_monitor([] {}).ref), otp::normal);
  }
  EXPECT_FALSE(touched);
  let_go.set_value();
}

TEST(hardening_test, real_time_a_thread_that_sticks_in_the_destructor_of_a_key_holds_up_nobody) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 20ms;
  static std::promise<void> let_go;
  static std::atomic<bool> returned = false;
  static pthread_key_t key;
  const auto start = std::chrono::steady_clock::now();
  {
    const otp::system system(options);
    otp::spawn([] {});  // the library's key is made
    ASSERT_EQ(pthread_key_create(&key,
                                 [](void*) {
                                   let_go.get_future().wait();
                                   returned = true;
                                 }),
              0);
    EXPECT_EQ(how_it_ends([] { pthread_setspecific(key, &key); }), otp::normal);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(how_it_ends([] {}), otp::normal);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  EXPECT_FALSE(returned);
  EXPECT_GE(reports.count(otp::report::kind::abandoned), 1u);
  let_go.set_value();
  while (!returned) std::this_thread::yield();
}

TEST(hardening_test, an_exit_signal_met_where_boost_may_not_interrupt_interrupts_nothing_later) {
  otp::system system;
  struct waits_when_destroyed {  // an interruption thrown here would end the program
    ~waits_when_destroyed() { boost::this_thread::interruption_point(); }
  };
  std::vector<otp::ref> ends;
  for (int i = 0; i < 50; ++i) {
    const auto [p, m] = otp::spawn_monitor([to = otp::self(), captured = std::make_unique<waits_when_destroyed>()] {
      const waits_when_destroyed outer;
      const boost::this_thread::disable_interruption mine;
      otp::send(to, ready{});
      otp::receive([](go) {});
    });
    ends.push_back(m);
    otp::expect<ready>();
    otp::exit(p, "stop");
  }
  for (const otp::ref& m : ends) EXPECT_EQ(reason_of_end(m), otp::exit_reason("stop"));
}

TEST(hardening_test, a_start_or_stop_with_a_negative_timeout_does_nothing) {
  otp::system system;
  EXPECT_THROW(otp::start_link<counter>({.name = "c", .timeout = -1s}, 0), otp::error);
  EXPECT_FALSE(otp::whereis_name("c"));
  const auto c = otp::start_link<counter>(0);
  EXPECT_THROW(otp::stop(c, otp::normal, -1s), otp::error);
  EXPECT_EQ(otp::call(c, get{}), 0);
  EXPECT_EQ(otp::process_info(otp::self())->monitors.size(), 0u);
}

TEST(hardening_test, a_stop_request_that_finds_the_mailbox_full_leaves_no_monitor_behind) {
  otp::system system(virtual_time());
  const otp::pid full = otp::spawn_opt({.mailbox = {1, otp::overflow::crash_sender}}, [] { otp::sleep_for(1h); }).pid;
  otp::send(full, go{});
  EXPECT_THROW(otp::stop(full, otp::normal, 1s), otp::error);
  EXPECT_EQ(otp::process_info(otp::self())->monitors.size(), 0u);
}

TEST(hardening_test, a_task_whose_function_cannot_be_copied_leaves_no_alias_behind) {
  otp::system system;
  struct cannot_be_copied {
    cannot_be_copied() = default;
    cannot_be_copied(const cannot_be_copied&) { throw std::runtime_error("no"); }
    void operator()() const {}
  };
  const cannot_be_copied f;
  EXPECT_THROW((void)otp::async(f), std::runtime_error);
  otp::process& me = otp::process::require("this test");
  otp::lock_guard lock(me.box.mutex());
  EXPECT_TRUE(me.aliases.empty());
}

TEST(hardening_test, real_time_an_actor_stuck_in_the_destructor_of_an_unread_message_can_be_abandoned) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 10ms;
  std::promise<void> let_go;
  struct blocks {
    std::shared_future<void> until;
    explicit blocks(std::shared_future<void> f) : until(std::move(f)) {}
    blocks(blocks&&) noexcept = default;
    ~blocks() {
      if (until.valid()) until.wait();
    }
  };
  {
    otp::system system(options);
    const auto [p, m] = otp::spawn_monitor([] { otp::receive([](go) {}); });
    otp::send(p, blocks(let_go.get_future().share()));
    otp::send(p, go{});
    otp::exit(p, otp::kill);
    EXPECT_EQ(reason_of_end(m), otp::killed);
    let_go.set_value();
  }
}

TEST(hardening_test, an_exit_signal_at_any_moment_of_a_spawn_leaves_no_half_born_actor) {
  otp::system system(virtual_time());
  for (int i = 0; i < 300; ++i) {
    const auto [p, m] = otp::spawn_monitor([to = otp::self()] {
      otp::send(to, ready{});
      for (;;) otp::spawn_opt({.link = true, .monitor = true}, [] {});
    });
    otp::expect<ready>();
    otp::exit(p, "stop");
    EXPECT_EQ(reason_of_end(m), "stop");
  }
  EXPECT_TRUE(otp::eventually([] { return otp::processes().size() == 1; }));
}

TEST(hardening_test, real_time_a_flood_cannot_keep_a_receive_beyond_its_time) {
  otp::system system(real_time());
  std::atomic<bool> stop{false};
  const auto [flooder, m] = otp::spawn_monitor([&, to = otp::self()] {
    while (!stop) otp::send(to, number{0});
  });
  const auto never = [](const number&) {
    for (volatile int work = 0; work < 200;) work = work + 1;  // slower than the sender
    return false;
  };
  EXPECT_EQ(otp::receive(otp::when(never, [](number) { return 1; }), otp::after(20ms, [] { return 2; })), 2);
  EXPECT_EQ(otp::receive(otp::when(never, [](number) { return 1; }), otp::after(0ms, [] { return 2; })), 2);
  stop = true;
  reason_of_end(m);
}

struct late {
  using reply = int;
};
class slow_to_answer : public otp::gen_server<slow_to_answer> {
 public:
  int handle_call(late) { return ++count_; }

 private:
  int count_ = 0;
};

TEST(hardening_test, real_time_a_reply_that_races_with_the_timeout_is_taken_or_never_comes) {
  otp::system system(real_time());
  const auto s = otp::start<slow_to_answer>();
  for (int i = 0; i < 3000; ++i) try {
      otp::call(s, late{}, std::chrono::microseconds(i % 20));
    } catch (const otp::exit_exception&) {
    }
  otp::call(s, late{});  // the server has answered all
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(hardening_test, a_call_whose_request_cannot_be_copied_leaves_nothing_behind) {
  otp::system system;
  struct bad {
    using reply = int;
    bad() = default;
    bad(const bad&) { throw std::runtime_error("no copies"); }
    bad(bad&&) noexcept {}
  };
  const auto c = otp::start<counter>();
  const bad request;
  EXPECT_THROW(otp::call(c.pid(), request), std::runtime_error);
  EXPECT_THROW(otp::call(c, get{}, -1ms), otp::error);
  otp::stop(c);
  EXPECT_TRUE(otp::waiting_messages().empty()) << "no monitor was left to fire";
}

TEST(hardening_test, a_function_child_whose_name_is_taken_does_not_run) {
  report_box reports;
  otp::system system(reports.options());
  otp::register_name("taken", otp::self());
  const auto sup = otp::start_supervisor({}, {});
  const auto result = otp::start_child(sup, otp::child("c", {.name = "taken"}, [] { otp::receive([](done) {}); }));
  EXPECT_EQ(result.reason, otp::exit_reason::already_started(otp::self()));
  EXPECT_TRUE(otp::which_children(sup).empty());
  EXPECT_EQ(otp::processes().size(), 2u);
}

TEST(hardening_test, one_old_unread_message_does_not_slow_the_others_down) {
  otp::system system;
  otp::send(otp::self(), go{});
  constexpr int count = 50000;
  for (int i = 0; i < count; ++i) otp::send(otp::self(), number{i});
  otp::mark_mailbox();
  for (int i = 0; i < count; ++i) ASSERT_EQ(otp::expect<number>().n, i);
  otp::expect<go>();
}

TEST(hardening_test, an_interval_whose_message_cannot_be_copied_stops_and_the_clock_goes_on) {
  otp::system system(virtual_time());
  struct twice {
    std::shared_ptr<std::atomic<int>> copies;
    explicit twice(std::shared_ptr<std::atomic<int>> c) : copies(std::move(c)) {}
    twice(const twice& o) : copies(o.copies) {
      if (copies->fetch_add(1) > 5) throw std::runtime_error("no more copies");
    }
    twice(twice&&) noexcept = default;
  };
  otp::send_interval(100us, otp::self(), twice(std::make_shared<std::atomic<int>>(0)));
  otp::send_after(20ms, otp::self(), done{});
  otp::expect<done>();
}

TEST(hardening_test, whatever_a_start_function_throws_is_the_reason_of_a_failed_start) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({}, {});
  auto spec = otp::child("c", [] {});
  spec.start = [](const otp::start_args&) -> otp::start_result { throw 42; };
  EXPECT_EQ(otp::start_child(sup, spec).reason, otp::exit_reason::nocatch("int"));
  spec.start = [](const otp::start_args&) -> otp::start_result { throw otp::init_ignore(); };
  const auto ignored = otp::start_child(sup, spec);
  EXPECT_TRUE(ignored);
  EXPECT_FALSE(ignored.pid);
}

struct omnivore : otp::gen_server<omnivore> {
  void handle_info(const otp::message&) { ++eaten; }
  int eaten = 0;
};
TEST(hardening_test, an_unknown_call_is_refused_even_where_handle_info_takes_everything) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(failure_of([] { otp::call(otp::start<omnivore>().pid(), get{}); }), "function_clause");
}

TEST(hardening_test, a_receive_inside_a_guard_is_no_match_and_harms_nothing) {
  otp::system system;
  for (int i = 0; i < 200; ++i) otp::send(otp::self(), number{i});
  const auto greedy = [](const number&) { return otp::receive([](number) { return true; }); };
  EXPECT_EQ(otp::receive(otp::when(greedy, [](number) { return 1; }), otp::after(0s, [] { return 2; })), 2);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(otp::expect<number>().n, i);
}

TEST(hardening_test, actors_of_another_system_cannot_take_a_name_or_a_timer) {
  otp::system system(virtual_time());
  on_a_thread_of_its_own([stranger = otp::self()] {
    const otp::system another;
    EXPECT_THROW(otp::register_name("n", stranger), otp::error);
    EXPECT_THROW(otp::send_after(1ms, stranger, 1), otp::error);
  });
}

TEST(hardening_test, an_unlinked_trapping_server_stops_with_its_system_and_runs_terminate) {
  std::atomic<bool> terminated{false};
  struct trapping : otp::gen_server<trapping> {
    explicit trapping(std::atomic<bool>* t) : t_(t) { otp::trap_exit(true); }
    void terminate(const otp::exit_reason& reason) { *t_ = reason == otp::shutdown; }
    std::atomic<bool>* t_;
  };
  report_box reports;
  {
    otp::system system(reports.options());
    otp::start<trapping>(&terminated);
  }
  EXPECT_TRUE(terminated);
  EXPECT_TRUE(reports.all().empty());
}

TEST(hardening_test, a_crash_is_reported_even_when_a_signal_came_meanwhile) {
  report_box reports;
  otp::system system(reports.options());
  struct signals_itself {
    ~signals_itself() { otp::exit(otp::self(), otp::shutdown); }
  };
  EXPECT_EQ(how_it_ends([] {
              const signals_itself while_unwinding;
              throw std::runtime_error("boom");
            }),
            otp::shutdown);
  EXPECT_EQ(reports.count(otp::report::kind::crash), 1u);
}

TEST(hardening_test, a_timers_normal_exit_signal_ends_nobody) {
  otp::system system(virtual_time());
  otp::exit_after(1ms, otp::self(), otp::normal);
  otp::send_after(3ms, otp::self(), done{});
  otp::expect<done>();
}

TEST(hardening_test, many_failed_tasks_leave_no_alias_behind) {
  report_box reports;
  otp::system system(reports.options());
  for (int i = 0; i < 50; ++i) {
    const auto t = otp::async_nolink([]() -> int { otp::exit("failed"); });
    EXPECT_EQ(reason_of_end(t.monitor()), "failed");
    EXPECT_FALSE(otp::unalias({otp::self(), t.id()}));
  }
}

}  // namespace
