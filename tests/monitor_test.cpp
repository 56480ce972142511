// monitor_test.cpp - monitors, their `down` and its flushing, aliases.
#include <boost/thread/mutex.hpp>

#include "support.hpp"

#include <otp/explore.hpp>

namespace {

TEST(monitor_test, each_monitor_fires_exactly_one_down) {
  report_box reports;
  otp::system system(reports.options());
  const otp::pid p = idle();
  std::vector<otp::ref> refs;
  for (int i = 0; i < 100; ++i) refs.push_back(otp::monitor(p));
  otp::exit(p, "gone");
  for (const otp::ref& r : refs) EXPECT_EQ(reason_of_end(r), "gone");
  reason_of_end(p);
  otp::expect_none<otp::down>();
}

TEST(monitor_test, monitoring_the_dead_answers_noproc_at_once) {
  otp::system system;
  const otp::pid gone = dead();
  const otp::ref r = otp::monitor(gone);
  const auto d = otp::expect<otp::down>(0s);
  EXPECT_EQ(d.ref, r);
  EXPECT_EQ(d.pid, gone);
  EXPECT_EQ(d.reason, otp::noproc);
}

TEST(monitor_test, by_name_the_down_carries_the_name_and_stays_with_the_holder_of_that_moment) {
  otp::system system;
  const otp::pid first = idle(), second = idle();
  otp::register_name("n", first);
  const otp::ref r = otp::monitor("n");
  otp::unregister_name("n");
  otp::register_name("n", second);
  otp::exit(second, otp::kill);
  EXPECT_EQ(reason_of_end(second), otp::noproc);
  otp::exit(first, otp::kill);
  const auto d = otp::expect<otp::down>();
  EXPECT_EQ(d.ref, r);
  EXPECT_EQ(d.name, "n");
  EXPECT_EQ(d.reason, otp::killed);
  otp::monitor("nobody");
  EXPECT_EQ(otp::expect<otp::down>().reason, otp::noproc);
}

TEST(monitor_test, monitoring_oneself_never_fires) {
  otp::system system;
  EXPECT_EQ(how_it_ends([] { EXPECT_TRUE(otp::monitor(otp::self())); }), otp::normal);
}

TEST(monitor_test, exit_then_monitor_by_the_same_actor_is_always_noproc) {
  otp::system system;
  for (int i = 0; i < 500; ++i) {
    const otp::pid p = idle();
    otp::exit(p, "reason");
    EXPECT_EQ(reason_of_end(otp::monitor(p)), otp::noproc);
    EXPECT_EQ(otp::processes().size(), 1u) << "noproc or not, a down says that the thread has unwound";
  }
}

// An actor's thread has unwound and destroys its unread messages: whoever asks now is too late, though nobody has been
// told yet.
struct slow_to_go {
  otp::pid tell;
  boost::mutex* gate;
  slow_to_go(otp::pid to, boost::mutex& g) : tell(std::move(to)), gate(&g) {}
  slow_to_go(slow_to_go&& other) noexcept : tell(std::exchange(other.tell, {})), gate(other.gate) {}
  ~slow_to_go() {
    if (!tell) return;
    otp::send(tell, ready{});
    otp::blocking([&] { std::lock_guard wait(*gate); });
  }
};

TEST(monitor_test, a_monitor_or_link_made_while_unread_messages_are_destroyed_comes_too_late) {
  boost::mutex gate;
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  std::unique_lock closed(gate);
  const auto [p, early] = otp::spawn_monitor([] { otp::receive([](go) { otp::exit("reason"); }); });
  otp::send(p, slow_to_go(otp::self(), gate));
  otp::send(p, go{});
  otp::expect<ready>();
  const otp::ref late = otp::monitor(p);
  otp::link(p);
  otp::expect_none<otp::down>();
  closed.unlock();
  EXPECT_EQ(reason_of_end(early), "reason");
  EXPECT_EQ(reason_of_end(late), otp::noproc);
  EXPECT_EQ(otp::expect<otp::exit_message>().reason, otp::noproc);
}

TEST(monitor_test, demonitor_in_time_means_no_down_ever) {
  otp::system system;
  const otp::pid p = idle();
  const otp::ref r = otp::monitor(p);
  EXPECT_TRUE(otp::demonitor(r));
  EXPECT_FALSE(otp::demonitor(r));
  otp::exit(p, otp::kill);
  reason_of_end(p);
  otp::expect_none<otp::down>();
  EXPECT_FALSE(otp::demonitor(otp::make_ref()));
}

TEST(monitor_test, PX_01_demonitor_with_flush_also_takes_a_down_that_has_come) {
  otp::system system(virtual_time());
  const auto [p, m] = otp::spawn_monitor([] {});
  otp::sleep_for(1s);  // so it has come
  EXPECT_FALSE(otp::demonitor(m)) << "too late";
  EXPECT_FALSE(otp::demonitor(m, otp::flush)) << "there was one to flush";
  otp::expect_none<otp::down>();
  EXPECT_TRUE(otp::demonitor(m, otp::flush));
}

TEST(monitor_test, demonitor_tells_exactly_whether_a_down_comes) {
  otp::system system;
  int in_time = 0;
  for (int i = 0; i < 2000; ++i) {
    const otp::pid p = idle();
    const otp::ref r = otp::monitor(p);
    otp::send(p, done{});
    if (i % 2) std::this_thread::yield();
    if (otp::demonitor(r)) {
      ++in_time;
      reason_of_end(p);
      otp::expect_none<otp::down>();
    } else {
      EXPECT_EQ(otp::expect<otp::down>(0s).ref, r) << "it must be there already";
    }
  }
  RecordProperty("in_time", in_time);
}

TEST(monitor_test, an_end_that_is_already_being_told_does_not_reach_who_has_just_demonitored) {
  otp::explore({.schedules = 300}, [] {
    const auto [p, first] = otp::spawn_monitor([] {});
    const otp::ref second = otp::monitor(p);
    if (otp::demonitor(first)) {
      reason_of_end(second);  // told after the first would be
      otp::expect_none<otp::down>();
    }
  });
}

TEST(monitor_test, the_watchers_end_leaves_the_watched_alone) {
  otp::system system;
  const otp::pid p = idle();
  EXPECT_EQ(how_it_ends([p] { otp::monitor(p); }), otp::normal);
  EXPECT_TRUE(otp::is_process_alive(p));
}

TEST(monitor_test, an_alias_is_an_address_until_it_is_revoked) {
  otp::system system;
  const otp::alias a = otp::make_alias();
  otp::send(a, number{1});
  otp::send(a, number{2});
  EXPECT_TRUE(otp::unalias(a));
  EXPECT_FALSE(otp::unalias(a));
  otp::send(a, number{3});
  EXPECT_EQ(otp::expect<number>().n, 1);
  EXPECT_EQ(otp::expect<number>().n, 2);
  otp::expect_none<number>();
}

TEST(monitor_test, an_alias_for_one_reply_takes_one_message) {
  otp::system system;
  const otp::alias a = otp::make_alias(otp::alias_use::once);
  otp::send(a, number{1});
  otp::send(a, number{2});
  otp::expect<number>();
  otp::expect_none<number>();
  EXPECT_FALSE(otp::unalias(a));
}

TEST(monitor_test, reply_demonitor_ends_alias_and_monitor_with_the_first_message) {
  otp::system system;
  const otp::pid p = idle();
  const otp::ref r = otp::monitor(p, otp::alias_mode::reply_demonitor);
  otp::send(otp::alias{otp::self(), r}, number{1});
  otp::send(otp::alias{otp::self(), r}, number{2});
  EXPECT_EQ(otp::expect<number>().n, 1);
  otp::expect_none<number>();
  EXPECT_FALSE(otp::demonitor(r));
  otp::exit(p, otp::kill);
  reason_of_end(p);
  otp::expect_none<otp::down>();
}

TEST(monitor_test, demonitor_ends_the_alias_and_explicit_unalias_outlives_the_down) {
  otp::system system;
  const otp::pid p = idle();
  const otp::ref r = otp::monitor(p, otp::alias_mode::demonitor);
  otp::send(otp::alias{otp::self(), r}, number{1});
  otp::demonitor(r);
  otp::send(otp::alias{otp::self(), r}, number{2});
  EXPECT_EQ(otp::expect<number>().n, 1);
  otp::expect_none<number>();
  const otp::ref e = otp::monitor(dead(), otp::alias_mode::explicit_unalias);
  EXPECT_EQ(reason_of_end(e), otp::noproc);
  otp::send(otp::alias{otp::self(), e}, number{3});
  EXPECT_EQ(otp::expect<number>().n, 3);
  EXPECT_TRUE(otp::unalias({otp::self(), e}));
}

// ---- await_down -----------------------------------------------------------------------------------------------------

TEST(monitor_test, await_down_takes_that_one_and_leaves_the_rest) {
  otp::system system(virtual_time());
  const auto [other, others_end] = otp::spawn_monitor([] { otp::exit("other"); });
  const auto [p, its_end] = otp::spawn_monitor([to = otp::self()] {
    otp::send(to, number{1});
    otp::sleep_for(1h);
    otp::exit("enough");
  });
  EXPECT_EQ(otp::await_down(its_end), "enough");
  EXPECT_EQ(otp::expect<number>(0s).n, 1);
  EXPECT_EQ(otp::await_down(others_end, 0s), "other");
  otp::expect_none<otp::down>();
}

TEST(monitor_test, await_down_waits_no_longer_than_it_is_told_and_the_monitor_stands) {
  otp::system system(virtual_time());
  const otp::pid p = idle();
  const otp::ref watch = otp::monitor(p);
  const otp::time_point start = otp::now();
  EXPECT_EQ(otp::await_down(watch, 20ms), std::nullopt);
  EXPECT_EQ(otp::now() - start, 20ms);
  otp::send(p, done{});
  EXPECT_EQ(otp::await_down(watch, 1h), otp::normal);
  EXPECT_EQ(otp::now() - start, 20ms);
}

TEST(monitor_test, await_down_does_not_look_at_what_is_older_than_the_mark) {
  otp::system system;
  const otp::ref watch = otp::monitor(dead());  // its down is there at once
  EXPECT_EQ(otp::await_down(otp::mark_mailbox(), watch, 0s), std::nullopt);
  EXPECT_EQ(otp::await_down(watch, 0s), otp::noproc);
}

}  // namespace
