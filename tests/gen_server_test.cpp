// gen_server_test.cpp - a server's callbacks: calls and casts, start, what callbacks return, stop.
#include "counter.hpp"

namespace {

// ---- call and cast --------------------------------------------------------------------------------------------------

TEST(gen_server_test, calls_and_casts_by_reference_pid_and_name) {
  otp::system system;
  const auto c = otp::start_link<counter>({.name = "c"}, 10);
  EXPECT_EQ(otp::call(c, add{5}), 15);
  otp::cast(c, reset{});
  EXPECT_EQ(otp::call(c.pid(), add{1}), 1);
  otp::cast(c.pid(), reset{});
  EXPECT_EQ(otp::call("c", add{2}), 2);
  otp::cast("c", reset{});
  EXPECT_EQ(otp::call(otp::server_ref<counter>("c"), get{}), 0);
  static_assert(std::is_same_v<decltype(otp::call(c, add{5})), int>);
  using host = otp::host_of<counter>;
  static_assert(host::takes_call<add> && !host::takes_call<reset> && !host::takes_call<std::string>);
  static_assert(host::takes_cast<reset> && !host::takes_cast<add>);
}

TEST(gen_server_test, a_call_fails_with_the_reason_and_says_which_call) {
  report_box reports;
  otp::system system(reports.options());
  const otp::pid gone = dead();
  try {
    otp::call(gone, get{});
    FAIL();
  } catch (const otp::exit_exception& e) {
    EXPECT_EQ(to_string(e.reason()), "{noproc,{gen_server,call,[" + to_string(gone) + ",get]}}");
  }
  EXPECT_EQ(failure_of([] { otp::call("nobody", get{}); }), otp::noproc);
  EXPECT_EQ(failure_of([] { otp::call(otp::self(), get{}); }), otp::calling_self);
  const auto c = otp::start<counter>(0);
  EXPECT_EQ(failure_of([&] { otp::call(c, crash{}); }), otp::exit_reason::error("std::runtime_error", "asked to"));
  EXPECT_EQ(how_it_ends([&] { otp::call(gone, get{}); }).inner(), otp::noproc) << "uncaught, it ends the caller";
}

struct sleepy_call {
  using reply = int;
};
struct wake_up {};
/// Answers when it is told to, and not before.
class sleepy : public otp::gen_server<sleepy> {
 public:
  using messages = otp::handles<sleepy_call, wake_up>;
  void handle_call(sleepy_call, otp::from<int> caller) { waiting_.push_back(caller); }
  void handle_cast(wake_up) {
    for (const auto& w : waiting_) {
      otp::reply(w, 42);
      otp::reply(w, 43);  // a second answer vanishes
    }
    waiting_.clear();
  }

 private:
  std::vector<otp::from<int>> waiting_;
};

TEST(gen_server_test, a_reply_can_be_deferred_and_given_by_anybody) {
  otp::system system(virtual_time());
  const auto s = otp::start_link<sleepy>();
  for (int i = 0; i < 3; ++i)
    otp::spawn([s, to = otp::self()] {
      otp::send(to, ready{});
      otp::send(to, number{otp::call(s, sleepy_call{})});
    });
  for (int i = 0; i < 3; ++i) otp::expect<ready>();
  int answered = 0;
  while (answered < 3) {
    otp::cast(s, wake_up{});
    answered += otp::receive(
        [](number n) {
          EXPECT_EQ(n.n, 42);
          return 1;
        },
        otp::after(1ms, [] { return 0; }));
  }
}

TEST(gen_server_test, after_a_timeout_the_late_reply_vanishes_and_the_server_lives) {
  otp::system system(virtual_time());
  const auto s = otp::start_link<sleepy>();
  EXPECT_EQ(failure_of([&] { otp::call(s, sleepy_call{}, 1ms); }), otp::timeout);
  otp::cast(s, wake_up{});
  EXPECT_TRUE(otp::is_process_alive(s));
  otp::stop(s);
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(gen_server_test, a_call_is_answered_past_a_hundred_thousand_unread_messages) {
  otp::system system;
  const auto c = otp::start_link<counter>(0);
  for (int i = 0; i < 100000; ++i) otp::send(otp::self(), number{i});
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(otp::call(c, add{1}), i);
  EXPECT_EQ(otp::expect<number>().n, 0);
}

TEST(gen_server_test, casts_messages_and_calls_of_one_client_are_handled_in_sending_order) {
  otp::system system;
  const auto c = otp::start_link<counter>(0);
  for (int i = 0; i < 1000; ++i) {
    otp::call(c, add{1});
    otp::cast(c, reset{});
    ASSERT_EQ(otp::call(c, get{}), 0);
  }
}

struct unheard_of {
  using reply = int;
};
TEST(gen_server_test, an_unknown_request_is_refused_and_the_state_is_as_it_was) {
  report_box reports;
  otp::system system(reports.options());
  const auto c = otp::start_link<counter>(7);
  EXPECT_EQ(failure_of([&] { otp::call(c.pid(), unheard_of{}); }), "function_clause");
  EXPECT_EQ(failure_of([&] { otp::call(otp::server_ref<sleepy>(c.pid()), sleepy_call{}); }), "function_clause")
      << "a typed reference to a server of another class";
  otp::cast(c.pid(), go{});
  otp::send(c, go{});
  EXPECT_EQ(otp::call(c, get{}), 7);
  EXPECT_EQ(reports.count(otp::report::kind::warning), 4u);
}

// ---- start ----------------------------------------------------------------------------------------------------------

struct picky : otp::gen_server<picky> {
  explicit picky(const std::string& how) {
    if (how == "exit") otp::exit("no paper");
    if (how == "throw") throw std::logic_error("bad config");
    if (how == "ignore") throw otp::init_ignore();
    if (how == "hang") otp::receive([](done) {});
    if (how == "self") {
      EXPECT_EQ(otp::whereis_name("picky"), otp::self()) << "registered before the constructor";
    }
  }
};
otp::exit_reason start_failure(const std::string& how) {
  try {
    otp::start<picky>({.name = "picky", .timeout = 50ms}, how);
  } catch (const otp::start_error& e) {
    EXPECT_FALSE(otp::whereis_name("picky")) << "the name is free when start returns";
    return e.reason();
  }
  return otp::normal;
}

TEST(gen_server_test, what_the_constructor_throws_start_reports) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(start_failure("exit"), "no paper");
  EXPECT_EQ(start_failure("throw"), otp::exit_reason::error("std::logic_error", "bad config"));
  EXPECT_EQ(start_failure("self"), otp::normal);
  otp::stop("picky");
  EXPECT_THROW(otp::start<picky>(std::string("ignore")), otp::init_ignore);
  EXPECT_EQ(otp::processes().size(), 1u);
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(gen_server_test, a_constructor_that_takes_too_long_is_killed_and_leaves_nothing) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  try {
    otp::start_link<picky>({.name = "picky", .timeout = 5ms}, "hang");
    FAIL();
  } catch (const otp::start_error& e) {
    EXPECT_EQ(e.reason(), otp::timeout);
  }
  EXPECT_FALSE(otp::whereis_name("picky"));
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(gen_server_test, a_start_link_that_fails_leaves_a_trapping_caller_nothing_but_the_error_and_ends_another) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  EXPECT_EQ(how_it_ends([] { otp::start_link<picky>(std::string("exit")); }), "no paper");
  otp::trap_exit(true);
  const otp::pid holder = otp::spawn([] { otp::receive([](done) {}); });
  otp::register_name("taken", holder);
  EXPECT_THROW(otp::start_link<picky>(std::string("exit")), otp::start_error);
  EXPECT_THROW(otp::start_link<picky>(std::string("throw")), otp::start_error);
  EXPECT_THROW(otp::start_link<picky>(std::string("ignore")), otp::init_ignore);
  EXPECT_THROW(otp::start_link<picky>({.timeout = 5ms}, "hang"), otp::start_error);
  EXPECT_THROW(otp::start_link<picky>({.name = "taken"}, "exit"), otp::start_error);
  EXPECT_TRUE(otp::waiting_messages().empty());
  EXPECT_TRUE(otp::process_info(otp::self())->links.empty());
}

TEST(gen_server_test, a_taken_name_is_already_started_and_the_constructor_does_not_run) {
  otp::system system;
  const auto first = otp::start<counter>({.name = "n"}, 1);
  try {
    otp::start<counter>({.name = "n"}, 2);
    FAIL();
  } catch (const otp::start_error& e) {
    EXPECT_EQ(e.reason(), otp::exit_reason::already_started(first));
  }
}

TEST(gen_server_test, arguments_may_be_move_only) {
  struct owner : otp::gen_server<owner> {
    explicit owner(std::unique_ptr<int> p) : p_(std::move(p)) {}
    int handle_call(get) { return *p_; }
    std::unique_ptr<int> p_;
  };
  otp::system system;
  EXPECT_EQ(otp::call(otp::start<owner>(std::make_unique<int>(9)), get{}), 9);
}

// ---- what callbacks return ------------------------------------------------------------------------------------------

struct log {
  using reply = std::vector<std::string>;
};
struct do_next {
  std::string what;
  using reply = int;
};
struct step {
  int n;
};

/// Writes down what is called, and does what it is told.
class scribe : public otp::gen_server<scribe> {
 public:
  using messages = otp::handles<log, do_next, number>;
  explicit scribe(otp::pid watcher = {}, bool trap = false) : watcher_(std::move(watcher)) {
    if (trap) otp::trap_exit(true);
    after_init(and_continue(step{0}));
  }
  std::vector<std::string> handle_call(log) { return log_; }
  otp::result<int> handle_call(do_next d) {
    if (d.what == "timeout") return {1, otp::and_wait(1ms)};
    if (d.what == "zero timeout") return {1, otp::and_wait(0ms)};
    if (d.what == "continue") return {1, and_continue(step{2})};
    if (d.what == "stop with reply") return {2, otp::and_stop("done")};
    if (d.what == "stop") return otp::and_stop("gone");
    if (d.what == "throw") throw std::runtime_error("in callback");
    if (d.what == "exit") otp::exit("by exit");
    return 0;
  }
  otp::next handle_continue(step s) {
    note("continue " + std::to_string(s.n));
    return s.n == 2 ? and_continue(step{3}) : otp::next();
  }
  void handle_info(otp::timeout_t) { note("timeout"); }
  void handle_info(number n) { note("number " + std::to_string(n.n)); }
  void handle_info(const otp::exit_message& e) { note("exit " + to_string(e.reason)); }
  void handle_info(const otp::message& m) { note("other " + m.name()); }
  void terminate(const otp::exit_reason& reason) {
    if (watcher_) otp::send(watcher_, "terminate " + to_string(reason));
  }

 private:
  void note(std::string line) { log_.push_back(std::move(line)); }
  otp::pid watcher_;
  std::vector<std::string> log_;
};

using lines = std::vector<std::string>;

TEST(gen_server_test, continue_runs_before_any_message_also_from_the_constructor_and_chained) {
  otp::system system;
  const auto s = otp::start<scribe>();
  otp::send(s, number{1});
  EXPECT_EQ(otp::call(s, do_next{"continue"}), 1);
  EXPECT_EQ(otp::call(s, log{}), (lines{"continue 0", "number 1", "continue 2", "continue 3"}));
}

TEST(gen_server_test, a_timeout_runs_once_when_no_message_comes_and_any_message_cancels_it) {
  otp::system system(virtual_time());
  const auto s = otp::start<scribe>();
  otp::call(s, do_next{"timeout"});
  otp::sleep_for(1h);
  EXPECT_EQ(otp::call(s, log{}), (lines{"continue 0", "timeout"})) << "once";
  otp::call(s, do_next{"timeout"});
  otp::send(s, number{1});
  otp::sleep_for(1h);
  EXPECT_EQ(otp::call(s, log{}), (lines{"continue 0", "timeout", "number 1"}));
}

TEST(gen_server_test, a_zero_timeout_does_not_jump_the_queue) {
  otp::system system;
  const auto s = otp::start<sleepy>();
  static_cast<void>(s);
  // The message is in the mailbox before the callback that asks for the timeout runs.
  const auto [p, m] = otp::spawn_monitor([] {
    struct self_sender : otp::gen_server<self_sender> {
      otp::next handle_call_like() {
        otp::send(otp::self(), number{1});
        return otp::and_wait(0ms);
      }
      self_sender() { after_init(handle_call_like()); }
      otp::next handle_info(const otp::message& msg) {
        EXPECT_EQ(msg.name(), "number");
        return otp::and_stop(otp::normal);
      }
      otp::next handle_info(otp::timeout_t) { return otp::and_stop("timeout first"); }
    };
    otp::detail::server_of<self_sender> server;
    otp::run_behaviour(server, {});
  });
  EXPECT_EQ(reason_of_end(m), otp::normal);
}

TEST(gen_server_test, stop_with_a_reply_runs_terminate_first) {
  report_box reports;
  otp::system system(reports.options());
  const auto s = otp::start<scribe>(otp::self());
  const otp::ref m = otp::monitor(s);
  const auto asked = otp::send_request(s, do_next{"stop with reply"});
  EXPECT_EQ(otp::receive([](const otp::message& first) { return first.is<std::string>(); }), true) << "it comes first";
  EXPECT_EQ(otp::wait_response(asked, 1s).value, 2);
  EXPECT_EQ(reason_of_end(m), "done");
}

TEST(gen_server_test, stop_without_a_reply_fails_the_call_with_the_reason) {
  report_box reports;
  otp::system system(reports.options());
  const auto s = otp::start<scribe>(otp::self());
  EXPECT_EQ(failure_of([&] { otp::call(s, do_next{"stop"}); }), "gone");
  EXPECT_EQ(otp::expect<std::string>(0s), "terminate gone");
}

TEST(gen_server_test, a_failing_callback_terminates_with_its_reason) {
  report_box reports;
  otp::system system(reports.options());
  const auto error = otp::exit_reason::error("std::runtime_error", "in callback");
  EXPECT_EQ(failure_of([&] { otp::call(otp::start<scribe>(otp::self()), do_next{"throw"}); }), error);
  EXPECT_EQ(otp::expect<std::string>(0s), "terminate " + to_string(error));
  EXPECT_EQ(failure_of([&] { otp::call(otp::start<scribe>(otp::self()), do_next{"exit"}); }), "by exit");
  EXPECT_EQ(otp::expect<std::string>(0s), "terminate by exit");
  EXPECT_EQ(reports.count(otp::report::kind::crash), 2u);
  EXPECT_EQ(reports.all().at(0).last_message, "call do_next");
}

TEST(gen_server_test, terminate_is_not_called_for_an_exit_signal_when_not_trapping) {
  otp::system system;
  const auto s = otp::start<scribe>(otp::self());
  const otp::ref m = otp::monitor(s);
  otp::exit(s, "signal");
  EXPECT_EQ(reason_of_end(m), "signal");
  otp::expect_none<std::string>();
}

TEST(gen_server_test, the_parents_exit_stops_a_trapping_server_and_others_are_messages) {
  report_box reports;
  otp::system system(reports.options());
  struct here {
    otp::pid server;
  };
  const otp::pid parent = otp::spawn([to = otp::self()] {
    const auto s = otp::start_link<scribe>(to, true);
    otp::send(to, here{s});
    otp::receive([](go) {});
    otp::exit("parent left");
  });
  const otp::pid s = otp::expect<here>().server;
  otp::exit(s, "from a stranger");
  EXPECT_EQ(otp::call(s, log{}), (lines{"continue 0", "exit from a stranger"}));
  const otp::ref m = otp::monitor(s);
  otp::send(parent, go{});
  EXPECT_EQ(reason_of_end(m), "parent left");
  EXPECT_EQ(otp::expect<std::string>(0s), "terminate parent left");
}

// ---- stop -----------------------------------------------------------------------------------------------------------

TEST(gen_server_test, stop_waits_for_the_end_and_terminate_sees_the_reason) {
  report_box reports;
  otp::system system(reports.options());
  const auto s = otp::start<scribe>(otp::self());
  otp::stop(s);
  EXPECT_FALSE(otp::is_process_alive(s));
  EXPECT_EQ(otp::expect<std::string>(0s), "terminate normal");
  otp::stop(otp::start<scribe>(otp::self()), "reason");
  EXPECT_EQ(otp::expect<std::string>(0s), "terminate reason");
  EXPECT_EQ(failure_of([&] { otp::stop(s); }), otp::noproc);
  EXPECT_EQ(failure_of([&] { otp::stop("nobody"); }), otp::noproc);
}

TEST(gen_server_test, a_stop_that_takes_too_long_times_out_and_the_server_ends_later) {
  otp::system system;
  struct slow : otp::gen_server<slow> {
    void terminate(const otp::exit_reason&) {
      otp::receive([](go) {});
    }
  };
  const auto s = otp::start<slow>();
  const otp::ref m = otp::monitor(s);
  EXPECT_EQ(failure_of([&] { otp::stop(s, otp::normal, 1ms); }), otp::timeout);
  otp::send(s, go{});
  EXPECT_EQ(reason_of_end(m), otp::normal);
}

}  // namespace
