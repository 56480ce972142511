#include <keeper.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}
const otp::exit_reason still_there("it is still there");
otp::exit_reason end_of(const otp::pid& p) { return otp::await_down(otp::monitor(p), 1min).value_or(still_there); }
struct started {
  otp::pid pid;
};
/// Tells `to` that it has started, and takes ten seconds to end when it is told to.
std::function<void()> takes_its_time(const otp::pid& to) {
  return [to] {
    otp::trap_exit(true);
    otp::send(to, started{otp::self()});
    otp::receive([](const otp::exit_message&) { otp::sleep_for(10s); });
  };
}

TEST(keeper, the_work_runs_in_an_actor_of_its_own) {
  otp::system system(quiet());
  const otp::pid keeper = keep(takes_its_time(otp::self()), 3);
  const otp::pid work = otp::expect<started>().pid;
  EXPECT_NE(work, keeper) << "the work runs in another actor than its keeper";
  EXPECT_NE(work, otp::self()) << "the work runs in an actor of its own";
}

TEST(keeper, it_starts_failed_work_again_and_gives_up_in_the_end) {
  otp::system system(quiet());
  for (const int most : {3, 0, 1}) {
    const auto starts = std::make_shared<int>(0);
    const otp::pid keeper = keep([=] { ++*starts, otp::sleep_for(1s), otp::exit("a fault"); }, most);
    const otp::exit_reason end = end_of(keeper);
    EXPECT_EQ(*starts, 1 + most) << "failed work is started again: it runs once, and " << most << " times again";
    EXPECT_EQ(end, otp::exit_reason("too_many_failures"))
        << "work that has failed once more than it may ends the keeper, with this reason";
  }
}

TEST(keeper, whatever_the_failure_it_starts_the_work_again) {
  otp::system system(quiet());
  const auto starts = std::make_shared<int>(0);
  const otp::pid keeper = keep(
      [=] {
        otp::sleep_for(1s);
        if (++*starts == 1) throw std::runtime_error("an exception");
        if (*starts == 2) otp::exit(otp::self(), otp::kill);
      },
      3);
  const otp::exit_reason end = end_of(keeper);
  EXPECT_EQ(*starts, 3) << "failed work is started again: one exception, one kill, and a normal end";
  EXPECT_EQ(end, otp::normal) << "when the work ends normally, so does the keeper";
}

TEST(keeper, a_normal_end_is_the_end) {
  otp::system system(quiet());
  const auto starts = std::make_shared<int>(0);
  const otp::pid keeper = keep(
      [=] {
        otp::sleep_for(1s);
        if (++*starts == 1) otp::exit("a fault");
      },
      3);
  const otp::exit_reason end = end_of(keeper);
  EXPECT_EQ(*starts, 2) << "a fault, and a normal end: the work is not started again";
  EXPECT_EQ(end, otp::normal) << "when the work ends normally, so does the keeper";
}

TEST(keeper, two_keepers_share_nothing) {
  otp::system system(quiet());
  for (const char* which : {"one", "the other"}) {
    const auto starts = std::make_shared<int>(0);
    end_of(keep([=] { ++*starts, otp::exit("a fault"); }, 2));
    EXPECT_EQ(*starts, 3) << "two keepers share nothing, and each counts its own failures (" << which << ")";
  }
}

/// The keeper is ended from outside with this reason.
void work_does_not_outlive_its_keeper(const otp::exit_reason& reason) {
  otp::system system(quiet());
  const otp::pid keeper = keep(takes_its_time(otp::self()), 3);
  const otp::pid work = otp::expect<started>().pid;
  otp::exit(keeper, reason);
  ASSERT_NE(end_of(keeper), still_there) << "the keeper was told to end, with the reason " << reason << ", and goes on";
  if (reason == otp::kill) otp::sleep_for(11s);  // it cannot wait
  EXPECT_FALSE(otp::is_process_alive(work))
      << (reason == otp::kill ? "the keeper was killed, and the work goes on: is it linked?"
                              : "the keeper is over, and the work goes on: it has to be ended and waited for");
  otp::sleep_for(1min);
  otp::receive([](started) { ADD_FAILURE() << "the keeper was told to end, and the work was started again"; },
               otp::after(0s, [] {}));
}
TEST(keeper, work_does_not_outlive_a_keeper_that_is_shut_down) { work_does_not_outlive_its_keeper(otp::shutdown); }
TEST(keeper, work_does_not_outlive_a_keeper_that_is_sent_away) { work_does_not_outlive_its_keeper("go away"); }
TEST(keeper, work_does_not_outlive_a_keeper_that_is_killed) { work_does_not_outlive_its_keeper(otp::kill); }

TEST(keeper, work_does_not_outlive_a_keeper_that_has_started_it_again) {
  otp::system system(quiet());
  const auto starts = std::make_shared<int>(0);
  const otp::pid keeper = keep(
      [starts, takes_time = takes_its_time(otp::self())] {
        if (++*starts < 3) otp::exit("a fault");
        takes_time();
      },
      3);
  const otp::pid work = otp::expect<started>().pid;
  otp::exit(keeper, otp::shutdown);
  ASSERT_NE(end_of(keeper), still_there) << "the keeper was told to end, and goes on";
  EXPECT_FALSE(otp::is_process_alive(work))
      << "the keeper is over, and the work, which had been started again, goes on";
}

// However soon the end comes: under many schedules.

void under_many_schedules(const std::string& wrong, const std::function<void()>& scenario) {
  const auto failing = otp::find_failing_schedule({.schedules = 200}, scenario);
  if (failing)
    ADD_FAILURE() << wrong << " (" << *failing->failure << "; OTP_SCHEDULE=" << to_string(failing->schedule) << ")";
}

TEST(keeper, work_that_is_over_at_once_was_done_once) {
  under_many_schedules("the work was over, normally, before it was linked or watched, and was taken for a failure", [] {
    const auto starts = std::make_shared<int>(0);
    const otp::exit_reason end = end_of(keep([=] { ++*starts; }, 3));
    if (end != otp::normal && end != otp::noproc)
      throw otp::expectation_failed("the keeper has ended with " + to_string(end));
    if (*starts != 1) throw otp::expectation_failed("the work has run " + std::to_string(*starts) + " times");
  });
}

TEST(keeper, work_does_not_outlive_a_keeper_that_is_ended_when_it_starts) {
  under_many_schedules("the keeper was told to end just when it had started the work, and has not waited for it", [] {
    const otp::pid keeper = keep(takes_its_time(otp::self()), 3);
    otp::exit(keeper, otp::shutdown);
    if (end_of(keeper) == still_there) throw otp::expectation_failed("the keeper goes on");
    otp::receive(
        [](started work) {
          if (otp::is_process_alive(work.pid)) throw otp::expectation_failed("the work goes on");
        },
        otp::after(1min, [] {}));
  });
}

TEST(keeper, work_does_not_outlive_a_keeper_that_is_ended_when_it_fails) {
  under_many_schedules("the keeper was told to end just when the work had failed, and the work goes on", [] {
    const auto starts = std::make_shared<int>(0);
    const otp::pid keeper = keep(
        [starts, takes_time = takes_its_time(otp::self())] {
          if (++*starts == 1) otp::exit("a fault");
          takes_time();
        },
        3);
    otp::exit(keeper, otp::shutdown);
    if (end_of(keeper) == still_there) throw otp::expectation_failed("the keeper goes on");
    otp::receive(
        [](started work) {
          if (otp::is_process_alive(work.pid)) throw otp::expectation_failed("the work goes on");
        },
        otp::after(1min, [] {}));
  });
}
