#include <loyalty.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}
void visits(const otp::server_ref<loyalty>& s, const std::string& guest, int times) {
  for (int i = 0; i < times; ++i) otp::cast(s, visit{guest});
}

TEST(loyalty, every_tenth_visit_earns_a_drink) {
  otp::system system(quiet());
  const auto s = otp::start<loyalty>();
  visits(s, "Ann", 9);
  EXPECT_EQ(otp::call(s, free_drinks{"Ann"}), 0) << "nine visits";
  visits(s, "Ann", 12);
  EXPECT_EQ(otp::call(s, free_drinks{"Ann"}), 2) << "21 visits";
  EXPECT_EQ(otp::call(s, free_drinks{"Bob"}), 0) << "Bob has never been here";
}

TEST(loyalty, a_drink_can_be_had_once) {
  otp::system system(quiet());
  const auto s = otp::start<loyalty>();
  visits(s, "Ann", 10);
  EXPECT_TRUE(otp::call(s, redeem{"Ann"}));
  EXPECT_FALSE(otp::call(s, redeem{"Ann"})) << "she has had it";
  visits(s, "Ann", 9);
  EXPECT_EQ(otp::call(s, free_drinks{"Ann"}), 0) << "19 visits, one drink had";
}

TEST(loyalty, a_new_year_clears_the_cards) {
  otp::system system(quiet());
  const auto s = otp::start<loyalty>();
  visits(s, "Ann", 10);
  otp::send(s.pid(), new_year{});
  EXPECT_EQ(otp::call(s, free_drinks{"Ann"}), 0) << "the message new_year was sent to the server's pid";
  visits(s, "Ann", 10);
  EXPECT_EQ(otp::call(s, free_drinks{"Ann"}), 1);
}
