// gen_server_failures_test.cpp - how a server's failures and ends show: to its starter, in reports, between callbacks.
#include <otp/explore.hpp>

#include <atomic>

#include "counter.hpp"

namespace {

struct step {
  int n;
};

TEST(gen_server_failures_test, under_any_schedule_two_starts_of_one_name_leave_no_exit_message) {
  otp::explore({.schedules = 200}, [] {
    const auto start_and_look = [] {
      otp::trap_exit(true);
      const auto result = otp::try_start_link<counter>({.name = "one"}, 1);
      if (!result.pid) otp::expect_none<otp::exit_message>();
      otp::sleep_for(1s);
    };
    const otp::ref first = otp::spawn_monitor(start_and_look).ref, second = otp::spawn_monitor(start_and_look).ref;
    if (reason_of_end(first) != otp::normal || reason_of_end(second) != otp::normal) throw std::runtime_error("left");
  });
}

/// Is ready, or fails, when its starter's time is up: which of the two comes first is the schedule's choice.
class just_too_late : public otp::gen_server<just_too_late> {
 public:
  explicit just_too_late(const otp::exit_reason& then) {
    otp::sleep_for(5ms);
    if (then != otp::normal) otp::exit(then);
  }
};

TEST(gen_server_failures_test, under_any_schedule_a_start_that_took_too_long_leaves_nothing) {
  for (const otp::exit_reason& then : {otp::normal, otp::exit_reason("late")}) {
    otp::explore({.schedules = 300}, [&] {
      otp::trap_exit(true);
      const auto result = otp::try_start_link<just_too_late>({.timeout = 5ms}, then);
      if (result.pid) {
        otp::unlink(result.pid);
        otp::exit(result.pid, otp::kill);
      }
      otp::sleep_for(1s);
      if (otp::message_queue_len(otp::self()) != 0U) throw std::runtime_error("left");
    });
  }
}

/// Its terminate takes no step, so it runs to its end if it runs at all.
class quiet : public otp::gen_server<quiet> {
 public:
  explicit quiet(std::atomic<bool>* terminated) : terminated_(terminated) {}
  void handle_cast(go) { otp::exit("by itself"); }
  void terminate(const otp::exit_reason&) { *terminated_ = true; }

 private:
  std::atomic<bool>* terminated_;
};

TEST(gen_server_failures_test, an_exit_signal_ends_a_server_without_terminate_and_what_it_throws_with_it) {
  report_box reports;
  otp::system system(reports.options());
  for (const otp::exit_reason& how : {otp::shutdown, otp::exit_reason("signal"), otp::kill}) {
    std::atomic<bool> terminated = false;
    const auto s = otp::start<quiet>(&terminated);
    const otp::ref watch = otp::monitor(s);
    otp::exit(s, how);
    reason_of_end(watch);
    EXPECT_FALSE(terminated) << how;
  }
  std::atomic<bool> terminated = false;
  const auto s = otp::start<quiet>(&terminated);
  const otp::ref watch = otp::monitor(s);
  otp::cast(s, go{});
  EXPECT_EQ(reason_of_end(watch), "by itself");
  EXPECT_TRUE(terminated);
}

class endless : public otp::gen_server<endless> {
 public:
  endless() { after_init(and_continue(go{})); }
  otp::next handle_continue(go) { return and_continue(go{}); }
};

TEST(gen_server_failures_test, real_time_an_exit_signal_is_met_between_two_callbacks_that_receive_nothing) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 10s;
  otp::system system(options);
  for (const otp::exit_reason& how : {otp::shutdown, otp::kill}) {
    const auto s = otp::start<endless>();
    const otp::ref watch = otp::monitor(s);
    otp::exit(s, how);
    EXPECT_EQ(reason_of_end(watch), how == otp::kill ? otp::killed : how);
  }
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 0u);
}

struct fail_in {
  std::string what;
  using reply = void;
};
/// Fails in a callback that has received something else before.
class clumsy : public otp::gen_server<clumsy> {
 public:
  explicit clumsy(otp::server_ref<counter> other) : other_(std::move(other)) {}
  otp::result<void> handle_call(const fail_in& f) {
    if (f.what == "continue") return {otp::ok(), and_continue(step{1})};
    if (f.what == "timeout") return {otp::ok(), otp::and_wait(1ms)};
    if (f.what == "stop") return {otp::ok(), otp::and_stop("stopped")};
    fail();
    return otp::ok();
  }
  void handle_cast(go) { fail(); }
  void handle_continue(step) { fail(); }
  void handle_info(otp::timeout_t) { fail(); }
  void terminate(const otp::exit_reason&) { otp::call(other_, get{}); }

 private:
  void fail() {
    otp::call(other_, get{});
    throw std::runtime_error("clumsy");
  }
  otp::server_ref<counter> other_;
};

TEST(gen_server_failures_test, a_crash_report_names_the_message_whose_callback_failed) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto other = otp::start<counter>();
  const auto last_of = [&](auto&& act) {
    const auto s = otp::start<clumsy>(other);
    const otp::ref watch = otp::monitor(s);
    act(s);
    reason_of_end(watch);
    return reports.all().back().last_message;
  };
  const auto fails_in = [&](const std::string& what) {
    return last_of([&](const auto& s) {
      try {
        otp::call(s, fail_in{what});
      } catch (const otp::exit_exception&) {
      }
    });
  };
  EXPECT_EQ(fails_in("call"), "call fail_in");
  EXPECT_EQ(fails_in("continue"), "continue step");
  EXPECT_EQ(fails_in("timeout"), "otp::timeout_t");
  EXPECT_EQ(fails_in("stop"), "call fail_in");
  EXPECT_EQ(last_of([](const auto& s) { otp::cast(s, go{}); }), "cast go");
}

}  // namespace
