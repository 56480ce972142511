// scheduler_test.cpp - the seam through which all waiting goes (src/schedule/scheduler.hpp).
#include <atomic>
#include <thread>

#include "support.hpp"

#include "schedule/scheduler.hpp"

namespace {

TEST(scheduler_test, deadlines_do_not_overflow) {
  otp::scheduler s;
  EXPECT_EQ(s.deadline_after(otp::infinity), otp::never);
  EXPECT_LT(s.deadline_after(1h), otp::never);
}

TEST(scheduler_test, a_free_choice_is_free_whatever_else_it_says) {
  otp::schedule_choice choice = otp::free_running;
  choice.longest = 20'000'000;  // as a program says that replaces the kind alone
  EXPECT_FALSE(otp::scheduler(choice).seeded());
}

TEST(scheduler_test, it_is_crowded_when_more_threads_are_awake_than_there_are_processors) {
  otp::scheduler s(otp::free_running);
  const unsigned processors = std::thread::hardware_concurrency();
  EXPECT_EQ(s.open(), nullptr);
  for (unsigned i = 1; i < processors; ++i) s.enter(nullptr);
  EXPECT_FALSE(s.crowded()) << "one for each";
  s.enter(nullptr);
  EXPECT_TRUE(s.crowded());
  s.go_outside();
  EXPECT_FALSE(s.crowded());
  s.come_back();
  EXPECT_TRUE(s.crowded());
  s.leave();
  EXPECT_FALSE(s.crowded());
  s.enter(nullptr);
  s.close();
  EXPECT_FALSE(s.crowded());
}

TEST(scheduler_test, a_thread_that_waits_is_not_awake_and_one_that_is_woken_is) {
  otp::scheduler s(otp::free_running);
  for (unsigned i = 0; i <= std::thread::hardware_concurrency(); ++i) s.enter(nullptr);
  otp::mutex mutex;
  otp::waiter me;
  std::thread waker([&] {
    for (;;) {
      {
        otp::lock_guard lock(mutex);  // while it waits it has released this
        if (!s.crowded()) break;
      }
      std::this_thread::yield();
    }
    s.wake(me);
  });
  {
    otp::unique_lock lock(mutex);
    while (s.crowded()) {
      s.wait(lock, me, otp::never);
      break;
    }
  }
  waker.join();
  EXPECT_TRUE(s.crowded());
}

TEST(scheduler_test, real_time_what_comes_back_from_outside_waits_for_its_turn) {
  const otp::system system(otp::seeded(3));
  std::atomic<bool> holds{false}, back{false};
  const auto [other, end] = otp::spawn_monitor([&] {
    while (!back) {
      holds = true;
      std::this_thread::sleep_for(2ms);  // it has the turn, and takes no step
      holds = false;
      otp::checkpoint();
    }
  });
  for (int i = 0; i < 20; ++i) {
    otp::blocking([&] {
      while (!holds) std::this_thread::yield();
    });
    EXPECT_FALSE(holds) << "two run at once";
  }
  back = true;
  reason_of_end(end);
}

}  // namespace
