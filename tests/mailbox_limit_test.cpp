// mailbox_limit_test.cpp - mailboxes with a limit: senders that wait for room, and the policies that do not wait.
#include "support.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <set>

#include <otp/explore.hpp>

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

// ---- many blocked senders -----------------------------------------------------------------------------------------

/// Spawns an actor that sends these numbers, and returns when it is blocked, or through. Under a seed only.
otp::pid start_sender(const otp::pid& to, std::vector<int> numbers) {
  const otp::pid sender = otp::spawn("sender", [to, numbers = std::move(numbers)] {
    for (const int n : numbers) otp::send(to, number{n});
  });
  otp::sleep_for(1ms);
  return sender;
}

void expect_numbers(const std::vector<int>& numbers) {
  for (const int n : numbers)
    if (const int came = otp::expect<number>().n; came != n)
      throw otp::expectation_failed(std::to_string(came) + " came instead of " + std::to_string(n));
}

TEST(mailbox_limit_test, blocked_senders_go_on_in_the_order_in_which_they_were_blocked) {
  otp::explore({.schedules = 200}, [] {
    const otp::pid consumer = slow_consumer({3, otp::overflow::block});
    // The second messages are sent while others wait, and have to queue behind them.
    for (int i = 0; i < 12; ++i) start_sender(consumer, {i, 100 + i});
    otp::send_after(1ms, consumer, go{});
    // Three found room; then 1 was blocked with its second message, and the others with their first ones.
    expect_numbers({0, 100, 1, 101, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    std::vector<bool> came(12);
    for (int i = 2; i < 12; ++i) came[static_cast<std::size_t>(otp::expect<number>().n - 100)] = true;
    if (std::count(came.begin(), came.end(), true) != 10) throw otp::expectation_failed("one came twice");
  });
}

TEST(mailbox_limit_test, a_message_costs_the_same_number_of_steps_however_many_senders_are_blocked) {
  // Each wake-up of a blocked sender is a step of the schedule, so steps count wake-ups, and no clock is needed.
  const auto steps_of_a_message = [](int senders, int each) {
    const otp::scenario_run run = otp::replay(otp::seeded(1), [=] {
      const auto [consumer, its_end] = otp::spawn_opt({.mailbox = {10, otp::overflow::block}, .monitor = true}, [=] {
        for (int i = 0; i < senders * each; ++i) otp::receive([](number) {});
      });
      for (int s = 0; s < senders; ++s)
        otp::spawn([to = consumer, each] {
          for (int i = 0; i < each; ++i) otp::send(to, number{i});
        });
      reason_of_end(its_end);
    });
    EXPECT_FALSE(run.failure) << *run.failure;
    return static_cast<double>(run.progress.steps) / (senders * each);
  };
  const double few = steps_of_a_message(10, 50);
  const double many = steps_of_a_message(250, 2);  // 250 actors also begin and end
  EXPECT_LT(few, 5);
  EXPECT_LT(many, few + 10) << "waking all that wait takes more than 100";
}

TEST(mailbox_limit_test, real_time_a_message_of_a_thousand_blocked_senders_takes_few_switches) {
  constexpr int senders = SANITIZED ? 100 : 1000, each = 10;
  otp::system system(real_time());
  const auto [consumer, its_end] = otp::spawn_opt({.mailbox = {10, otp::overflow::block}, .monitor = true}, [] {
    for (int i = 0; i < senders * each; ++i) otp::receive([](number) {});
  });
  rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  for (int s = 0; s < senders; ++s)
    otp::spawn([to = consumer] {
      for (int i = 0; i < each; ++i) otp::send(to, number{i});
    });
  EXPECT_EQ(reason_of_end(its_end), otp::normal);
  getrusage(RUSAGE_SELF, &after);
  // It was a thousand and more when each message woke all that waited.
  EXPECT_LE(after.ru_nvcsw - before.ru_nvcsw, 4 * senders * each);
}

TEST(mailbox_limit_test, one_that_is_killed_among_the_blocked_leaves_the_others_in_order) {
  otp::explore({.schedules = 200}, [] {
    const otp::pid consumer = slow_consumer({1, otp::overflow::block});
    std::vector<otp::pid> senders;
    for (int i = 0; i < 5; ++i) senders.push_back(start_sender(consumer, {i}));
    const otp::ref watch = otp::monitor(senders[2]);
    otp::exit(senders[2], otp::kill);
    if (reason_of_end(watch) != otp::killed) throw otp::expectation_failed("it was not killed");
    otp::send_after(1ms, consumer, go{});
    expect_numbers({0, 1, 3, 4});
  });
}

TEST(mailbox_limit_test, one_that_is_killed_while_its_turn_comes_has_sent_or_has_not_and_no_other_waits_for_ever) {
  std::set<bool> seen;
  otp::explore({.schedules = 200}, [&] {
    const otp::pid consumer = slow_consumer({1, otp::overflow::block});
    std::vector<otp::pid> senders;
    for (int i = 0; i < 4; ++i) senders.push_back(start_sender(consumer, {i}));
    otp::spawn([who = senders[1]] { otp::exit(who, otp::kill); });
    otp::send_after(0s, consumer, go{});
    expect_numbers({0});
    const int next = otp::expect<number>().n;
    seen.insert(next == 1);
    if (next == 1) expect_numbers({2});
    expect_numbers({3});
  });
  // With a schedule from the environment explore() runs that one alone.
  EXPECT_EQ(seen.size(), otp::resolve({}) == otp::free_running ? 2u : 1u) << "both happen";
}

TEST(mailbox_limit_test, an_abandoned_receiver_releases_its_blocked_senders) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  std::atomic<bool> let_go = false;
  const otp::pid consumer = otp::spawn_opt({.mailbox = {1, otp::overflow::block}}, [&] {
                              const otp::hold_exits held;
                              while (!let_go) otp::sleep_for(1s);
                            }).pid;
  otp::send(consumer, number{0});
  std::vector<otp::ref> ends;
  for (int i = 0; i < 3; ++i) ends.push_back(otp::spawn_monitor([consumer, i] { otp::send(consumer, number{i}); }).ref);
  otp::sleep_for(1ms);
  otp::exit(consumer, otp::kill);
  for (const otp::ref& end : ends) EXPECT_EQ(reason_of_end(end), otp::normal);
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
  let_go = true;
  otp::sleep_for(2s);
}

TEST(mailbox_limit_test, a_sender_that_is_abandoned_while_it_is_blocked_is_not_heard_and_lets_others_pass) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const otp::pid consumer = slow_consumer({1, otp::overflow::block});
  start_sender(consumer, {0});
  bool returned = false;
  const auto [stubborn, its_end] = otp::spawn_monitor([&] {
    const otp::hold_exits held;
    otp::send(consumer, number{1});
    returned = true;
  });
  otp::sleep_for(1ms);
  start_sender(consumer, {2});
  otp::exit(stubborn, otp::kill);
  EXPECT_EQ(reason_of_end(its_end), otp::killed);
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
  otp::send_after(0s, consumer, go{});
  EXPECT_EQ(otp::expect<number>().n, 0);
  EXPECT_EQ(otp::expect<number>().n, 2);
  otp::sleep_for(1ms);
  EXPECT_TRUE(returned);
}

// ---- the other policies, and what is not held to a limit ------------------------------------------------------------

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
