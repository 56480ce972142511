#include <groups.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using pids = std::vector<otp::pid>;

class groups_of : public testing::Test {
 protected:
  otp::system system{otp::seeded(1)};
  otp::server_ref<groups> server = otp::start<groups>();
  otp::pid ann = stays(), bob = stays();

  static otp::pid stays() {
    return otp::spawn([] { otp::receive([](int) {}); });
  }
  void ends(const otp::pid& who) {
    otp::monitor(who);
    otp::exit(who, "home");
    otp::expect<otp::down>();
    otp::sleep_for(std::chrono::seconds(1));  // the server's `down` may come after ours
  }
  pids of(const std::string& group) { return otp::call(server, members{group}); }
};

TEST_F(groups_of, members_stand_in_the_order_in_which_they_joined) {
  EXPECT_EQ(of("guests"), pids{});
  EXPECT_TRUE(otp::call(server, join{"guests", bob}));
  EXPECT_TRUE(otp::call(server, join{"guests", ann}));
  EXPECT_TRUE(otp::call(server, join{"smokers", ann}));
  EXPECT_EQ(of("guests"), (pids{bob, ann}));
  EXPECT_EQ(of("smokers"), (pids{ann}));
}

TEST_F(groups_of, joining_twice_counts_once) {
  otp::call(server, join{"guests", ann});
  EXPECT_FALSE(otp::call(server, join{"guests", ann}));
  EXPECT_EQ(of("guests"), (pids{ann}));
}

TEST_F(groups_of, who_leaves_is_gone_from_this_group_only) {
  otp::call(server, join{"guests", ann});
  otp::call(server, join{"smokers", ann});
  EXPECT_TRUE(otp::call(server, leave{"smokers", ann}));
  EXPECT_FALSE(otp::call(server, leave{"smokers", ann}));
  EXPECT_EQ(of("guests"), (pids{ann}));
  EXPECT_EQ(of("smokers"), pids{});
}

TEST_F(groups_of, who_dies_is_gone_from_all) {
  for (const char* group : {"guests", "smokers"}) {
    otp::call(server, join{group, ann});
    otp::call(server, join{group, bob});
  }
  ends(ann);
  EXPECT_EQ(of("guests"), (pids{bob})) << "is its end monitored?";
  EXPECT_EQ(of("smokers"), (pids{bob}));
}

TEST_F(groups_of, who_dies_after_leaving_one_group_is_gone_from_the_other) {
  otp::call(server, join{"guests", ann});
  otp::call(server, join{"smokers", ann});
  otp::call(server, leave{"smokers", ann});
  ends(ann);
  EXPECT_EQ(of("guests"), pids{}) << "leaving one group must not end the watch that the other needs";
}

TEST_F(groups_of, the_dead_cannot_join) {
  ends(ann);
  otp::call(server, join{"guests", ann});
  EXPECT_EQ(of("guests"), pids{});
}
