// exhaustion_starts_test.cpp - memory refused where no caller can be told at once: while a system is made, in a newborn
// actor before its function runs, on the clock's thread. One actor, or one message, fails; the program goes on.
#include "refused_memory.hpp"

#include <array>
#include <optional>

namespace {

TEST(exhaustion_starts_test, a_system_that_gets_no_memory_has_never_been) {
  for (const otp::schedule_choice& schedule : {otp::free_running, otp::seeded(1), otp::pct(1)}) {
    std::optional<otp::system> system;
    EXPECT_GT(refuse_each(
                  [&] {
                    system.emplace(otp::options{.schedule = schedule});
                    until_refusal = -1;  // what its end does is not asked here
                  },
                  [] {
                    EXPECT_FALSE(otp::self_or_none());
                    EXPECT_THROW(otp::self(), otp::error);
                  }),
              5);
    while (!system) system.emplace(otp::options{.schedule = schedule});
    EXPECT_EQ(to_string(otp::self()), "<0.1>") << "those before have given their number back";
    EXPECT_EQ(how_it_ends([] { otp::sleep_for(1us); }), otp::normal);
  }
}

TEST(exhaustion_starts_test, a_newborn_that_gets_no_memory_runs_or_ends_with_bad_alloc) {
  report_box reports;
  for (const otp::schedule_choice& schedule : {otp::free_running, otp::seeded(1)}) {
    otp::options chosen = reports.options();
    chosen.schedule = schedule;
    const otp::system system(chosen);
    otp::sleep_for(1us);  // the clock's thread runs
    const int before = refused_in_all;
    for (long allocation = 0; allocation < 10; ++allocation) {
      of_new_threads = allocation;
      const auto [p, ref] = otp::spawn_opt({.name = "one with a name that has to be cut to fit", .monitor = true},
                                           [] { until_refusal = -1; });
      const otp::exit_reason why = reason_of_end(ref);
      of_new_threads = -1;
      EXPECT_TRUE(why == otp::normal || to_string(why).find("bad_alloc") != std::string::npos) << to_string(why);
    }
    EXPECT_GT(refused_in_all, before);
  }
}

std::atomic<long> of_the_clock = -1;
/// Each copy that an interval sends is made on the clock's thread: there the count begins.
struct tick {
  tick() = default;
  tick(const tick& other) : large_enough_to_be_allocated(other.large_enough_to_be_allocated) {
    if (otp::self_or_none()) return;
    if (const long allocation = of_the_clock.exchange(-1); allocation >= 0) until_refusal = allocation;
  }
  std::array<char, 500> large_enough_to_be_allocated{};
};

TEST(exhaustion_starts_test, a_tick_that_gets_no_memory_is_lost_and_the_clock_goes_on) {
  for (long allocation = 0; allocation < 8; ++allocation) {
    const otp::system system(virtual_time());
    const int before = refused_in_all;
    of_the_clock = allocation;
    const otp::ref interval = otp::send_interval(1ms, otp::self(), tick{});
    for (int i = 0; i < 10; ++i) otp::expect<tick>();
    EXPECT_EQ(refused_in_all, before + 1);
    EXPECT_TRUE(otp::cancel_timer(interval));
    otp::send_after(1ms, otp::self(), done{});
    otp::expect<done>();
  }
}

TEST(exhaustion_starts_test, to_wait_and_to_wake_under_a_seed_needs_no_memory) {
  for (int others = 1; others <= 20; ++others) {
    const otp::system system(virtual_time());
    const otp::time_point all_at_once = otp::now() + 10ms;
    const auto sleeps = [=] {
      until_refusal = 0;
      otp::sleep_for(all_at_once - otp::now());
      until_refusal = -1;
    };
    std::vector<otp::ref> ends;
    for (int i = 0; i < others; ++i) ends.push_back(otp::spawn_monitor(sleeps).ref);
    otp::send_after(all_at_once - otp::now(), otp::self(), go{});  // the clock's thread wakes with them
    const int before = refused_in_all;
    sleeps();
    for (const otp::ref& end : ends) EXPECT_EQ(reason_of_end(end), otp::normal);
    EXPECT_EQ(refused_in_all, before);
  }
}

}  // namespace
