#include "support.hpp"

namespace {

/// Takes nothing until it is told to.
otp::pid slow_consumer(otp::mailbox_limit limit) {
  return otp::spawn_opt({.name = "consumer", .mailbox = limit},
                        [to = otp::self()] {
                          otp::receive([](go) {});
                          for (;;) otp::receive([&](number n) { otp::send(to, n); });
                        })
      .pid;
}

TEST(mailbox_limit_test, a_blocked_sender_waits_for_room_and_nothing_is_lost_or_reordered) {
  otp::system system(virtual_time());
  const otp::pid consumer = slow_consumer({4, otp::overflow::block});
  const auto [sender, watch] = otp::spawn_monitor([consumer, main = otp::self()] {
    for (int i = 0; i < 4; ++i) otp::send(consumer, number{i});
    otp::send(main, ready{});
    for (int i = 4; i < 100; ++i) otp::send(consumer, number{i});
  });
  otp::expect<ready>();
  otp::sleep_for(5ms);
  EXPECT_TRUE(otp::is_process_alive(sender));
  EXPECT_EQ(otp::process_info(consumer)->message_queue_len, 4u);
  // The main actor finds it full, too; its wait ends when the consumer goes on.
  otp::send_after(1ms, consumer, go{});  // a timer is not held to the limit
  for (int i = 0; i < 100; ++i) EXPECT_EQ(otp::expect<number>().n, i);
  EXPECT_EQ(reason_of_end(watch), otp::normal);
}

TEST(mailbox_limit_test, a_down_that_is_flushed_makes_room_as_one_that_is_received) {
  otp::system system(virtual_time());
  const auto [taker, its_end] =
      otp::spawn_opt({.mailbox = {1, otp::overflow::block}, .monitor = true}, [main = otp::self()] {
        const auto [p, m] = otp::spawn_monitor([] {});
        otp::send(main, otp::self());
        otp::sleep_for(1s);  // its `down` comes, and then a sender that waits for room
        EXPECT_FALSE(otp::demonitor(m, otp::flush));
        EXPECT_EQ(otp::expect<number>(1h).n, 7);
      });
  otp::expect<otp::pid>();
  otp::sleep_for(500ms);
  otp::send(taker, number{7});
  EXPECT_EQ(reason_of_end(its_end), otp::normal);
}

TEST(mailbox_limit_test, many_blocked_senders_all_get_through) {
  otp::system system;
  const otp::pid consumer = slow_consumer({2, otp::overflow::block});
  otp::send(consumer, go{});
  std::vector<otp::ref> senders;
  for (int s = 0; s < 20; ++s)
    senders.push_back(otp::spawn_monitor([consumer] {
                        for (int i = 0; i < 50; ++i) otp::send(consumer, number{1});
                      }).ref);
  int sum = 0;
  while (sum < 20 * 50) sum += otp::expect<number>().n;
  for (const otp::ref& s : senders) EXPECT_EQ(reason_of_end(s), otp::normal);
}

TEST(mailbox_limit_test, a_blocked_sender_can_be_killed_and_is_freed_by_the_receivers_end) {
  otp::system system;
  const otp::pid consumer = slow_consumer({1, otp::overflow::block});
  const auto blocked = [consumer, main = otp::self()] {
    otp::send(main, ready{});
    otp::send(consumer, number{1});
    otp::send(consumer, number{2});
  };
  const auto [killed, its_end] = otp::spawn_monitor(blocked);
  const auto [freed, ends_well] = otp::spawn_monitor(blocked);
  otp::expect<ready>();
  otp::expect<ready>();
  otp::exit(killed, otp::kill);
  EXPECT_EQ(reason_of_end(its_end), otp::killed);
  otp::exit(consumer, otp::kill);
  EXPECT_EQ(reason_of_end(ends_well), otp::normal);
}

TEST(mailbox_limit_test, drop_drops_the_newest_and_crash_sender_crashes_the_sender) {
  otp::system system;
  const otp::pid dropping = slow_consumer({2, otp::overflow::drop});
  for (int i = 0; i < 10; ++i) otp::send(dropping, number{i});
  EXPECT_EQ(otp::process_info(dropping)->message_queue_len, 2u);
  const otp::pid strict = slow_consumer({2, otp::overflow::crash_sender});
  otp::send(strict, number{0});
  otp::send(strict, number{1});
  try {
    otp::send(strict, number{2});
    ADD_FAILURE();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::system_limit);
    EXPECT_EQ(std::string(e.what()), "send: the mailbox of " + to_string(strict) + " is full (2 messages)");
  }
}

TEST(mailbox_limit_test, what_the_library_sends_and_what_one_sends_oneself_is_not_held_to_it) {
  otp::system system;
  const auto [p, watch] = otp::spawn_opt({.mailbox = {1, otp::overflow::block}, .monitor = true}, [] {
    for (int i = 0; i < 3; ++i) otp::send(otp::self(), number{i});
    EXPECT_EQ(reason_of_end(otp::spawn_monitor([] {}).ref), otp::normal);
  });
  EXPECT_EQ(reason_of_end(watch), otp::normal);
}

TEST(mailbox_limit_test, a_receiver_that_waits_for_a_blocked_senders_next_message_is_a_deadlock_that_is_told) {
  otp::system system(virtual_time());
  const otp::pid picky = otp::spawn_opt({.name = "picky", .mailbox = {1}}, [] { otp::receive([](go) {}); }).pid;
  otp::send(picky, number{1});
  try {
    otp::send(picky, go{});
    ADD_FAILURE();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::deadlock);
    EXPECT_NE(std::string(e.what()).find("room in a full mailbox"), std::string::npos) << e.what();
  }
}

TEST(mailbox_limit_test, a_server_can_have_one) {
  struct slow : otp::gen_server<slow> {
    void handle_cast(number) { otp::sleep_for(1ms); }
  };
  otp::system system(virtual_time());
  const auto server = otp::start<slow>(otp::start_options{.mailbox = {3}});
  const otp::time_point start = otp::now();
  for (int i = 0; i < 10; ++i) otp::cast(server, number{i});
  EXPECT_GE(otp::now() - start, 5ms);
}

}  // namespace
