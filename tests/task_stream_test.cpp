// task_stream_test.cpp - a function for each element: how many at a time, in which order, how long, and what is left.
#include <otp/task_stream.hpp>

#include <atomic>
#include <memory>
#include <set>

#include "support.hpp"

namespace {

using results = std::vector<int>;

/// Sleeps so many seconds, and gives the square.
int squared(int n) {
  otp::sleep_for(n * 1s);
  return n * n;
}
template <class Stream>
results values(Stream&& stream) {
  results all;
  for (const auto& each : stream) all.push_back(each ? *each.value : -1);
  return all;
}

TEST(task_stream_test, results_come_in_the_order_of_the_elements) {
  const otp::system system(virtual_time());
  EXPECT_EQ(values(otp::async_stream(results{3, 1, 2}, squared, {.max_concurrency = 3})), (results{9, 1, 4}));
  EXPECT_TRUE(values(otp::async_stream(results(), squared)).empty());
}

TEST(task_stream_test, or_as_they_are_done) {
  const otp::system system(virtual_time());
  EXPECT_EQ(values(otp::async_stream(results{3, 1, 2}, squared, {.max_concurrency = 3, .ordered = false})),
            (results{1, 4, 9}));
}

TEST(task_stream_test, no_more_run_at_a_time_than_may) {
  const otp::system system(virtual_time());
  int running = 0, most = 0;  // one actor runs at a time, with a seed
  const auto count = [&](int) {
    most = std::max(most, ++running);
    otp::sleep_for(1s);
    --running;
    return 0;
  };
  const otp::time_point begin = otp::now();
  EXPECT_EQ(values(otp::async_stream(results(10), count, {.max_concurrency = 3})).size(), 10u);
  EXPECT_EQ(most, 3);
  EXPECT_EQ(otp::now() - begin, 4s) << "ten, three at a time";
  EXPECT_THROW(otp::async_stream(results(1), count, {.max_concurrency = 0}), otp::error);
}

TEST(task_stream_test, one_that_takes_too_long_ends_the_caller_or_is_killed) {
  const otp::system system(virtual_time());
  EXPECT_EQ(failure_of([] {
              values(otp::async_stream(results{1, 9, 1}, squared, {.max_concurrency = 3}));
            }),
            otp::timeout);
  for (const bool ordered : {true, false}) {
    auto stream = otp::async_stream(results{1, 9, 2}, squared,
                                    {.max_concurrency = 3, .ordered = ordered, .timeout = 4s, .kill_late = true});
    const otp::time_point begin = otp::now();
    std::vector<otp::exit_reason> failures;
    for (const auto& each : stream)
      if (!each) failures.push_back(each.failure);
    EXPECT_EQ(failures, std::vector<otp::exit_reason>{otp::timeout});
    EXPECT_EQ(otp::now() - begin, 4s) << "its time began with it";
  }
}

TEST(task_stream_test, one_that_took_too_long_is_late_however_late_the_caller_comes) {
  const otp::system system(virtual_time());
  for (const bool ordered : {true, false}) {
    std::vector<std::string> seen;
    for (const auto& each : otp::async_stream(
             results{1, 2, 8}, squared, {.max_concurrency = 3, .ordered = ordered, .timeout = 5s, .kill_late = true})) {
      seen.push_back(each ? "value" : to_string(each.failure));
      otp::sleep_for(20s);
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"value", "value", "timeout"}));
  }
}

TEST(task_stream_test, a_function_that_returns_nothing_will_do) {
  const otp::system system(virtual_time());
  int calls = 0;
  for (const auto& each : otp::async_stream(results{1, 2}, [&](int) { ++calls; })) EXPECT_TRUE(each);
  EXPECT_EQ(calls, 2);
}

TEST(task_stream_test, the_time_of_each_begins_when_it_starts) {
  const otp::system system(virtual_time());
  EXPECT_EQ(values(otp::async_stream(results{4, 4, 4}, squared, {.max_concurrency = 1, .timeout = 5s})),
            (results{16, 16, 16}));
}

TEST(task_stream_test, a_failure_is_the_elements_own_unless_it_is_linked) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto boom = [](int n) -> int {
    if (n == 2) otp::exit("boom");
    return n * 10;
  };
  std::vector<std::string> seen;
  for (const auto& each : otp::async_stream(results{1, 2, 3}, boom, {.link = false}))
    seen.push_back(each ? std::to_string(*each.value) : to_string(each.failure));
  EXPECT_EQ(seen, (std::vector<std::string>{"10", "boom", "30"}));
  EXPECT_EQ(how_it_ends([&] { values(otp::async_stream(results{1, 2, 3}, boom)); }), "boom");
}

TEST(task_stream_test, what_still_runs_at_its_end_is_killed_and_nothing_is_left) {
  const otp::system system(virtual_time());
  std::vector<otp::pid> started;
  const auto note = [&](int n) {
    started.push_back(otp::self());
    otp::sleep_for(n * 1s);
    return n;
  };
  {
    auto stream = otp::async_stream(results{1, 100, 100, 100}, note, {.max_concurrency = 3});
    EXPECT_EQ(stream.next()->value, 1);
  }
  EXPECT_EQ(started.size(), 3u) << "the fourth had not begun";
  for (const otp::pid& each : started) EXPECT_FALSE(otp::is_process_alive(each));
  otp::sleep_for(1h);
  EXPECT_EQ(otp::process_info(otp::self())->message_queue_len, 0u);
}

TEST(task_stream_test, any_range_will_do_and_values_may_be_moved) {
  const otp::system system(virtual_time());
  const std::set<int> numbers{1, 2, 3};
  int sum = 0;
  for (auto& each : otp::async_stream(numbers, [](int n) { return std::make_unique<int>(n); })) {
    const std::unique_ptr<int> mine = std::move(*each.value);
    sum += *mine;
  }
  EXPECT_EQ(sum, 6);
}

}  // namespace
