// scheduler_test.cpp - the seam through which all waiting goes (src/schedule/scheduler.hpp).
#include "support.hpp"

#include "schedule/scheduler.hpp"

namespace {

TEST(scheduler_test, deadlines_do_not_overflow) {
  otp::scheduler s;
  EXPECT_EQ(s.deadline_after(otp::infinity), otp::never);
  EXPECT_LT(s.deadline_after(1h), otp::never);
}

}  // namespace
