// alarms_test.cpp - alarms that ring, are cancelled, and come again (src/schedule/alarms.hpp).
#include "support.hpp"

#include <atomic>
#include <memory>
#include <thread>

#include "schedule/alarms.hpp"

#include "memory.hpp"

namespace {

TEST(alarms_test, real_time_alarms_ring_in_order_of_their_deadlines_and_ties_in_order_of_setting) {
  otp::scheduler s;
  otp::alarm_clock clock(s);
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
  clock.call_at(base + 2ms, ring(4));
  clock.call_at(base, ring(1));
  clock.call_at(base + 1ms, ring(2));
  clock.call_at(base + 1ms, ring(3));
  std::unique_lock lock(mutex);
  rung.wait(lock, [&] { return order.size() == 4; });
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
}

TEST(alarms_test, real_time_a_cancelled_alarm_never_rings_and_an_owners_go_together) {
  otp::scheduler s;
  otp::alarm_clock clock(s);
  std::atomic<int> rings{0};
  const auto count = [&](std::uint64_t) { ++rings; };
  const otp::time_point soon = s.now() + 2ms;
  const auto a = clock.call_at(soon, count);
  clock.call_at(soon, count, {}, 7);
  const auto periodic = clock.call_at(soon, count, 1ms, 7);
  EXPECT_EQ(clock.deadline_of(a), soon);
  EXPECT_EQ(clock.cancel(a), soon);
  EXPECT_FALSE(clock.cancel(a));
  clock.cancel_all_of(7);
  EXPECT_FALSE(clock.deadline_of(periodic));
  std::atomic<bool> last{false};
  clock.call_at(soon + 2ms, [&](std::uint64_t) { last = true; });
  while (!last) std::this_thread::yield();
  EXPECT_EQ(rings, 0);
}

TEST(alarms_test, real_time_nothing_rings_after_the_clock_has_stopped) {
  std::atomic<int> rings{0};
  otp::scheduler s;
  otp::alarm_clock clock(s);
  for (int i = 0; i < 100; ++i) clock.call_at(s.now() + i * 10us, [&](std::uint64_t) { ++rings; });
  clock.stop();
  const int then = rings;
  std::this_thread::yield();
  EXPECT_EQ(rings, then);
  EXPECT_EQ(clock.call_at(s.now(), [&](std::uint64_t) { ++rings; }), 0u);
}

TEST(alarms_test, real_time_an_interval_that_has_fallen_behind_does_not_hold_up_other_alarms) {
  std::atomic<int> rings{0};
  std::atomic<bool> rung{false};
  otp::scheduler s;
  otp::alarm_clock clock(s);
  const otp::time_point start = s.now();
  clock.call_at(
      start,
      [&, start](std::uint64_t) {  // a copy: it rings until the clock ends, and that is declared first
        if (++rings == 50) throw std::runtime_error("the other has not had its turn");
        while (s.now() < start + rings.load() * 1ms) {  // a thousand periods
        }
      },
      1us);
  clock.call_at(start + 5ms, [&](std::uint64_t) { rung = true; });
  while (!rung && rings < 50) std::this_thread::yield();
  EXPECT_LT(rings, 50);
}

/// Goes with its alarm's action, and then asks the clock something.
struct asks_when_it_goes {
  otp::alarm_clock* clock;
  std::atomic<bool>* gone;
  ~asks_when_it_goes() {
    clock->deadline_of(1);
    *gone = true;
  }
};

TEST(alarms_test, real_time_an_action_goes_when_its_alarm_is_over_and_may_ask_the_clock_then) {
  otp::scheduler s;
  otp::alarm_clock clock(s);
  const auto with_action = [&](auto end) {
    std::atomic<bool> gone{false};
    end([mine = std::shared_ptr<asks_when_it_goes>(new asks_when_it_goes{&clock, &gone})](std::uint64_t) {});
    while (!gone) std::this_thread::yield();
  };
  with_action([&](auto action) { clock.call_at(s.now(), std::move(action)); });  // rings
  with_action([&](auto action) { clock.cancel(clock.call_at(s.now() + 1h, std::move(action))); });
  with_action([&](auto action) {  // cancelled by itself, when it rings
    clock.call_at(
        s.now(), [&clock, action](std::uint64_t alarm) { clock.cancel(alarm); }, 1ms);
  });
  with_action([&](auto action) {  // throws
    clock.call_at(
        s.now(), [action](std::uint64_t) { throw std::runtime_error("never again"); }, 1ms);
  });
  with_action([&](auto action) {
    clock.call_at(s.now() + 1h, std::move(action));
    clock.stop();
  });
  with_action([&](auto action) { clock.call_at(s.now(), std::move(action)); });  // refused
}

TEST(alarms_test, real_time_alarms_that_are_over_leave_nothing_behind) {
  if (SANITIZED) GTEST_SKIP() << "which has another heap";
  otp::scheduler s;
  otp::alarm_clock clock(s);
  const auto set_and_end = [&](int times) {
    for (int i = 0; i < times; ++i) {
      clock.cancel(clock.call_at(
          s.now() + 1h, [](std::uint64_t) {}, {}, 7));
      std::atomic<bool> rung{false};
      clock.call_at(
          s.now(), [&](std::uint64_t) { rung = true; }, {}, 8);
      while (!rung) std::this_thread::yield();
      std::atomic<bool> last{false};
      clock.call_at(
          s.now(),
          [&](std::uint64_t) {
            last = true;
            throw std::runtime_error("enough");
          },
          1ms, 9);
      while (!last) std::this_thread::yield();
    }
  };
  set_and_end(10);
  const std::size_t before = bytes_in_use();
  set_and_end(1000);
  EXPECT_LT(bytes_in_use(), before + 20'000);
}

}  // namespace
