// pg_test.cpp - process groups: members, monitors, and the server of a scope.
#include <otp/explore.hpp>
#include <otp/pg.hpp>

#include <atomic>
#include <future>
#include <set>

#include "support.hpp"

namespace {

using change = otp::group_change<std::string>;

otp::pid idle() {
  return otp::spawn([] { otp::receive([](done) {}); });
}

TEST(pg_test, a_scope_has_one_server_and_without_it_no_members) {
  const otp::system system(virtual_time());
  const otp::pg_scope<> rooms;
  EXPECT_TRUE(rooms.get_members("a").empty());
  EXPECT_TRUE(rooms.which_groups().empty());
  EXPECT_EQ(failure_of([&] { rooms.join("a", otp::self()); }), otp::noproc);
  EXPECT_EQ(failure_of([&] { rooms.monitor("a"); }), otp::noproc);
  const otp::pid server = otp::start_pg(rooms);
  otp::trap_exit(true);
  EXPECT_THROW(otp::start_pg(rooms), otp::start_error);
  rooms.join("a", otp::self());
  EXPECT_EQ(rooms.which_groups(), std::vector<std::string>{"a"});
  otp::stop(server);
  EXPECT_TRUE(rooms.get_members("a").empty());
  otp::start_pg(rooms);
  EXPECT_TRUE(rooms.get_members("a").empty()) << "members join again";
}

TEST(pg_test, of_two_servers_one_starts_under_every_schedule) {
  otp::explore({.schedules = 300, .failed = ::testing::Test::HasFailure}, [] {
    const otp::pg_scope<> rooms;
    otp::stop(otp::start_pg(rooms));  // both ask whether this one lives
    std::vector<otp::spawned> starters;
    for (int i = 0; i < 2; ++i)
      starters.push_back(otp::spawn_monitor([=] {
        const auto server = otp::start_pg(rooms);
        rooms.join("a", otp::self());
        otp::unlink(server);
      }));
    int failed = 0;
    for (const otp::spawned& each : starters) failed += reason_of_end(each.ref) != otp::normal;
    EXPECT_EQ(failed, 1);
  });
}

TEST(pg_test, a_pid_that_names_no_actor_is_refused_and_none_is_nothing) {
  const otp::system system(virtual_time());
  const otp::pg_scope<> rooms;
  otp::start_pg(rooms);
  EXPECT_THROW(rooms.join("a", {otp::self(), otp::pid()}), otp::error);
  rooms.join("a", std::vector<otp::pid>());
  EXPECT_TRUE(rooms.which_groups().empty());
  EXPECT_EQ(rooms.leave("a", otp::pid()), otp::leave_result::not_joined);
}

TEST(pg_test, who_left_one_group_is_still_in_the_other_and_watched_until_it_left_all) {
  const otp::system system(virtual_time());
  const otp::pg_scope<int> teams;
  const otp::pid server = otp::start_pg(teams);
  const otp::pid a = idle();
  teams.join(1, a);
  teams.join(2, a);
  EXPECT_EQ(otp::process_info(server)->monitors, std::vector{a});
  EXPECT_EQ(teams.leave(1, a), otp::leave_result::ok);
  EXPECT_EQ(teams.leave(1, a), otp::leave_result::not_joined);
  EXPECT_EQ(teams.get_members(2), std::vector{a});
  EXPECT_EQ(otp::process_info(server)->monitors, std::vector{a});
  teams.leave(2, a);
  EXPECT_TRUE(otp::process_info(server)->monitors.empty());
  EXPECT_TRUE(teams.which_groups().empty());
}

TEST(pg_test, a_monitor_goes_with_its_maker_and_another_group_is_none_of_its_business) {
  const otp::system system(virtual_time());
  const otp::pg_scope<> rooms;
  const otp::pid server = otp::start_pg(rooms);
  const auto [p, m] = otp::spawn_monitor([=] {
    rooms.monitor("a");
    rooms.monitor_scope();
  });
  otp::await_down(m);
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::process_info(server)->monitors.empty());
  const auto mine = rooms.monitor("a");
  rooms.join("b", otp::self());
  rooms.join("a", otp::self());
  const change first = otp::expect<change>();
  EXPECT_EQ(first.group, "a");
  EXPECT_EQ(first.ref, mine.ref);
  EXPECT_TRUE(rooms.demonitor(mine.ref));
  EXPECT_FALSE(rooms.demonitor(mine.ref));
}

TEST(pg_test, what_a_monitor_is_told_and_its_first_answer_make_the_members_under_every_schedule) {
  otp::explore({.schedules = 300, .failed = ::testing::Test::HasFailure}, [] {
    const otp::pg_scope<> rooms;
    otp::start_pg(rooms);
    std::vector<otp::spawned> all;
    for (int i = 0; i < 3; ++i)
      all.push_back(otp::spawn_monitor([=] {
        rooms.join("a", otp::self());
        if (i == 1) rooms.leave("a", otp::self());
        if (i == 2) return;
        otp::receive([](done) {});
      }));
    const auto mine = rooms.monitor("a");
    std::multiset<otp::pid> known(mine.members.begin(), mine.members.end());
    otp::sleep_for(1s);
    const auto take = [&] {
      return otp::receive(otp::when([&](const change& c) { return c.ref == mine.ref; },
                                    [&](const change& c) {
                                      for (const otp::pid& each : c.members) {
                                        if (c.change == change::what::join)
                                          known.insert(each);
                                        else
                                          EXPECT_GT(known.erase(each), 0u) << "left, and had not joined";
                                      }
                                      return true;
                                    }),
                          otp::after(0s, [] { return false; }));
    };
    while (take()) continue;
    EXPECT_EQ(known, std::multiset<otp::pid>{all[0].pid});
    EXPECT_EQ(rooms.get_members("a"), std::vector{all[0].pid});
  });
}

TEST(pg_test, a_successor_of_the_server_begins_with_empty_groups) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const otp::pg_scope<> rooms;
  const auto sup = otp::start_supervisor({}, {otp::child_pg("rooms", rooms)});
  const otp::pid a = idle();
  rooms.join("a", a);
  otp::exit(otp::which_child(sup, "rooms")->pid, otp::kill);
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::is_process_alive(a));
  EXPECT_TRUE(rooms.get_members("a").empty());
  rooms.join("a", a);
  EXPECT_EQ(rooms.get_members("a"), std::vector{a});
}

/// The name of a group whose comparison waits, in a server, until the test lets it go on.
struct slow_name {
  struct gate {
    std::atomic<bool> shut = false;
    std::promise<void> reached, opened;
  };
  int number;
  std::shared_ptr<gate> at = {};

  friend bool operator==(const slow_name& a, const slow_name& b) {
    if (a.at && a.at->shut.exchange(false)) {
      a.at->reached.set_value();
      a.at->opened.get_future().wait();
    }
    return a.number == b.number;
  }
  friend auto operator<=>(const slow_name& a, const slow_name& b) { return a.number <=> b.number; }
};

}  // namespace
template <>
struct std::hash<slow_name> {
  std::size_t operator()(const slow_name& n) const { return static_cast<std::size_t>(n.number); }
};
namespace {

TEST(pg_test, an_abandoned_server_changes_nothing_of_its_successors_in_real_time) {
  report_box reports;
  otp::options soon = reports.options();
  soon.kill_grace = 5ms;
  const otp::system system(real_time(soon));
  const otp::pg_scope<slow_name> rooms;
  const auto sup = otp::start_supervisor({}, {otp::child_pg("rooms", rooms)});
  const auto gate = std::make_shared<slow_name::gate>();
  const slow_name first{1, gate}, second{2, gate};
  rooms.join(first, otp::self());
  rooms.join(second, otp::self());
  const otp::pid server = otp::which_child(sup, "rooms")->pid;
  gate->shut = true;
  otp::spawn([=, member = otp::self()] { rooms.leave(first, member); });
  gate->reached.get_future().wait();
  otp::exit(server, otp::kill);
  otp::await_down(otp::monitor(server));
  EXPECT_TRUE(otp::eventually([&] { return otp::which_child(sup, "rooms")->pid != server; }));
  rooms.join(second, otp::self());  // to its successor
  gate->opened.set_value();
  EXPECT_TRUE(otp::eventually([&] { return gate.use_count() == 5; })) << "three here, two of the member";
  EXPECT_EQ(rooms.which_groups().size(), 1u);
  EXPECT_EQ(rooms.get_members(second), std::vector{otp::self()});
}

}  // namespace
