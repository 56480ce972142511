// tasks_test.cpp - the end of a task before its time, several tasks at once, and what is left of them: nothing.
#include <otp/explore.hpp>
#include <otp/tasks.hpp>

#include "support.hpp"

namespace {

otp::task<int> after_a_while(otp::duration takes, int value) {
  return otp::async_nolink([=] {
    otp::sleep_for(takes);
    return value;
  });
}
otp::task<int> failing_after(otp::duration takes, const char* why) {
  return otp::async_nolink([=]() -> int {
    otp::sleep_for(takes);
    otp::exit(why);
  });
}
void nothing_is_left() { EXPECT_EQ(otp::process_info(otp::self())->message_queue_len, 0u); }

TEST(tasks_test, a_task_that_is_shut_down_is_dead_and_the_caller_lives) {
  const otp::system system(virtual_time());
  const auto linked = otp::async([] { otp::receive([](int) {}); });
  const auto got = otp::task_shutdown(linked);
  EXPECT_EQ(got.failure, otp::shutdown);
  EXPECT_FALSE(got);
  EXPECT_FALSE(otp::is_process_alive(linked.pid()));
  nothing_is_left();
}

TEST(tasks_test, a_caller_that_traps_hears_nothing_of_it) {
  const otp::system system(virtual_time());
  otp::trap_exit(true);
  EXPECT_EQ(otp::task_shutdown(otp::async([] { otp::receive([](int) {}); })).failure, otp::shutdown);
  otp::sleep_for(1s);
  nothing_is_left();
}

TEST(tasks_test, a_value_that_came_in_time_counts) {
  const otp::system system(virtual_time());
  const auto done = after_a_while(0s, 5);
  otp::sleep_for(1s);
  EXPECT_EQ(*otp::task_shutdown(done).value, 5);
  const auto finishing = otp::async_nolink([] {
    otp::trap_exit(true);
    otp::receive([](const otp::exit_message&) {});
    otp::sleep_for(2s);
    return 6;
  });
  otp::sleep_for(1s);
  EXPECT_EQ(*otp::task_shutdown(finishing).value, 6) << "while it was being stopped";
  nothing_is_left();
}

TEST(tasks_test, one_that_does_not_heed_shutdown_is_killed_when_its_time_is_up) {
  const otp::system system(virtual_time());
  const auto deaf = [] {
    otp::trap_exit(true);
    otp::sleep_for(1h);
    return 7;
  };
  const auto slow = otp::async_nolink(deaf), at_once = otp::async_nolink(deaf);
  otp::sleep_for(1s);
  const otp::time_point begin = otp::now();
  EXPECT_EQ(otp::task_shutdown(slow, 3s).failure, otp::killed);
  EXPECT_EQ(otp::now() - begin, 3s);
  EXPECT_EQ(otp::task_shutdown(at_once, otp::brutal_kill).failure, otp::killed);
  EXPECT_EQ(otp::now() - begin, 3s);
  nothing_is_left();
}

TEST(tasks_test, one_that_had_failed_says_why) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto failed = failing_after(0s, "no milk");
  otp::sleep_for(1s);
  EXPECT_EQ(otp::task_shutdown(failed).failure, "no milk");
  EXPECT_EQ(otp::task_shutdown(failed).failure, "no milk") << "and again";
}

TEST(tasks_test, an_ignored_task_goes_on_and_nothing_of_it_comes) {
  const otp::system system(virtual_time());
  const auto ignored = otp::async([main = otp::self()] {
    otp::sleep_for(1s);
    otp::send(main, std::string("still here"));
    otp::exit("and failing");
  });
  EXPECT_FALSE(otp::ignore_task(ignored).over());
  EXPECT_EQ(otp::expect<std::string>(2s), "still here");
  otp::sleep_for(1s);
  nothing_is_left();
  EXPECT_EQ(ignored.outcome(0s).failure, "ignored");
  const auto done = after_a_while(0s, 5);
  otp::sleep_for(1s);
  EXPECT_EQ(*otp::ignore_task(done).value, 5);
}

TEST(tasks_test, await_many_gives_the_values_in_their_order_within_one_time) {
  const otp::system system(virtual_time());
  const otp::time_point begin = otp::now();
  EXPECT_EQ(otp::await_many(std::vector{after_a_while(3s, 1), after_a_while(1s, 2), after_a_while(2s, 3)}),
            (std::vector{1, 2, 3}));
  EXPECT_EQ(otp::now() - begin, 3s);
  EXPECT_TRUE(otp::await_many(std::vector<otp::task<int>>()).empty());
  const std::vector late{after_a_while(3s, 1), after_a_while(4s, 2)};
  EXPECT_EQ(failure_of([&] { otp::await_many(late, 3500ms); }), otp::timeout);
  EXPECT_EQ(otp::await_many(late), (std::vector{1, 2})) << "they have gone on";
  nothing_is_left();
}

TEST(tasks_test, await_many_fails_with_the_first_that_fails_and_at_once) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const otp::time_point begin = otp::now();
  const std::vector all{after_a_while(9s, 1), failing_after(2s, "later"), failing_after(1s, "sooner")};
  EXPECT_EQ(failure_of([&] { otp::await_many(all, 10s); }), "sooner");
  EXPECT_EQ(otp::now() - begin, 1s);
  EXPECT_EQ(failure_of([&] { otp::await_many(all, 10s); }), "sooner") << "it is known";
}

TEST(tasks_test, await_any_tells_which_is_over_and_each_once) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const std::vector all{after_a_while(3s, 1), failing_after(1s, "no"), after_a_while(2s, 3)};
  const std::span<const otp::task<int>> some(all);
  EXPECT_EQ(otp::await_any(some, 500ms), std::nullopt);
  EXPECT_EQ(otp::await_any(some, 1h), 1u);
  EXPECT_EQ(otp::await_any(some, 1h), 2u);
  EXPECT_EQ(otp::await_any(some, 1h), 0u);
  const otp::time_point then = otp::now();
  EXPECT_EQ(otp::await_any(some, 1h), std::nullopt) << "all are over";
  EXPECT_EQ(otp::now(), then);
}

TEST(tasks_test, yield_many_throws_nothing_and_says_what_has_become_of_each) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const std::vector all{after_a_while(1s, 1), failing_after(1s, "no"), after_a_while(1h, 3)};
  const auto got = otp::yield_many(all, {.at_most = 2s});
  EXPECT_EQ(*got[0].value, 1);
  EXPECT_EQ(got[1].failure, "no");
  EXPECT_FALSE(got[2].over());
  const auto killed = otp::yield_many(all, {.at_most = 0s, .the_rest = otp::yield_options::late::are_killed});
  EXPECT_EQ(killed[2].failure, otp::killed);
  EXPECT_FALSE(otp::is_process_alive(all[2].pid()));
  nothing_is_left();
}

TEST(tasks_test, yield_many_may_be_content_with_some_and_ignore_the_rest) {
  const otp::system system(virtual_time());
  const std::vector all{after_a_while(3s, 1), after_a_while(1s, 2), after_a_while(2s, 3)};
  const otp::time_point begin = otp::now();
  const auto got = otp::yield_many(all, {.limit = 1, .the_rest = otp::yield_options::late::are_ignored});
  EXPECT_EQ(otp::now() - begin, 1s);
  EXPECT_FALSE(got[0].over());
  EXPECT_EQ(*got[1].value, 2);
  otp::sleep_for(1h);
  nothing_is_left();
  EXPECT_EQ(all[0].outcome(0s).failure, "ignored");
}

TEST(tasks_test, the_owner_alone_may_end_a_task) {
  const otp::system system(virtual_time());
  const auto mine = after_a_while(1s, 1);
  otp::await(otp::async([&] {
    EXPECT_THROW(otp::task_shutdown(mine), otp::error);
    EXPECT_THROW(otp::ignore_task(mine), otp::error);
  }));
  EXPECT_EQ(otp::await(mine), 1);
}

TEST(tasks_test, a_task_that_was_shut_down_is_over_under_every_schedule) {
  otp::explore({.schedules = 1000, .failed = ::testing::Test::HasFailure}, [] {
    const auto t = otp::async_nolink([]() -> int { throw std::runtime_error("a fault"); });
    EXPECT_TRUE(otp::task_shutdown(t, otp::brutal_kill).over());
  });
}

}  // namespace
