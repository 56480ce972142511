#include <several.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include <otp/testing.hpp>

using namespace std::chrono_literals;
using numbers = std::vector<int>;

class several : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  otp::system system{chosen()};
  const otp::pid me = otp::self();
  otp::time_point begin = otp::now();
  long seconds() const { return (otp::now() - begin) / 1s; }
};
/// Takes as many seconds as its number says.
int sleeps(int n) {
  otp::sleep_for(n * 1s);
  return n * n;
}

TEST_F(several, the_results_have_the_order_of_the_items) {
  EXPECT_EQ(work_on({3, 1, 2}, 3, sleeps), (numbers{9, 1, 4}));
}

TEST_F(several, they_are_worked_on_at_the_same_time) {
  work_on({3, 3, 3, 3}, 4, sleeps);
  EXPECT_EQ(seconds(), 3);
}

TEST_F(several, never_by_more_hands_than_there_are) {
  std::atomic<int> now = 0, most = 0;
  work_on({1, 1, 1, 1, 1}, 2, [&](int n) {
    most = std::max(most.load(), ++now);
    otp::sleep_for(n * 1s);
    --now;
    return n;
  });
  EXPECT_EQ(most, 2);
  EXPECT_EQ(seconds(), 3);
}

TEST_F(several, a_free_hand_takes_the_next) {
  work_on({1, 5, 1, 1, 1}, 2, sleeps);
  EXPECT_EQ(seconds(), 5) << "one hand does the long one, the other all the rest";
}

TEST_F(several, a_failure_is_thrown_after_the_others_have_ended) {
  try {
    work_on({1, 2, 4}, 3, [](int n) { return n == 2 ? throw std::runtime_error("no milk") : sleeps(n); });
    FAIL() << "nothing was thrown";
  } catch (const otp::exit_exception&) {
    EXPECT_EQ(seconds(), 4);
  } catch (const std::runtime_error&) {
    FAIL() << "the work was done by the caller itself";
  }
}
