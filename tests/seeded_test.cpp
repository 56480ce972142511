#include <otp/seeded.hpp>

#include "support.hpp"

namespace {

TEST(seeded_test, a_choice_is_written_as_it_is_read) {
  for (const char* text : {"free", "seed:0", "seed:42", "seed:18446744073709551615", "pct:1:2:3"})
    EXPECT_EQ(otp::to_string(otp::parse_schedule(text)), text);
  EXPECT_EQ(otp::parse_schedule("pct:7"), otp::pct(7));
  EXPECT_EQ(otp::parse_schedule("pct:7:1"), otp::pct(7, 1));
}

TEST(seeded_test, what_cannot_be_read_is_an_error_that_shows_it) {
  for (const char* text : {"", "seed", "seed:", "seed:x", "seed:1:2", "seed:-1", "seed:1 ", "free:1", "pct",
                           "pct:1:2:3:4", "seed:18446744073709551616", "Seed:1"}) {
    try {
      otp::parse_schedule(text);
      ADD_FAILURE() << text;
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::badarg);
      EXPECT_NE(std::string(e.what()).find("'" + std::string(text) + "'"), std::string::npos) << e.what();
    }
  }
}

TEST(seeded_test, the_environment_chooses_where_the_program_does_not) {
  ASSERT_EQ(setenv("OTP_SCHEDULE", "seed:5", 1), 0);
  EXPECT_EQ(otp::resolve({}), otp::seeded(5));
  EXPECT_EQ(otp::resolve(otp::free_running), otp::free_running);
  EXPECT_EQ(otp::resolve(otp::pct(1)), otp::pct(1));
  {
    otp::system system;
    const otp::time_point then = otp::now();
    otp::sleep_for(1h);
    EXPECT_EQ(otp::now() - then, 1h) << "so this one is seeded";
  }
  ASSERT_EQ(setenv("OTP_SCHEDULE", "sometimes", 1), 0);
  EXPECT_THROW(otp::system{}, otp::error);
  ASSERT_EQ(unsetenv("OTP_SCHEDULE"), 0);
  EXPECT_EQ(otp::resolve({}), otp::free_running);
}

}  // namespace
