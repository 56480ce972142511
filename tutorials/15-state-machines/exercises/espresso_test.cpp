#include <espresso.hpp>

#include <gtest/gtest.h>

using namespace std::chrono_literals;

class espresso_machine_of : public testing::Test {
 protected:
  otp::system system{otp::seeded(1)};
  otp::server_ref<espresso_machine> machine = otp::start<espresso_machine>();

  std::string shows() {
    const auto light = otp::try_call(machine, lamp{});
    return light ? *light.value : "no answer";
  }
  std::string asked_for_espresso() {
    const auto answer = otp::try_call(machine, espresso{});
    if (!answer) return "no answer";
    return *answer.value ? "espresso" : "none";
  }
  void press_and_wait(otp::duration time) {
    otp::cast(machine, press{});
    otp::sleep_for(time);
  }
};

TEST_F(espresso_machine_of, it_heats_for_thirty_seconds) {
  EXPECT_EQ(shows(), "off") << "it was never switched on";
  press_and_wait(31s);
  EXPECT_EQ(shows(), "ready") << "it was switched on 31 s ago";
}

TEST_F(espresso_machine_of, looking_at_the_lamp_makes_it_no_slower) {
  press_and_wait(10s);
  EXPECT_EQ(shows(), "heating") << "after 10 s";
  otp::sleep_for(19s);
  EXPECT_EQ(shows(), "heating") << "after 29 s";
  otp::sleep_for(2s);
  EXPECT_EQ(shows(), "ready") << "after 31 s, in which the lamp was looked at";
}

TEST_F(espresso_machine_of, there_is_espresso_only_when_it_is_ready) {
  EXPECT_EQ(asked_for_espresso(), "none") << "it is off";
  press_and_wait(1s);
  EXPECT_EQ(asked_for_espresso(), "none") << "it heats";
  otp::sleep_for(30s);
  EXPECT_EQ(asked_for_espresso(), "espresso") << "it was switched on 31 s ago";
}

TEST_F(espresso_machine_of, pressed_again_it_is_off) {
  press_and_wait(10s);
  EXPECT_EQ(shows(), "heating") << "it was switched on 10 s ago";
  press_and_wait(31s);
  EXPECT_EQ(shows(), "off") << "it was switched off while it heated";
  press_and_wait(31s);
  EXPECT_EQ(shows(), "ready") << "it was switched on 31 s ago";
  press_and_wait(1s);
  EXPECT_EQ(shows(), "off") << "it was switched off while it was ready";
}

TEST_F(espresso_machine_of, it_heats_anew_from_the_beginning) {
  press_and_wait(20s);
  press_and_wait(1s);
  press_and_wait(20s);
  EXPECT_EQ(shows(), "heating") << "it was switched on 20 s ago, off and on before";
  otp::sleep_for(11s);
  EXPECT_EQ(shows(), "ready") << "it was switched on 31 s ago";
}

TEST_F(espresso_machine_of, it_switches_itself_off_after_ten_minutes) {
  press_and_wait(31s);
  EXPECT_EQ(shows(), "ready") << "it was switched on 31 s ago";
  otp::sleep_for(10min);
  EXPECT_EQ(shows(), "off") << "it was ready for ten minutes, and there was no espresso";
}

TEST_F(espresso_machine_of, each_espresso_gives_it_ten_more_minutes) {
  press_and_wait(31s);
  for (int espressos = 0; espressos < 3; ++espressos) {
    otp::sleep_for(9min);
    ASSERT_EQ(asked_for_espresso(), "espresso") << "the last espresso was nine minutes ago";
  }
  otp::sleep_for(11min);
  EXPECT_EQ(shows(), "off") << "the last espresso was eleven minutes ago";
}

TEST_F(espresso_machine_of, looking_at_the_lamp_does_not_keep_it_on) {
  press_and_wait(31s);
  for (int minutes = 0; minutes < 9; ++minutes) {
    ASSERT_EQ(shows(), "ready") << "after " << minutes << " minutes";
    otp::sleep_for(1min);
  }
  otp::sleep_for(1min);
  EXPECT_EQ(shows(), "off") << "the lamp was looked at, but there was no espresso for ten minutes";
}
