#include <groups.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

#include <string>
#include <vector>

using pids = std::vector<otp::pid>;

otp::pid stays() {
  return otp::spawn([] { otp::receive([](int) {}); });
}
/// A call that fails ends the test.
template <class Request>
typename Request::reply asked(const otp::server_ref<groups>& server, const Request& request) {
  const auto answer = otp::try_call(server, request);
  if (!answer)
    throw otp::expectation_failed("the server has not answered: whatever its members do, it goes on (" +
                                  to_string(answer.failure) + ")");
  return *answer.value;
}

class groups_of : public testing::Test {
 protected:
  otp::system system{quiet()};
  otp::server_ref<groups> server = otp::start<groups>();
  otp::pid ann = stays(), bob = stays();

  static otp::options quiet() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  void ends(const otp::pid& who) {
    otp::exit(who, "home");
    otp::sleep_for(std::chrono::seconds(1));
  }
  void ends_normally(const otp::pid& who) {
    otp::send(who, 1);
    otp::sleep_for(std::chrono::seconds(1));
  }
  bool joins(const std::string& group, const otp::pid& who) { return asked(server, join{group, who}); }
  bool leaves(const std::string& group, const otp::pid& who) { return asked(server, leave{group, who}); }
  pids of(const std::string& group) { return asked(server, members{group}); }
};

TEST_F(groups_of, members_stand_in_the_order_in_which_they_joined) {
  EXPECT_EQ(of("guests"), pids{}) << "a group that nobody has joined has no members";
  EXPECT_TRUE(joins("guests", bob)) << "who was no member becomes one: true";
  EXPECT_TRUE(joins("guests", ann)) << "who was no member becomes one: true";
  EXPECT_TRUE(joins("smokers", ann)) << "who is a member of another group was none of this";
  EXPECT_EQ(of("guests"), (pids{bob, ann})) << "members stand in the order in which they joined: Bob, Ann";
  EXPECT_EQ(of("smokers"), (pids{ann})) << "each group has members of its own";
}

TEST_F(groups_of, who_leaves_and_joins_again_is_the_last) {
  joins("guests", bob);
  joins("guests", ann);
  leaves("guests", bob);
  EXPECT_TRUE(joins("guests", bob)) << "who has left was no member";
  EXPECT_EQ(of("guests"), (pids{ann, bob})) << "members stand in the order in which they joined: Bob has joined again";
}

TEST_F(groups_of, joining_twice_counts_once) {
  joins("guests", ann);
  EXPECT_FALSE(joins("guests", ann)) << "who was a member before is told so: false";
  EXPECT_EQ(of("guests"), (pids{ann})) << "joining twice counts once";
  EXPECT_TRUE(leaves("guests", ann));
  EXPECT_EQ(of("guests"), pids{}) << "joining twice counts once, and to leave once is enough";
}

TEST_F(groups_of, who_leaves_is_gone_from_this_group_only) {
  joins("guests", ann);
  joins("smokers", ann);
  EXPECT_TRUE(leaves("smokers", ann)) << "who was a member is told so: true";
  EXPECT_FALSE(leaves("smokers", ann)) << "who was no member is told so: false";
  EXPECT_FALSE(leaves("smokers", bob)) << "who was no member is told so: false";
  EXPECT_EQ(of("guests"), (pids{ann})) << "who leaves is gone from this group only";
  EXPECT_EQ(of("smokers"), pids{}) << "who has left is no member";
}

TEST_F(groups_of, who_dies_is_gone_from_all) {
  for (const char* group : {"guests", "smokers"}) {
    joins(group, ann);
    joins(group, bob);
  }
  ends(ann);
  EXPECT_EQ(of("guests"), (pids{bob})) << "who dies is a member no longer: is its end monitored?";
  EXPECT_EQ(of("smokers"), (pids{bob})) << "who dies is a member no longer, of any group";
  EXPECT_FALSE(leaves("guests", ann)) << "who has died is a member no longer, and so leaves nothing: false";
  ends_normally(bob);
  EXPECT_EQ(of("guests"), pids{}) << "who has ended, normally, is a member no longer";
}

TEST_F(groups_of, who_dies_after_leaving_one_group_is_gone_from_the_other) {
  joins("guests", ann);
  joins("smokers", ann);
  leaves("smokers", ann);
  ends(ann);
  EXPECT_EQ(of("guests"), pids{}) << "leaving one group must not end the watch that the other needs";
}

TEST_F(groups_of, who_dies_after_coming_back_is_gone) {
  joins("guests", ann);
  leaves("guests", ann);
  joins("guests", ann);
  ends(ann);
  EXPECT_EQ(of("guests"), pids{}) << "who has left all groups and joined again has to be watched again";
}

TEST_F(groups_of, the_dead_cannot_join) {
  ends(ann);
  joins("guests", ann);
  otp::sleep_for(std::chrono::seconds(1));
  EXPECT_EQ(of("guests"), pids{}) << "who was dead before joining never becomes a member";
}

TEST_F(groups_of, two_servers_share_nothing) {
  joins("guests", ann);
  server = otp::start<groups>();
  EXPECT_EQ(of("guests"), pids{}) << "two servers share nothing: are the groups a global or static variable?";
}

TEST(groups, who_dies_while_joining_is_no_member) {
  const auto failing = otp::find_failing_schedule({.schedules = 200}, [] {
    const auto server = otp::start<groups>();
    const otp::pid ann = stays();
    otp::exit(ann, "home");
    asked(server, join{"guests", ann});
    asked(server, join{"smokers", ann});
    asked(server, leave{"smokers", ann});
    otp::sleep_for(std::chrono::seconds(1));
    if (!asked(server, members{"guests"}).empty()) throw otp::expectation_failed("she is a member");
  });
  if (failing)
    ADD_FAILURE() << "who dies while it joins is no member afterwards (" << *failing->failure
                  << "; OTP_SCHEDULE=" << to_string(failing->schedule) << ")";
}
