#include <tally.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

report ask(const otp::pid& tally) {
  otp::send(tally, report_to{otp::self()});
  return otp::expect<report>(std::chrono::seconds(1));
}

TEST(tally, a_fresh_one_answers_a_report_to_with_zero) {
  otp::system system{otp::seeded(1)};
  const report r = ask(start_tally());
  EXPECT_EQ(r.sales, 0);
  EXPECT_EQ(r.cents, 0);
}

TEST(tally, every_sale_counts_and_it_goes_on_after_a_report) {
  otp::system system{otp::seeded(1)};
  const otp::pid tally = start_tally();
  for (const int cents : {250, 320}) otp::send(tally, sale{cents});
  EXPECT_EQ(ask(tally).sales, 2) << "two sales were sent before the report was asked for";
  otp::send(tally, sale{30});
  EXPECT_EQ(ask(tally).cents, 600) << "a third sale came after the first report";
}

TEST(tally, two_tallies_share_nothing) {
  otp::system system{otp::seeded(1)};
  const otp::pid one = start_tally(), other = start_tally();
  otp::send(one, sale{100});
  EXPECT_EQ(ask(one).sales, 1);
  EXPECT_EQ(ask(other).sales, 0) << "the other one has sold nothing: is the count a global or static variable?";
}
