#include "support.hpp"

#include "schedule/schedule.hpp"

namespace {

TEST(schedule_test, deadlines_do_not_overflow) {
  otp::schedule s;
  EXPECT_EQ(s.deadline_after(otp::infinity), otp::never);
  EXPECT_LT(s.deadline_after(1h), otp::never);
}

}  // namespace
