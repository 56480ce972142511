// pid_test.cpp - pids and references: order, text, no reuse, what they outlive.
#include "support.hpp"

#include <set>
#include <sstream>
#include <thread>
#include <unordered_set>

namespace {

TEST(pid_test, prints_system_and_number) {
  otp::system system;
  EXPECT_EQ(to_string(otp::self()), "<0.1>");
  EXPECT_EQ(to_string(otp::pid()), "<none>");
  std::thread([] {
    otp::system other;
    std::ostringstream out;
    out << otp::self();
    EXPECT_EQ(out.str(), "<1.1>");
  }).join();
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

TEST(pid_test, refs_are_ordered_by_their_makers_and_then_by_their_counts) {
  const otp::ref a(1, 2), b(1, 3), c(2, 1);
  EXPECT_LT(a, b);
  EXPECT_LT(b, c);
  EXPECT_NE(a, b);
  EXPECT_NE(otp::ref(1, 1), c);
  EXPECT_EQ(a, otp::ref(1, 2));
  EXPECT_NE(std::hash<otp::ref>{}(a), std::hash<otp::ref>{}(b));
  EXPECT_NE(std::hash<otp::ref>{}(otp::ref(1, 1)), std::hash<otp::ref>{}(c));
  EXPECT_TRUE(a);
  std::ostringstream out;
  out << a << otp::ref(otp::identity::numbers_per_system + 4, 5);
  EXPECT_EQ(out.str(), "#Ref<1.2>#Ref<4.5>");
}

TEST(pid_test, a_copy_keeps_the_actors_record_and_a_moved_pid_names_nobody) {
  otp::system system(virtual_time());
  otp::pid a = dead();
  const otp::pid b = a;
  otp::pid c = std::move(a);
  EXPECT_FALSE(a);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(b, c);
  EXPECT_EQ(std::hash<otp::pid>{}(b), std::hash<otp::pid>{}(c));
  EXPECT_NE(std::hash<otp::pid>{}(b), std::hash<otp::pid>{}(otp::self()));
  a = c;
  c = otp::pid();
  EXPECT_EQ(a, b);
  EXPECT_FALSE(otp::is_process_alive(a));
}

}  // namespace
