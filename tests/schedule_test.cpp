#include "support.hpp"

#include <otp/schedule.hpp>

namespace {

TEST(schedule_test, real_time_alarms_ring_in_order_of_their_deadlines_and_ties_in_order_of_setting) {
  otp::schedule s;
  std::mutex mutex;
  std::condition_variable rung;
  std::vector<int> order;
  const auto ring = [&](int n) {
    return [&, n](std::uint64_t) {
      std::lock_guard lock(mutex);
      order.push_back(n);
      rung.notify_one();
    };
  };
  const otp::time_point base = s.now() + 5ms;
  s.call_at(base + 2ms, ring(4));
  s.call_at(base, ring(1));
  s.call_at(base + 1ms, ring(2));
  s.call_at(base + 1ms, ring(3));
  std::unique_lock lock(mutex);
  rung.wait(lock, [&] { return order.size() == 4; });
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
}

TEST(schedule_test, real_time_a_cancelled_alarm_never_rings_and_an_owners_go_together) {
  otp::schedule s;
  std::atomic<int> rings{0};
  const auto count = [&](std::uint64_t) { ++rings; };
  const otp::time_point soon = s.now() + 2ms;
  const auto a = s.call_at(soon, count);
  s.call_at(soon, count, {}, 7);
  const auto periodic = s.call_at(soon, count, 1ms, 7);
  EXPECT_EQ(s.deadline_of(a), soon);
  EXPECT_EQ(s.cancel(a), soon);
  EXPECT_FALSE(s.cancel(a));
  s.cancel_all_of(7);
  EXPECT_FALSE(s.deadline_of(periodic));
  std::atomic<bool> last{false};
  s.call_at(soon + 2ms, [&](std::uint64_t) { last = true; });
  while (!last) std::this_thread::yield();
  EXPECT_EQ(rings, 0);
}

TEST(schedule_test, real_time_nothing_rings_after_the_clock_has_stopped) {
  std::atomic<int> rings{0};
  otp::schedule s;
  for (int i = 0; i < 100; ++i) s.call_at(s.now() + i * 10us, [&](std::uint64_t) { ++rings; });
  s.stop_clock();
  const int then = rings;
  std::this_thread::yield();
  EXPECT_EQ(rings, then);
  EXPECT_EQ(s.call_at(s.now(), [&](std::uint64_t) { ++rings; }), 0u);
}

TEST(schedule_test, deadlines_do_not_overflow) {
  otp::schedule s;
  EXPECT_EQ(s.deadline_after(otp::infinity), otp::never);
  EXPECT_LT(s.deadline_after(1h), otp::never);
}

}  // namespace
