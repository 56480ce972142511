// mailbox_test.cpp - the inside of a mailbox: backlog, queue, parking, spinning.
#include "support.hpp"

#include <deque>
#include <memory>
#include <random>
#include <thread>

#include "process/mailbox.hpp"

#include "memory.hpp"

namespace {

using otp::backlog;

void append(backlog& b, std::uint64_t position) {
  otp::message m(position);
  m.set_position(position);
  const auto room = b.make_room(1);
  *room.first = std::move(m);
  b.append(1);
}

TEST(mailbox_test, the_backlog_is_a_queue_with_holes) {
  // Against a simple model, at random: append, or take the k-th.
  backlog b;
  std::deque<std::uint64_t> model;
  std::mt19937 random(1);
  std::uint64_t position = 0;
  for (int step = 0; step < 200000; ++step) {
    if (model.empty() || random() % 100 < (step / 20000 % 2 ? 52u : 48u)) {
      append(b, ++position);
      model.push_back(position);
    } else {
      const std::size_t k = random() % model.size();
      backlog::index i = b.find(model[k]);
      if (step % 2)  // as a receive finds it: past all that is older
        for (i = b.begin(); !b.at(i) || b.at(i)->position() != model[k];) ++i;
      ASSERT_NE(b.at(i), nullptr);
      ASSERT_EQ(b.take(i).as<std::uint64_t>(), model[k]);
      model.erase(model.begin() + std::ptrdiff_t(k));
    }
    ASSERT_EQ(b.size(), model.size());
    if (step % 1000 == 0) {
      std::size_t seen = 0;
      for (auto i = b.begin(); i != b.end(); ++i) {
        if (!b.at(i)) continue;
        ASSERT_EQ(b.at(i)->as<std::uint64_t>(), model[seen++]);
      }
      ASSERT_EQ(seen, model.size());
    }
  }
}

TEST(mailbox_test, looking_past_old_messages_costs_by_their_number_and_not_by_what_was_taken_from_behind_them) {
  constexpr std::uint64_t taken = 20'000;
  for (const std::uint64_t old : {1u, 10u, 1000u}) {
    backlog b;
    for (std::uint64_t position = 1; position <= old + taken; ++position) append(b, position);
    std::uint64_t places = 0;
    for (std::uint64_t wanted = old + 1; wanted <= old + taken; ++wanted) {
      backlog::index i = b.begin();
      for (; !b.at(i) || b.at(i)->position() != wanted; ++i) ++places;
      ASSERT_EQ(b.take(i).as<std::uint64_t>(), wanted);
    }
    EXPECT_EQ(b.size(), old);
    EXPECT_LE(places, taken * (2 * old + 65)) << old;
    EXPECT_LE(b.make_room(2 * taken).count, 4 * old + 64) << "of the memory that it holds";
  }
}

TEST(mailbox_test, looking_from_a_position_on_meets_no_holes_of_messages_taken_before) {
  constexpr std::uint64_t old = 1000, taken = 20'000;
  backlog b;
  for (std::uint64_t position = 1; position <= old + taken; ++position) append(b, position);
  std::uint64_t places = 0;
  for (std::uint64_t wanted = old + 1; wanted <= old + taken; ++wanted) {
    backlog::index i = b.find(old + 1);
    for (; !b.at(i) || b.at(i)->position() != wanted; ++i) ++places;
    ASSERT_EQ(b.take(i).as<std::uint64_t>(), wanted);
  }
  EXPECT_LE(places, taken);
}

TEST(mailbox_test, there_are_never_many_more_holes_than_messages) {
  // The newest at either end stay, the others are taken from between them, found by their positions.
  backlog b;
  for (std::uint64_t position = 1; position <= 1024; ++position) append(b, position);
  for (std::uint64_t wanted = 300; wanted < 1000; ++wanted) {
    ASSERT_EQ(b.take(b.find(wanted)).as<std::uint64_t>(), wanted);
    ASSERT_LE(b.end() - b.begin(), 2 * b.size() + 64) << wanted;
  }
}

TEST(mailbox_test, positions_count_pushes_and_order_is_total) {
  otp::scheduler scheduler;
  otp::mailbox box(scheduler);
  for (int i = 0; i < 5000; ++i) {
    otp::lock_guard lock(box.mutex());
    EXPECT_FALSE(box.push(otp::message(i))) << "nobody is parked";
  }
  {
    otp::lock_guard lock(box.mutex());
    EXPECT_EQ(box.unread(), 5000u);
  }
  box.drain_all();
  std::uint64_t expected = 1;
  for (auto i = box.messages().begin(); i != box.messages().end(); ++i)
    ASSERT_EQ(box.messages().at(i)->position(), expected++);
  EXPECT_EQ(expected, 5001u);
  EXPECT_EQ(box.next_position(), 5001u);
}

TEST(mailbox_test, a_burst_that_is_drained_leaves_a_mailbox_that_still_works) {
  otp::scheduler scheduler;
  otp::mailbox box(scheduler);
  for (int round = 0; round < 20; ++round) {
    const int count = round % 2 ? 10 : 5000;
    for (int i = 0; i < count; ++i) {
      otp::lock_guard lock(box.mutex());
      box.push(otp::message(i));
    }
    int expected = 0;
    do {
      while (!box.messages().empty()) ASSERT_EQ(box.take(box.messages().begin()).as<int>(), expected++);
    } while (box.drain());
    ASSERT_EQ(expected, count);
  }
}

TEST(mailbox_test, a_burst_that_is_drained_and_received_gives_its_memory_back) {
  if (SANITIZED) GTEST_SKIP() << "which has another heap";
  otp::scheduler scheduler;
  otp::mailbox box(scheduler);
  const auto burst = [&](int count) {
    for (int i = 0; i < count; ++i) {
      otp::lock_guard lock(box.mutex());
      box.push(otp::message(i));
    }
    box.drain_all();
    while (!box.messages().empty()) box.take(box.messages().begin());
  };
  burst(1);
  const std::size_t before = bytes_in_use();
  burst(10'000);
  EXPECT_LT(bytes_in_use(), before + 20'000);
}

TEST(mailbox_test, what_comes_while_the_last_of_a_burst_is_drained_stays) {
  otp::scheduler scheduler;
  otp::mailbox box(scheduler);
  struct brings_another {  // when it leaves the queue, which will be replaced by a fresh one after the burst
    otp::mailbox* to;
    bool* armed;
    brings_another(otp::mailbox* its_mailbox, bool* when) : to(its_mailbox), armed(when) {}
    brings_another(brings_another&& o) noexcept : to(o.to), armed(o.armed) {
      if (!std::exchange(*armed, false)) return;
      otp::lock_guard lock(to->mutex());
      to->push(otp::message(go{}));
    }
  };
  bool armed = false;
  for (int i = 0; i < 1000; ++i) {
    otp::message m = i < 999 ? otp::message(i) : otp::message(brings_another(&box, &armed));
    otp::lock_guard lock(box.mutex());
    box.push(std::move(m));
  }
  armed = true;
  box.drain_all();
  EXPECT_FALSE(armed);
  std::uint64_t expected = 1;
  for (auto i = box.messages().begin(); i != box.messages().end(); ++i)
    ASSERT_EQ(box.messages().at(i)->position(), expected++);
  EXPECT_EQ(expected, 1002u);
}

TEST(mailbox_test, a_receiver_that_polls_sees_the_whole_of_the_first_message) {
  // No mutex on its side: only the count orders the queue and what is in it. (ThreadSanitizer sees if that is not so.)
  for (int i = 0; i < 100; ++i) {
    otp::scheduler scheduler(otp::free_running);
    otp::mailbox box(scheduler);
    std::thread sender([&] {
      otp::lock_guard lock(box.mutex());
      box.push(otp::message(std::make_unique<int>(i)));
    });
    while (!box.drain()) std::this_thread::yield();
    EXPECT_EQ(*box.take(box.messages().begin()).as<std::unique_ptr<int>>(), i);
    sender.join();
  }
}

TEST(mailbox_test, whoever_is_about_to_park_sees_what_has_come_since_it_looked) {
  otp::scheduler scheduler(otp::free_running);
  otp::mailbox box(scheduler);
  const otp::time_point deadline = scheduler.now() + 10s;
  {
    otp::lock_guard lock(box.mutex());
    EXPECT_FALSE(box.push(otp::message(1))) << "nobody is parked";
  }
  box.wait_for_message(deadline);
  EXPECT_TRUE(box.drain());
  {
    otp::lock_guard lock(box.mutex());
    EXPECT_FALSE(box.alert());
  }
  box.wait_for_message(deadline);
  {
    otp::lock_guard lock(box.mutex());
    EXPECT_FALSE(box.alert());
  }
  box.wait_for_alert(deadline);
  EXPECT_LT(scheduler.now(), deadline) << "it has waited for what was there";
}

TEST(mailbox_test, a_poll_does_not_begin_when_something_has_come_and_else_its_bell_rings_for_what_comes) {
  otp::scheduler scheduler(otp::free_running);
  otp::mailbox box(scheduler);
  const auto push = [&] {
    otp::lock_guard lock(box.mutex());
    EXPECT_FALSE(box.push(otp::message(1))) << "a bell wakes, and no one else has to";
  };
  const auto alert = [&] {
    otp::lock_guard lock(box.mutex());
    EXPECT_FALSE(box.alert());
  };
  const auto rings = [](const otp::doorbell& bell) {
    const otp::detail::watch it{bell.descriptor(), false};
    return otp::poll_descriptors({&it, 1}, nullptr, {}).has_value();
  };
  push();
  EXPECT_EQ(box.begin_poll(true), nullptr);
  const otp::doorbell* bell = box.begin_poll(false);
  ASSERT_NE(bell, nullptr) << "alerts alone count";
  push();
  EXPECT_FALSE(rings(*bell));
  alert();
  EXPECT_TRUE(rings(*bell));
  box.end_poll();
  box.drain_all();
  EXPECT_EQ(box.begin_poll(true), nullptr) << "the alert has not been looked at";
  ASSERT_NE(box.begin_poll(true), nullptr);
  EXPECT_FALSE(rings(*bell));
  push();
  push();
  EXPECT_TRUE(rings(*bell));
  box.end_poll();
  box.drain_all();
  ASSERT_NE(box.begin_poll(true), nullptr);
  EXPECT_FALSE(rings(*bell));
  box.end_poll();
  push();
  EXPECT_FALSE(rings(*bell)) << "it does not poll any more";
  box.destroy();
}

TEST(mailbox_test, no_wake_up_is_lost_between_a_sender_and_a_receiver_about_to_park) {
  otp::system system;
  // Strictly alternating, so that each message finds its receiver on the way to parking: a lost wake-up hangs here.
  const otp::pid echo = otp::spawn([] {
    for (;;) otp::receive([](otp::pid from) { otp::send(from, go{}); });
  });
  for (int i = 0; i < 20000; ++i) {
    otp::send(echo, otp::self());
    otp::expect<go>();
  }
}

TEST(mailbox_test, real_time_an_alert_ends_one_wait_also_one_that_spins) {
  otp::scheduler scheduler;
  otp::mailbox box(scheduler);
  std::atomic<int> wanted{0};
  std::thread sender([&] {  // answers at once, so that the mailbox comes to spin
    for (int sent = 0; sent < 200; ++sent) {
      while (wanted <= sent) std::this_thread::yield();
      bool wake = false;
      {
        otp::lock_guard lock(box.mutex());
        wake = box.push(otp::message(sent));
      }
      if (wake) box.wake();
    }
  });
  for (int i = 0; i < 200; ++i) {
    ++wanted;
    while (!box.drain()) box.wait_for_message(otp::never);
    box.take(box.messages().begin());
  }
  sender.join();
  for (int i = 0; i < 10; ++i) {
    {
      otp::lock_guard lock(box.mutex());
      box.alert();
    }
    box.wait_for_message(otp::never);
    const otp::time_point deadline = scheduler.now() + 10ms;
    box.wait_for_message(deadline);
    EXPECT_GE(scheduler.now(), deadline);
  }
  box.destroy();
}

TEST(mailbox_test, the_spin_policy_spins_after_short_gaps_and_skips_where_spinning_was_in_the_way) {
  otp::spin_policy p;
  EXPECT_FALSE(p.spin_next()) << "nothing is known yet, so park";
  p.parked(5us, false);
  EXPECT_TRUE(p.spin_next());
  p.spun(true);
  EXPECT_TRUE(p.spin_next());
  // In vain, and the message came just after parking: the partner needed our processor. Skip one wait, then two, ...
  for (int skips = 1; skips <= 4; skips *= 2) {
    p.spun(false);
    p.parked(5us, true);
    for (int i = 0; i < skips; ++i) {
      EXPECT_FALSE(p.spin_next());
      p.parked(5us, false);
    }
    EXPECT_TRUE(p.spin_next());
  }
  p.spun(false);
  p.parked(10ms, true);
  EXPECT_FALSE(p.spin_next()) << "the gaps have become long";
}

}  // namespace
