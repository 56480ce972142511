// mailbox_descriptor_test.cpp - another event loop waits for an actor's messages.
#include <poll.h>

#include <string>

#include "channel.hpp"
#include "support.hpp"

namespace {

bool rings(int descriptor, std::chrono::milliseconds wait = 0ms) {
  pollfd bell{descriptor, POLLIN, 0};
  return otp::blocking([&] { return poll(&bell, 1, static_cast<int>(wait.count())); }) == 1;
}
int next_or_zero() {
  return otp::receive([](int n) { return n; }, otp::after(0s, [] { return 0; }));
}
/// As a loop does it when the descriptor is readable. Returns how many messages there were.
int take_all() {
  int count = 0;
  while (next_or_zero() != 0) ++count;
  return count;
}

}  // namespace

TEST(mailbox_descriptor, zero_is_a_descriptor_like_any_other) {
  const int standard_input = dup(0);
  close(0);
  {
    const otp::system system;
    EXPECT_EQ(otp::mailbox_descriptor(), 0);
  }
  if (standard_input < 0) return;  // the program was started without one
  dup2(standard_input, 0);
  close(standard_input);
}

TEST(mailbox_descriptor, it_is_readable_from_a_message_to_a_receive_that_finds_none) {
  const otp::system system;
  const int bell = otp::mailbox_descriptor();
  EXPECT_EQ(otp::mailbox_descriptor(), bell);
  take_all();
  EXPECT_FALSE(rings(bell));
  otp::send(otp::self(), 1);
  EXPECT_TRUE(rings(bell));
  otp::send(otp::self(), 2);
  EXPECT_EQ(next_or_zero(), 1);
  EXPECT_TRUE(rings(bell));
  EXPECT_EQ(next_or_zero(), 2);
  EXPECT_EQ(next_or_zero(), 0);
  EXPECT_FALSE(rings(bell));
}

TEST(mailbox_descriptor, what_has_come_before_it_was_asked_for_is_not_missed) {
  const otp::system system;
  otp::send(otp::self(), 1);
  const int bell = otp::mailbox_descriptor();
  EXPECT_TRUE(rings(bell));
  EXPECT_EQ(take_all(), 1);
}

TEST(mailbox_descriptor, a_message_that_was_looked_at_and_left_does_not_ring_for_ever) {
  const otp::system system;
  const int bell = otp::mailbox_descriptor();
  otp::send(otp::self(), std::string("left"));
  EXPECT_TRUE(rings(bell));
  EXPECT_EQ(take_all(), 0);
  EXPECT_FALSE(rings(bell));
}

TEST(mailbox_descriptor, real_time_a_receive_that_waits_meanwhile_loses_nothing) {
  const channel bytes;
  const otp::system system;
  const otp::pid main = system.main();
  const int bell = otp::mailbox_descriptor();
  const auto answered = [&](auto wait) {
    take_all();
    const otp::ref writer = otp::monitor(otp::spawn([&, main] {
      otp::receive([](go) {}, otp::after(0s, [] {}));
      otp::send(main, ready{});
      bytes.put();
    }));
    wait();
    bytes.empty();
    otp::send(main, 1);
    EXPECT_TRUE(rings(bell));
    reason_of_end(writer);
    bytes.empty();
    otp::receive([](ready) {}, otp::after(0s, [] {}));
  };
  answered([] { otp::receive([](ready) {}); });
  answered([] { otp::sleep_for(1ms); });
  answered([&] { otp::wait_readable(bytes.reader()); });
  answered([&] { otp::receive(otp::readable(bytes.reader()) >> [] {}); });
}

TEST(mailbox_descriptor, a_receive_with_a_mark_that_finds_nothing_has_not_looked_at_what_stood_before) {
  const otp::system system;
  const int bell = otp::mailbox_descriptor();
  take_all();
  otp::send(otp::self(), 1);
  const otp::receive_mark mark = otp::mark_mailbox();
  EXPECT_EQ(otp::receive(
                mark, [](int n) { return n; }, otp::after(0s, [] { return 0; })),
            0);
  EXPECT_TRUE(rings(bell));
  EXPECT_EQ(take_all(), 1);
}

TEST(mailbox_descriptor, an_exit_signal_rings) {
  const otp::system system;
  EXPECT_EQ(how_it_ends([&] {
              const int bell = otp::mailbox_descriptor();
              take_all();
              EXPECT_FALSE(rings(bell));
              otp::spawn([me = otp::self()] { otp::exit(me, "enough"); });
              EXPECT_TRUE(rings(bell, 10s));
              take_all();
              ADD_FAILURE() << "the signal was not met";
            }),
            otp::exit_reason("enough"));
}

TEST(mailbox_descriptor, it_goes_with_its_actor) {
  const std::size_t before = open_descriptors();
  {
    const otp::system system;
    const std::size_t of_system = open_descriptors();
    EXPECT_EQ(how_it_ends([] { otp::mailbox_descriptor(); }), otp::normal);
    EXPECT_EQ(open_descriptors(), of_system);
    otp::mailbox_descriptor();
    EXPECT_EQ(open_descriptors(), of_system + 1);
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(mailbox_descriptor, real_time_a_poll_loop_gets_every_message_of_several_senders) {
  const int senders = 4, each = SANITIZED ? 2'000 : 20'000;
  const otp::system system(real_time());
  const int bell = otp::mailbox_descriptor();
  for (int s = 0; s < senders; ++s)
    otp::spawn_link([main = system.main()] {
      for (int i = 1; i <= each; ++i) {
        otp::send(main, i);
        if (i % 64 == 0) std::this_thread::yield();
      }
    });
  int got = 0;
  while (got < senders * each) {
    ASSERT_TRUE(rings(bell, 10s)) << got;
    got += take_all();
  }
  EXPECT_EQ(got, senders * each);
}
