// timer_test.cpp - timers: to actors and names, intervals, exit_after, cancelling.
#include "support.hpp"

namespace {

TEST(timer_test, send_after_delivers_the_value_and_start_timer_a_timeout_with_its_reference) {
  otp::system system(virtual_time());
  otp::send_after(1ms, otp::self(), number{1});
  const otp::ref t = otp::start_timer(2ms, otp::self(), number{2});
  EXPECT_EQ(otp::expect<number>().n, 1);
  const auto fired = otp::expect<otp::timer_timeout>();
  EXPECT_EQ(fired.ref, t);
  EXPECT_EQ(fired.message.as<number>().n, 2);
}

TEST(timer_test, a_cancelled_timer_returns_the_time_left_and_never_fires) {
  otp::system system(virtual_time());
  const otp::ref t = otp::send_after(1h, otp::self(), number{1});
  const auto left = otp::read_timer(t);
  ASSERT_TRUE(left);
  EXPECT_GT(*left, 59min);
  EXPECT_LE(*otp::cancel_timer(t), *left);
  EXPECT_FALSE(otp::cancel_timer(t));
  EXPECT_FALSE(otp::read_timer(t));
  EXPECT_FALSE(otp::cancel_timer(otp::make_ref())) << "not a timer's";
}

TEST(timer_test, real_time_cancelling_is_exact_under_race) {
  otp::system system(real_time());
  int cancelled = 0;
  for (int i = 0; i < 1000; ++i) {
    const otp::ref t = otp::send_after(std::chrono::microseconds(i % 60), otp::self(), number{i});
    if (otp::cancel_timer(t))
      ++cancelled;
    else
      EXPECT_EQ(otp::expect<number>().n, i);
  }
  otp::receive(otp::after(2ms, [] {}));
  otp::expect_none<number>();
  RecordProperty("cancelled", cancelled);
}

TEST(timer_test, real_time_when_cancelling_comes_too_late_the_message_is_there) {
  otp::system system(real_time());
  int too_late = 0;
  for (int i = 0; i < 10'000; ++i) {
    const otp::ref t = otp::send_after(std::chrono::microseconds(i % 200), otp::self(), number{i});
    const auto now = std::chrono::steady_clock::now;
    for (const auto begin = now(); now() - begin < std::chrono::microseconds(i % 211);) {
    }
    if (otp::cancel_timer(t)) continue;
    ++too_late;
    ASSERT_TRUE(otp::receive([](number) { return true; }, otp::after(0s, [] { return false; })))
        << "after " << too_late << " that were too late";
  }
  RecordProperty("too_late", too_late);
}

TEST(timer_test, timers_fire_in_order_of_their_times) {
  otp::system system(virtual_time());
  // Set in this order, however slowly, each is due before the next.
  otp::send_after(1h, otp::self(), number{0});
  for (int n = 1; n <= 50; ++n) otp::send_after(n * 100us, otp::self(), number{n});
  for (int n = 1; n <= 50; ++n) EXPECT_EQ(otp::expect<number>().n, n);
}

TEST(timer_test, a_timer_ends_with_its_actor_and_survives_the_one_that_made_it) {
  otp::system system(virtual_time());
  const otp::pid p = idle();
  const otp::ref t = otp::send_after(1h, p, number{1});
  otp::exit(p, otp::kill);
  reason_of_end(p);
  EXPECT_FALSE(otp::read_timer(t));
  EXPECT_FALSE(otp::read_timer(otp::send_after(1h, p, number{1}))) << "for a dead pid: over at once";
  reason_of_end(otp::spawn([to = otp::self()] { otp::send_after(1ms, to, number{2}); }));
  EXPECT_EQ(otp::expect<number>().n, 2);
}

TEST(timer_test, a_timer_for_a_name_looks_it_up_when_it_fires) {
  otp::system system(virtual_time());
  otp::send_after(1ms, "never", number{2});
  const otp::ref t = otp::send_interval(1ms, "late", number{1});  // dropped, as long as nobody has the name
  otp::register_name("late", otp::self());
  EXPECT_EQ(otp::expect<number>().n, 1);
  otp::cancel_timer(t);
}

TEST(timer_test, an_interval_repeats_until_cancelled) {
  otp::system system(virtual_time());
  const otp::ref t = otp::send_interval(1ms, otp::self(), number{7});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(otp::expect<number>().n, 7);
  EXPECT_TRUE(otp::cancel_timer(t));
  while (otp::receive([](number) { return true; }, otp::after(0s, [] { return false; }))) {
  }
  otp::receive(otp::after(5ms, [] {}));
  otp::expect_none<number>();
}

TEST(timer_test, exit_after_sends_an_exit_signal) {
  otp::system system(virtual_time());
  const otp::pid p = idle();
  const otp::ref m = otp::monitor(p);
  otp::exit_after(1ms, p, "late");
  EXPECT_EQ(reason_of_end(m), "late");
}

TEST(timer_test, bad_times_are_badarg) {
  otp::system system(virtual_time());
  EXPECT_THROW(otp::send_after(-1ms, otp::self(), 1), otp::error);
  EXPECT_THROW(otp::send_interval(0ms, otp::self(), 1), otp::error);
  EXPECT_THROW(otp::send_after(1ms, otp::pid(), 1), otp::error);
  EXPECT_THROW(otp::sleep_for(-1ms), otp::error);
}

TEST(timer_test, real_time_a_timer_never_fires_early_and_sleep_sleeps) {
  otp::system system(real_time());
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    otp::send_after(2ms, otp::self(), go{});
    otp::expect<go>();
    EXPECT_GE(std::chrono::steady_clock::now() - start, 2ms);
    otp::send(otp::self(), number{i});
    otp::sleep_for(2ms);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 4ms) << "messages do not shorten a sleep";
  }
}

}  // namespace
