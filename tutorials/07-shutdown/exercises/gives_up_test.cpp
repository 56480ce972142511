#include <gives_up.hpp>

#include <gtest/gtest.h>

#include <otp/otp.hpp>
#include <otp/testing.hpp>

#include <exception>
#include <string>
#include <vector>

using namespace std::chrono_literals;

/// What a real supervisor does, in virtual time.
int real(const std::vector<int>& failures, int intensity, int period) {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  quiet.schedule = otp::seeded(1);
  otp::system system(quiet);
  otp::trap_exit(true);
  const auto sup = otp::start_supervisor({.intensity = intensity, .period = std::chrono::seconds(period)},
                                         {otp::child("child", {.name = "child"}, [] { otp::receive([](int) {}); })});
  const otp::time_point begin = otp::now();
  for (std::size_t i = 0; i < failures.size(); ++i) {
    otp::sleep_for(begin + std::chrono::seconds(failures[i]) - otp::now());
    otp::exit(otp::whereis_name("child"), "a fault");
    otp::sleep_for(1ms);
    if (!otp::is_process_alive(sup.pid())) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::string gives_up(int failure) {
  return failure == 0 ? "never gives up" : "gives up at failure " + std::to_string(failure);
}
/// The answer is that of the real one.
void as_the_real_one_does(const std::vector<int>& failures, int intensity, int period, const std::string& rule) {
  const std::string history = "failures at " + ::testing::PrintToString(failures) + " s, intensity " +
                              std::to_string(intensity) + ", period " + std::to_string(period) + " s";
  std::string answer;
  try {
    answer = gives_up(gives_up_at(failures, intensity, period));
  } catch (const std::exception& e) {
    answer = std::string("throws ") + e.what();
  }
  EXPECT_EQ(answer, gives_up(real(failures, intensity, period))) << rule << " (" << history << ")";
}

TEST(gives_up, without_a_failure_never) { as_the_real_one_does({}, 1, 5, "without a failure it never gives up"); }

TEST(gives_up, when_more_restarts_would_be_needed_than_are_allowed) {
  const char* rule = "so many restarts as the intensity says are done; one more, and it gives up";
  as_the_real_one_does({1}, 0, 5, rule);
  as_the_real_one_does({1}, 1, 5, rule);
  as_the_real_one_does({1, 2}, 1, 5, rule);
  as_the_real_one_does({1, 2}, 2, 5, rule);
  as_the_real_one_does({1, 2, 3, 4}, 2, 5, rule);
  as_the_real_one_does({1, 2, 3, 4, 5, 6}, 3, 10, rule);
}

TEST(gives_up, only_failures_within_the_last_period_count) {
  const char* rule = "failures since the start do not count: those within the last period do";
  as_the_real_one_does({1, 7, 13, 19}, 1, 5, rule);
  as_the_real_one_does({1, 2, 8, 9, 15, 16}, 2, 5, rule);
  as_the_real_one_does({1, 2, 20, 21, 40, 41, 42}, 2, 5, rule);
}

TEST(gives_up, the_period_ends_with_this_failure_wherever_it_begins) {
  const char* rule = "the period slides: it is the last seconds before each failure, and begins anew with none";
  as_the_real_one_does({1, 5, 7, 8}, 2, 5, rule);
  as_the_real_one_does({4, 6, 7}, 2, 5, rule);
  as_the_real_one_does({1, 6, 10, 11}, 2, 5, rule);
  as_the_real_one_does({1, 2, 8, 9, 10}, 2, 5, rule);
  as_the_real_one_does({3, 9, 12, 13, 14}, 3, 6, rule);
}

TEST(gives_up, failures_that_follow_one_another_slowly_do_not_add_up) {
  const char* rule = "a failure that comes soon after the one before keeps no older one in the count";
  as_the_real_one_does({1, 5, 9, 13, 17}, 2, 5, rule);
  as_the_real_one_does({1, 4, 8, 11, 12}, 2, 5, rule);
  as_the_real_one_does({1, 5, 9, 13, 14}, 2, 5, rule);
  as_the_real_one_does({1, 4, 7, 10, 13, 16}, 2, 7, rule);
}

TEST(gives_up, a_failure_just_one_period_ago_counts) {
  const char* rule = "a failure exactly one period ago is within the period, as in OTP";
  as_the_real_one_does({1, 6}, 1, 5, rule);
  as_the_real_one_does({1, 7}, 1, 5, rule);
  as_the_real_one_does({2, 4, 9}, 2, 7, rule);
}

TEST(gives_up, as_the_real_one_does) {
  unsigned random = 1;
  const auto below = [&](unsigned n) { return static_cast<int>((random = random * 1103515245 + 12345) / 65536 % n); };
  for (int i = 0; i < 150 && !HasFailure(); ++i) {
    std::vector<int> failures;
    for (int time = 0, left = below(10); left > 0; --left) failures.push_back(time += 1 + below(5));
    as_the_real_one_does(failures, below(4), 1 + below(9), "it does as the real one does");
  }
}
