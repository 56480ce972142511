#include "support.hpp"

#include <set>
#include <sstream>
#include <unordered_set>

namespace {

TEST(pid_test, prints_system_and_number) {
  otp::system system;
  EXPECT_EQ(to_string(otp::self()), "<0.1>");
  EXPECT_EQ(to_string(otp::pid()), "<none>");
  otp::system inner;
  std::ostringstream out;
  out << otp::self();
  EXPECT_EQ(out.str(), "<1.1>");
}

TEST(pid_test, numbers_of_ended_systems_are_used_again_but_pids_stay_distinct) {
  otp::pid first, second;
  {
    otp::system system;
    first = otp::self();
  }
  {
    otp::system system;
    second = otp::self();
  }
  EXPECT_EQ(to_string(first), to_string(second));
  EXPECT_NE(first, second);
  EXPECT_LT(first, second);
}

TEST(pid_test, is_ordered_by_spawning_and_hashable) {
  otp::system system;
  std::vector<otp::pid> pids;
  for (int i = 0; i < 10; ++i) pids.push_back(dead());
  EXPECT_TRUE(std::is_sorted(pids.begin(), pids.end()));
  EXPECT_EQ(std::set<otp::pid>(pids.begin(), pids.end()).size(), 10u);
  EXPECT_EQ(std::unordered_set<otp::pid>(pids.begin(), pids.end()).size(), 10u);
}

TEST(pid_test, is_never_reused_and_harmless_after_death) {
  otp::system system;
  std::set<otp::pid> seen;
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(seen.insert(dead()).second);
  for (const otp::pid& p : seen) {
    otp::send(p, done{});
    EXPECT_FALSE(otp::is_process_alive(p));
  }
}

TEST(pid_test, nobodys_pid_is_a_badarg) {
  otp::system system;
  try {
    otp::send(otp::pid(), done{});
    FAIL();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::badarg);
  }
}

TEST(pid_test, outlives_its_system) {
  otp::pid left;
  {
    otp::system system;
    left = idle();
  }
  EXPECT_NO_THROW(otp::send(left, done{}));
  EXPECT_FALSE(otp::is_process_alive(left));
}

TEST(pid_test, refs_are_unique_across_actors) {
  otp::system system;
  std::unordered_set<otp::ref> refs;
  struct made {
    std::vector<otp::ref> refs;
  };
  for (int i = 0; i < 4; ++i)
    otp::spawn([to = otp::self()] {
      made m;
      for (int j = 0; j < 100; ++j) m.refs.push_back(otp::make_ref());
      otp::send(to, std::move(m));
    });
  for (int i = 0; i < 4; ++i)
    for (const otp::ref& r : otp::expect<made>().refs) EXPECT_TRUE(refs.insert(r).second);
  EXPECT_EQ(to_string(otp::make_ref()), "#Ref<1.1>");
  EXPECT_FALSE(otp::ref());
}

}  // namespace
