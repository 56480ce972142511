// cron_test.cpp - the scheduler of the examples: a week to the second, a wall whose clock is set, overlapping runs.
#include "../tutorials/examples/cron.hpp"

#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/explore.hpp>

#include "support.hpp"

namespace {

using std::chrono::days;

const cron::wall_time monday = std::chrono::local_days(std::chrono::June / 1 / 2026);

/// A clock on the wall that begins on Monday, and after some time is set, by so much.
cron::wall_clock wall_set(otp::duration after, otp::duration by) {
  return [=, start = otp::now()] {
    const otp::duration passed = otp::now() - start;
    return monday + passed + (passed < after ? otp::duration(0) : by);
  };
}
cron::wall_clock wall() { return wall_set(0s, 0s); }

struct ran {
  std::string name;
  otp::duration at;
};

/// A job's work: tells the caller when it begins, by the time since Monday, and takes so long.
std::function<void()> telling(const std::string& name, const cron::wall_clock& clock, otp::duration takes = 0s) {
  return [=, main = otp::self()] {
    otp::send(main, ran{name, clock() - monday});
    otp::sleep_for(takes);
  };
}

using times = std::vector<otp::duration>;
/// When the job has run within this time from now on.
times runs_within(otp::duration time, const std::string& name) {
  otp::sleep_for(time);
  times all;
  for (bool more = true; more;)
    more = otp::receive(otp::when([&](const ran& r) { return r.name == name; },
                                  [&](const ran& r) {
                                    all.push_back(r.at);
                                    return true;
                                  }),
                        otp::after(0s, [] { return false; }));
  return all;
}
/// first, first + step, ... so many.
times sequence(otp::duration first, otp::duration step, int count) {
  times all;
  for (int i = 0; i < count; ++i) all.push_back(first + i * step);
  return all;
}

cron::job_status status_of(const std::string& name) {
  for (const cron::job_status& s : otp::call("cron", cron::status{}))
    if (s.name == name) return s;
  throw otp::expectation_failed("no job " + name);
}

/// The times of a job of two o'clock on a wall that is set.
times at_two(otp::duration after, otp::duration by, otp::duration within = days(3)) {
  report_box box;
  const otp::system system(virtual_time(box.options()));
  const auto clock = wall_set(after, by);
  cron::start({{"two", cron::daily(2h), telling("two", clock)}}, clock);
  const times all = runs_within(within, "two");
  EXPECT_EQ(box.all().size(), 0u);
  return all;
}

}  // namespace

TEST(cron, a_week_has_exactly_the_runs_that_it_should) {
  const otp::system system(virtual_time());
  const auto clock = wall();
  cron::start({{"backup", cron::daily(2h + 30min), telling("backup", clock)},
               {"midnight", cron::daily(0s), telling("midnight", clock)},
               {"often", cron::every(7min), telling("often", clock)},
               {"seldom", cron::every(50h), telling("seldom", clock)}},
              clock);
  EXPECT_EQ(runs_within(days(7) - 1s, "backup"), sequence(2h + 30min, 24h, 7));
  EXPECT_EQ(runs_within(0s, "midnight"), sequence(24h, 24h, 6)) << "the midnight at which it begins is over";
  EXPECT_EQ(runs_within(0s, "often"), sequence(7min, 7min, 7 * 24 * 60 / 7 - 1));
  EXPECT_EQ(runs_within(0s, "seldom"), sequence(50h, 50h, 3));
}

TEST(cron, an_hour_that_the_clock_leaves_out_is_made_up_for_at_once) {
  EXPECT_EQ(at_two(90min, 1h), (times{2h + 30min, 26h, 50h})) << "as when summer time begins";
}

TEST(cron, an_hour_that_comes_twice_has_one_run) {
  EXPECT_EQ(at_two(150min, -1h), (times{2h, 26h, 50h})) << "as when it ends";
}

TEST(cron, of_the_dates_that_the_clock_leaves_out_one_is_made_up_for) {
  EXPECT_EQ(at_two(1h, days(10)), (times{days(10) + 1h, days(10) + 2h, days(11) + 2h, days(12) + 2h}));
}

TEST(cron, a_clock_that_is_set_back_by_more_than_a_day_was_wrong) {
  EXPECT_EQ(at_two(days(1) + 3h, -days(1), days(4)), (times{2h, 26h, 50h})) << "not more: the date has had its run";
  EXPECT_EQ(at_two(days(1) + 3h, -days(1) - 30min, days(4)), (times{2h, 26h, 26h, 50h}));
  EXPECT_EQ(at_two(3h, -days(700)), (times{2h, -days(700) + 26h, -days(700) + 50h}));
}

TEST(cron, what_runs_every_so_often_does_not_look_at_the_wall) {
  for (const otp::duration by : {otp::duration(1h), otp::duration(-days(3)), otp::duration(days(3))}) {
    const otp::system system(virtual_time());
    const auto begin = otp::now();
    const auto passed = [begin] { return monday + (otp::now() - begin); };
    cron::start({{"often", cron::every(5h), telling("often", passed)}}, wall_set(12h, by));
    EXPECT_EQ(runs_within(days(1), "often"), sequence(5h, 5h, 4));
  }
}

TEST(cron, a_clock_that_is_set_is_noticed_within_a_minute) {
  const times all = at_two(1h + 17s, 3h, 5h);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_GE(all[0], 4h + 17s);
  EXPECT_LT(all[0], 4h + 17s + 1min);
}

TEST(cron, a_run_that_is_due_while_the_last_one_goes_on_is_skipped) {
  const otp::system system(virtual_time());
  const auto clock = wall();
  cron::start({{"slow", cron::every(1h), telling("slow", clock, 150min)}}, clock);
  EXPECT_EQ(runs_within(12h + 1min, "slow"), sequence(1h, 3h, 4));
  EXPECT_EQ(status_of("slow").runs, 4);
  EXPECT_EQ(status_of("slow").skipped, 8);
}

TEST(cron, or_waits_for_its_turn) {
  const otp::system system(virtual_time());
  const auto clock = wall();
  cron::start({{"slow", cron::every(1h), telling("slow", clock, 150min), cron::overlap::queue}}, clock);
  EXPECT_EQ(runs_within(12h + 1min, "slow"), sequence(1h, 150min, 5));
  EXPECT_EQ(status_of("slow").skipped, 0);
  EXPECT_EQ(status_of("slow").waiting, 7);
}

TEST(cron, those_that_wait_follow_at_once) {
  const otp::system system(virtual_time());
  const auto clock = wall();
  cron::start({{"late", cron::every(1h),
                [tell = telling("late", clock), clock] {
                  tell();
                  if (clock() < monday + 2h) otp::sleep_for(150min);  // the first run alone
                },
                cron::overlap::queue}},
              clock);
  EXPECT_EQ(runs_within(5h + 1min, "late"), (times{1h, 210min, 210min, 4h, 5h}));
  EXPECT_EQ(status_of("late").waiting, 0);
}

TEST(cron, a_job_that_crashes_takes_nothing_along) {
  report_box box;
  const otp::system system(virtual_time(box.options()));
  const auto clock = wall();
  const auto top = cron::start({{"bad", cron::daily(3h), [] { throw std::runtime_error("bad job"); }},
                                {"good", cron::daily(3h), telling("good", clock)}},
                               clock);
  const otp::pid scheduler = otp::whereis_name("cron");
  EXPECT_EQ(runs_within(days(7), "good"), sequence(3h, 24h, 7));
  EXPECT_EQ(status_of("bad").runs, 7);
  EXPECT_EQ(status_of("bad").failed, 7);
  EXPECT_EQ(status_of("good").failed, 0);
  EXPECT_EQ(box.count(otp::report::kind::crash), 7u);
  EXPECT_EQ(otp::whereis_name("cron"), scheduler);
  EXPECT_EQ(otp::count_children(otp::supervisor_ref("cron runs")).active, 0u) << "none was restarted";
}

TEST(cron, no_run_outlives_its_scheduler) {
  report_box box;
  const otp::system system(virtual_time(box.options()));
  const auto clock = wall();
  cron::start({{"slow", cron::every(1h), telling("slow", clock, 10h)}}, clock);
  otp::sleep_for(1h + 30min);
  const otp::pid scheduler = otp::whereis_name("cron");
  const auto runs = otp::which_children(otp::supervisor_ref("cron runs"));
  ASSERT_EQ(runs.size(), 1u);
  otp::exit(scheduler, otp::kill);
  reason_of_end(runs[0].pid);
  otp::sleep_for(1h + 1min);
  EXPECT_NE(otp::whereis_name("cron"), scheduler);
  EXPECT_EQ(otp::count_children(otp::supervisor_ref("cron runs")).active, 1u) << "of the new scheduler";
}

TEST(cron, a_time_that_cannot_be_is_refused) {
  EXPECT_THROW(cron::every(0s), otp::error);
  EXPECT_THROW(cron::daily(24h), otp::error);
  EXPECT_THROW(cron::daily(-1s), otp::error);
}

TEST(cron, the_wall_of_this_machine_is_in_its_zone) {
  const char* const before = std::getenv("TZ");
  const std::string zone = before ? before : "";
  const auto shows = [](const char* other) {
    setenv("TZ", other, 1);
    tzset();
    return cron::local_wall();
  };
  const auto difference = shows("EAST-5:30") - shows("UTC");
  EXPECT_EQ(std::chrono::round<std::chrono::minutes>(difference), 330min);
  before ? setenv("TZ", zone.c_str(), 1) : unsetenv("TZ");
  tzset();
}

namespace {

/// A run lasts as long as the period: its end and the next run come at the same moment, in the schedule's order.
void runs_in_a_row(cron::overlap if_running) {
  const auto going_on = std::make_shared<std::atomic<int>>(0);
  const auto done = std::make_shared<std::atomic<int>>(0);
  cron::start({{"busy", cron::every(1s),
                [=] {
                  if (++*going_on > 1) throw std::logic_error("two runs at once");
                  otp::sleep_for(1s);
                  --*going_on;
                  ++*done;
                },
                if_running}},
              wall());
  const int seconds = 5;
  otp::sleep_for(seconds * 1s + 500ms);
  const cron::job_status told = status_of("busy");
  const int wanted = if_running == cron::overlap::skip ? told.runs + told.skipped : told.runs + told.waiting;
  if (told.failed != 0 || wanted != seconds || *done < told.runs - 1 || told.runs < seconds / 2)
    throw otp::expectation_failed(std::to_string(told.runs) + " runs, " + std::to_string(told.failed) + " failed, " +
                                  std::to_string(told.skipped) + " skipped, " + std::to_string(told.waiting) +
                                  " waiting, " + std::to_string(*done) + " done");
}

}  // namespace

TEST(cron, no_run_is_lost_or_meets_another_of_its_job_in_any_schedule) {
  const otp::exploration many{.schedules = SANITIZED ? 100u : 1000u};
  otp::explore(many, [] { runs_in_a_row(cron::overlap::skip); });
  otp::explore(many, [] { runs_in_a_row(cron::overlap::queue); });
}
