// process_info_test.cpp - process_info: what one actor may see of another.
#include <otp/process_info.hpp>

#include "support.hpp"

namespace {

TEST(process_info_test, shows_names_links_monitors_messages_and_the_trap_flag) {
  otp::system system(virtual_time());
  const otp::pid a = idle_trapping(), b = idle();
  otp::link(b);
  otp::register_name("a", a);
  otp::monitor(a);
  otp::monitor(a);
  for (int i = 0; i < 3; ++i) otp::send(a, number{i});
  const auto of_a = otp::process_info(a).value();
  EXPECT_EQ(of_a.registered_name, "a");
  EXPECT_EQ(of_a.label, "trapping");
  EXPECT_TRUE(of_a.trap_exit);
  EXPECT_EQ(of_a.message_queue_len, 3u);
  EXPECT_TRUE(of_a.messages.empty()) << "they are its own";
  EXPECT_EQ(of_a.monitored_by, (std::vector<otp::pid>{otp::self(), otp::self()}));
  const auto of_b = otp::process_info(b).value();
  EXPECT_EQ(of_b.registered_name, "");
  EXPECT_FALSE(of_b.trap_exit);
  EXPECT_EQ(of_b.message_queue_len, 0u);
  EXPECT_TRUE(of_b.monitors.empty());
  EXPECT_TRUE(of_b.monitored_by.empty());
  EXPECT_TRUE(of_a.links.empty());
  EXPECT_EQ(of_b.links, std::vector<otp::pid>{otp::self()});

  otp::send(otp::self(), number{1});
  otp::send(otp::self(), go{});
  otp::send(otp::self(), done{});
  otp::expect<go>();
  const auto mine = otp::process_info(otp::self()).value();
  EXPECT_EQ(mine.message_queue_len, 2u);
  EXPECT_EQ(mine.messages, otp::waiting_messages());
  EXPECT_EQ(mine.monitors, (std::vector<otp::pid>{a, a}));
  EXPECT_EQ(mine.links, std::vector<otp::pid>{b});
}

TEST(process_info_test, of_the_dead_there_is_none) {
  otp::system system(virtual_time());
  const otp::pid p = idle();
  otp::exit(p, otp::kill);
  EXPECT_FALSE(otp::process_info(p));
  EXPECT_FALSE(otp::process_info(dead()));
  EXPECT_THROW(otp::process_info(otp::pid()), otp::error);
}

TEST(process_info_test, a_guard_may_ask_while_its_actor_looks_through_its_mailbox) {
  otp::system system(virtual_time());
  for (int i = 0; i < 3; ++i) otp::send(otp::self(), number{i});
  const auto asks = [](const number& m) {
    const auto seen = otp::process_info(otp::self()).value();
    EXPECT_TRUE(seen.messages.empty()) << "it is in the middle of them";
    return m.n == 1;
  };
  EXPECT_EQ(otp::expect(otp::when(asks, [](number m) { return m.n; })), 1);
  EXPECT_EQ(otp::process_info(otp::self()).value().messages.size(), 2u);
}

TEST(process_info_test, real_time_an_actor_may_change_while_another_looks_at_it) {
  // What ThreadSanitizer sees if it does not look under the actor's mutex.
  otp::system system(real_time());
  const otp::pid other = idle();
  std::atomic<int> rounds{0};  // relaxed: it must not order what the two do
  const otp::pid busy = otp::spawn([other, &rounds] {
    while (otp::receive([](done) { return false; }, otp::after(0s, [] { return true; }))) {
      otp::trap_exit(true);
      otp::link(other);
      otp::register_name("busy", otp::self());
      otp::demonitor(otp::monitor(other), otp::flush);
      otp::unregister_name("busy");
      otp::unlink(other);
      otp::trap_exit(false);
      rounds.fetch_add(1, std::memory_order_relaxed);
    }
  });
  while (rounds.load(std::memory_order_relaxed) < 200) {
    const auto seen = otp::process_info(busy).value();
    EXPECT_LE(seen.links.size(), 1u);
    EXPECT_LE(seen.monitors.size(), 1u);
  }
  otp::send(busy, done{});
  reason_of_end(busy);
}

}  // namespace
