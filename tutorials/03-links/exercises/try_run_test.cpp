#include <try_run.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}

TEST(try_run, it_tells_the_reason) {
  otp::system system(quiet());
  EXPECT_EQ(try_run([] {}), "normal");
  EXPECT_EQ(try_run([] { otp::exit("tired"); }), "tired");
  EXPECT_EQ(try_run([] { otp::exit(otp::self(), otp::kill); }), "killed");
}

TEST(try_run, it_leaves_trap_exit_as_it_was) {
  otp::system system(quiet());
  for (const bool before : {false, true}) {
    otp::trap_exit(before);
    try_run([] {});
    EXPECT_EQ(otp::trap_exit(false), before);
  }
}

TEST(try_run, an_exit_message_of_somebody_else_stays_in_the_mailbox) {
  otp::system system(quiet());
  otp::trap_exit(true);
  const otp::pid other = otp::spawn_link([] { otp::exit("elsewhere"); });
  otp::sleep_for(std::chrono::seconds(1));
  EXPECT_EQ(try_run([] {}), "normal") << "whose exit message was that?";
  EXPECT_EQ(otp::expect<otp::exit_message>().from, other);
}
