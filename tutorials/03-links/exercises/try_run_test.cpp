#include <try_run.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}

TEST(try_run, it_tells_the_reason) {
  otp::system system(quiet());
  EXPECT_EQ(try_run([] {}), "normal");
  EXPECT_EQ(try_run([] { otp::exit("tired"); }), "tired");
  EXPECT_EQ(try_run([] { otp::exit(otp::self(), otp::kill); }), "killed");
}

TEST(try_run, it_leaves_trap_exit_as_it_was) {
  otp::system system(quiet());
  for (const bool before : {false, true}) {
    otp::trap_exit(before);
    try_run([] {});
    EXPECT_EQ(otp::trap_exit(false), before);
  }
}

TEST(try_run, an_exit_message_of_another_actor_stays_in_the_mailbox) {
  otp::system system(quiet());
  otp::trap_exit(true);
  const otp::pid other = otp::spawn_link([] { otp::exit("elsewhere"); });
  otp::sleep_for(1s);
  EXPECT_EQ(try_run([] {}), "normal") << "whose exit message was that?";
  EXPECT_EQ(otp::expect<otp::exit_message>().from, other);
}

/// How a caller ends that does not trap, and is told to stop after `when`.
otp::exit_reason told_to_stop(const std::function<void()>& work, otp::duration when) {
  const auto [caller, watch] = otp::spawn_monitor("caller", [work] {
    try_run(work);
    otp::sleep_for(1h);
  });
  otp::sleep_for(when);
  otp::exit(caller, "please stop");
  return otp::expect(
      otp::when([ref = watch](const otp::down& d) { return d.ref == ref; }, [](otp::down d) { return d.reason; }), 24h);
}

TEST(try_run, who_is_told_to_stop_meanwhile_ends_and_so_does_the_work) {
  otp::system system(quiet());
  otp::pid worker;
  const otp::exit_reason end = told_to_stop(
      [&worker] {
        worker = otp::self();
        otp::sleep_for(2h);
      },
      1s);
  EXPECT_EQ(end, "please stop") << "an exit signal from another actor came while the caller trapped exits, as a "
                                   "message; and the caller, who does not trap, has not ended of it";
  otp::sleep_for(1s);
  EXPECT_FALSE(otp::is_process_alive(worker)) << "the caller has ended, and the work goes on";
}

TEST(try_run, who_is_told_to_stop_at_the_very_end_ends) {
  const auto failing = otp::find_failing_schedule({.schedules = 300}, [] {
    const otp::exit_reason end = told_to_stop([] {}, otp::duration::zero());
    if (end != "please stop") throw otp::expectation_failed(to_string(end));
  });
  if (failing)
    ADD_FAILURE() << "an exit signal from another actor came just as the work was over, and the caller, who does not "
                     "trap, has not ended of it (OTP_SCHEDULE="
                  << to_string(failing->schedule) << ")";
}
