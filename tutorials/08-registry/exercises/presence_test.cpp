#include <presence.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using strings = std::vector<std::string>;

class presence_in_a_room {
 public:
  explicit presence_in_a_room(std::uint64_t seed) : system_(with_seed(seed)) {
    otp::start_pg(rooms);
    for (otp::pid* each : {&ann, &bob}) *each = otp::spawn([] { otp::receive([](int) {}); });
  }
  otp::pg_scope<> rooms;
  otp::pid ann, bob;

  void starts() { otp::start<presence>(rooms, "room", otp::self()); }
  void ends(const otp::pid& who) {
    otp::exit(who, "home");
    otp::sleep_for(1s);
  }
  /// What the host has been told.
  strings told() {
    otp::sleep_for(1s);
    strings all;
    const auto name = [&](const otp::pid& who) { return who == ann ? "Ann" : who == bob ? "Bob" : "another"; };
    for (bool more = true; more;)
      otp::receive([&](const came& c) { all.push_back(std::string(name(c.who)) + " came"); },
                   [&](const went& w) { all.push_back(std::string(name(w.who)) + " went"); },
                   otp::after(0s, [&] { more = false; }));
    return all;
  }

 private:
  static otp::options with_seed(std::uint64_t seed) {
    otp::options chosen;
    chosen.report = [](const otp::report&) {};
    chosen.schedule = otp::seeded(seed);
    return chosen;
  }
  otp::system system_;
};

TEST(presence, those_that_it_finds_have_come) {
  presence_in_a_room here{1};
  here.rooms.join("room", {here.ann, here.bob});
  here.starts();
  strings told = here.told();
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told, (strings{"Ann came", "Bob came"})) << "those that are in the room when it starts have come";
}

TEST(presence, those_that_join_later_come_then_and_only_to_this_room) {
  presence_in_a_room here{1};
  here.starts();
  here.rooms.join("room", here.bob);
  here.rooms.join("another", here.ann);
  EXPECT_EQ(here.told(), (strings{"Bob came"})) << "who joins later has come, and who joins another room has not";
}

TEST(presence, who_leaves_goes_and_so_does_who_ends) {
  presence_in_a_room here{1};
  here.rooms.join("room", here.ann);
  here.starts();
  here.rooms.join("room", here.bob);
  here.ends(here.ann);
  here.rooms.leave("room", here.bob);
  here.ends(here.bob);
  EXPECT_EQ(here.told(), (strings{"Ann came", "Bob came", "Ann went", "Bob went"})) << "Bob has left, and ended then";
}

TEST(presence, who_has_joined_twice_comes_once_and_goes_when_it_has_left_twice) {
  for (const bool before : {true, false}) {
    presence_in_a_room here{1};
    if (!before) here.starts();
    here.rooms.join("room", {here.ann, here.ann});
    if (before) here.starts();
    here.rooms.leave("room", here.ann);
    EXPECT_EQ(here.told(), (strings{"Ann came"})) << "Ann has joined twice, and left once";
    here.rooms.leave("room", here.ann);
    EXPECT_EQ(here.told(), (strings{"Ann went"})) << "Ann has joined twice, and left twice";
    here.rooms.join("room", here.ann);
    EXPECT_EQ(here.told(), (strings{"Ann came"})) << "Ann has come again";
  }
}

TEST(presence, who_ends_goes_once_however_often_it_has_joined) {
  presence_in_a_room here{1};
  here.starts();
  here.rooms.join("room", {here.ann, here.ann, here.ann});
  here.ends(here.ann);
  EXPECT_EQ(here.told(), (strings{"Ann came", "Ann went"}))
      << "Ann, who had joined three times, has ended: she goes once";
}

TEST(presence, a_short_visit_is_told_of_too) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    presence_in_a_room here{seed};
    here.starts();
    here.rooms.join("room", here.ann);
    here.rooms.leave("room", here.ann);
    ASSERT_EQ(here.told(), (strings{"Ann came", "Ann went"})) << "Ann has come and gone, with seed " << seed;
  }
}

TEST(presence, the_visit_of_one_who_ends_at_once_is_told_of_too) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    presence_in_a_room here{seed};
    here.starts();
    here.rooms.join("room", here.ann);
    here.ends(here.ann);
    ASSERT_EQ(here.told(), (strings{"Ann came", "Ann went"})) << "Ann has come and ended at once, with seed " << seed;
  }
}

TEST(presence, who_leaves_while_it_starts_is_not_thought_to_stay) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    presence_in_a_room here{seed};
    here.rooms.join("room", here.ann);
    otp::spawn([&] { here.rooms.leave("room", here.ann); });
    here.starts();
    const strings told = here.told();
    if (told.empty()) continue;  // it has started when she was gone
    ASSERT_EQ(told, (strings{"Ann came", "Ann went"})) << "Ann has left while it started, with seed " << seed;
  }
}

TEST(presence, who_joins_while_it_starts_comes_exactly_once_and_goes_exactly_once) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    presence_in_a_room here{seed};
    otp::spawn([&] { here.rooms.join("room", here.ann); });
    here.starts();
    ASSERT_EQ(here.told(), (strings{"Ann came"})) << "Ann has joined while it started, with seed " << seed;
    here.rooms.leave("room", here.ann);
    ASSERT_EQ(here.told(), (strings{"Ann went"})) << "Ann joined while it started, and has left, with seed " << seed;
  }
}
