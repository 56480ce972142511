#include <finder.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include <otp/testing.hpp>

struct inside {
  using reply = int;
};
struct come_in {
  using reply = bool;
};
struct wants_in {
  using reply = int;  // how many do, or are inside
};
struct goes_away {};

/// What all doormen have in common. `Limit`: how many this one's server lets in.
template <int Limit>
class door : public otp::gen_server<door<Limit>> {
 public:
  using messages = otp::handles<inside, come_in, wants_in, goes_away>;
  int handle_call(inside) { return inside_; }
  int handle_call(wants_in) { return inside_ + ++want_; }
  void handle_cast(goes_away) { --want_; }
  bool handle_call(come_in) { return inside_ < Limit && ++inside_ > 0; }

 private:
  int inside_ = 0, want_ = 0;
};
template <int Room, int Limit>
struct doorman {
  static constexpr int room = Room;
  using at = otp::server_ref<door<Limit>>;
  static at open() { return otp::start<door<Limit>>(); }
  static int inside(const at& d) { return otp::call(d, ::inside{}); }
  static bool enter(const at& d) { return otp::call(d, come_in{}); }
};
/// Looks at each guest for three seconds.
struct thorough : doorman<2, 2> {
  static bool enter(const at& d) {
    otp::sleep_for(std::chrono::seconds(3));
    return doorman::enter(d);
  }
};

/// Asks how many are inside, and then lets the guest in.
template <int Room>
struct careless : doorman<Room, 1000> {
  using one = doorman<Room, 1000>;
  static bool enter(const typename one::at& d) { return one::inside(d) < Room && one::enter(d); }
};
/// Sends away who comes when there are more at the door than there is room for: all of them.
template <int Room>
struct timid : doorman<Room, Room> {
  using one = doorman<Room, Room>;
  static bool enter(const typename one::at& d) {
    const bool in = otp::call(d, wants_in{}) <= Room && one::enter(d);
    otp::cast(d, goes_away{});
    return in;
  }
};

/// What the scenario says of this doorman; nothing if it finds nothing.
template <class Door>
std::optional<std::string> found() {
  try {
    const auto run = otp::find_failing_schedule({.schedules = 500}, scenario<Door>);
    if (!run) return std::nullopt;
    EXPECT_NE(run->failure->find("otp::expectation_failed"), std::string::npos)
        << "a scenario throws otp::expectation_failed when it has found something. This one has failed otherwise: "
        << *run->failure;
    return run->failure;
  } catch (const otp::error& e) {
    return std::string("many runs are many new doors; of the earlier runs nothing may be left: ") + e.what();
  }
}
template <class Door>
void expect_found(const char* rule) {
  EXPECT_TRUE(found<Door>()) << "not found: " << rule;
}
template <class Door>
void expect_not_accused(const char* rule) {
  const auto accused = found<Door>();
  EXPECT_FALSE(accused) << rule << ", and is accused: " << *accused;
}

TEST(finder, the_good_doorman_is_not_accused) {
  expect_not_accused<doorman<2, 2>>("a good doorman has room for 2, and lets in 2");
}
TEST(finder, the_good_doorman_of_another_door_is_not_accused) {
  expect_not_accused<doorman<1, 1>>("a good doorman has room for 1, and lets in 1");
  expect_not_accused<doorman<5, 5>>("a good doorman has room for 5, and lets in 5");
}
TEST(finder, a_good_doorman_who_takes_his_time_is_not_accused) {
  expect_not_accused<thorough>("a good doorman takes his time, three seconds for each guest");
}
TEST(finder, one_who_lets_in_too_many_is_found) {
  expect_found<doorman<2, 3>>("there is room for 2, and he lets in 3");
  expect_found<doorman<4, 5>>("there is room for 4, and he lets in 5");
}
TEST(finder, one_who_lets_in_too_few_is_found) {
  expect_found<doorman<2, 1>>("there is room for 2, and he lets in 1");
  expect_found<doorman<4, 3>>("there is room for 4, and he lets in 3");
}
TEST(finder, the_careless_one_is_found) {
  expect_found<careless<2>>("he is wrong only when guests come at the same time: then he lets in too many");
  expect_found<careless<1>>("he is wrong only when guests come at the same time: then he lets in too many");
}
TEST(finder, the_timid_one_is_found) {
  expect_found<timid<2>>("he is wrong only when guests come at the same time: then he turns both away");
}
