// timers_test.cpp - the rows of timers: TIM.
#include "scene.hpp"

namespace {

using timers = scene;

TEST_F(timers, TIM_01_send_after_delivers_the_value_and_start_timer_a_timeout_with_its_reference) {
  otp::send_after(10ms, otp::self(), std::string("plain"));
  hear();
  named("t", otp::start_timer(10ms, otp::self(), std::string("wrapped")));
  hear();
  events({"message plain", "timeout t wrapped"});
}

TEST_F(timers, TIM_02_a_cancelled_timer_returns_the_time_left_and_never_fires) {
  const otp::ref t = otp::send_after(30ms, otp::self(), std::string("late"));
  const auto left = otp::cancel_timer(t);
  note("within its time", left && *left >= 0ms && *left <= 30ms);
  note("again", otp::cancel_timer(t).has_value());
  hear();
  events({"within its time true", "again false", "nothing"});
}

TEST_F(timers, TIM_03_cancelling_an_expired_or_unknown_timer_says_so_and_its_message_is_there) {
  const otp::ref t = otp::send_after(1ms, otp::self(), std::string("fired"));
  settle();
  note("expired", otp::cancel_timer(t).has_value());
  note("unknown", otp::cancel_timer(otp::make_ref()).has_value());
  hear();
  events({"expired false", "unknown false", "message fired"});
}

TEST_F(timers, TIM_04_read_timer_tells_the_time_left_without_cancelling) {
  const otp::ref t = otp::send_after(50ms, otp::self(), std::string("fired"));
  const auto left = otp::read_timer(t);
  note("within its time", left && *left >= 0ms && *left <= 50ms);
  hear();
  note("expired", otp::read_timer(t).has_value());
  const otp::ref cancelled = otp::send_after(50ms, otp::self(), std::string("no"));
  otp::cancel_timer(cancelled);
  note("cancelled", otp::read_timer(cancelled).has_value());
  note("unknown", otp::read_timer(otp::make_ref()).has_value());
  events({"within its time true", "message fired", "expired false", "cancelled false", "unknown false"});
}

TEST_F(timers, TIM_05_a_timer_for_a_dead_actor_is_accepted_and_over_at_once) {
  const otp::ref t = otp::send_after(1h, dead("a"), std::string("x"));
  note("left", otp::read_timer(t).has_value());
  events({"left false"});
}

TEST_F(timers, TIM_06_a_timer_is_cancelled_when_the_actor_it_is_for_ends) {
  const otp::pid a = idle("a");
  const otp::ref t = otp::send_after(1h, a, std::string("x"));
  note("before", otp::read_timer(t).has_value());
  otp::monitor(a);
  otp::send(a, std::string("stop"));
  hear();
  settle();
  note("after", otp::read_timer(t).has_value());
  events({"before true", "DOWN a normal", "after false"});
}

TEST_F(timers, TIM_07_a_timer_for_a_name_looks_it_up_when_it_fires) {
  otp::send_after(10ms, "tim07", std::string("for the later holder"));
  otp::register_name("tim07", otp::self());
  hear();
  otp::unregister_name("tim07");
  otp::send_after(1ms, "tim07", std::string("for nobody"));
  hear();
  events({"message for the later holder", "nothing"});
}

TEST_F(timers, TIM_08_a_timer_survives_the_actor_that_made_it) {
  const auto [p, m] =
      otp::spawn_monitor([to = otp::self()] { otp::send_after(20ms, to, std::string("from the dead")); });
  named("a", p);
  hear();
  hear();
  events({"DOWN a normal", "message from the dead"});
}

TEST_F(timers, TIM_09_a_timer_never_fires_early) {
  bool early = false;
  for (int i = 0; i < 20; ++i) {
    const otp::time_point start = otp::now();
    otp::send_after(5ms, otp::self(), std::string("x"));
    otp::expect<std::string>();
    early |= otp::now() - start < 5ms;
  }
  note("early", early);
  events({"early false"});
}

TEST_F(timers, TIM_10_timers_fire_in_the_order_of_their_times) {
  for (const int n : {60, 20, 40, 0}) otp::send_after(n * 1ms, otp::self(), n);
  hear_all();
  events({"message 0", "message 20", "message 40", "message 60"});
}

TEST_F(timers, TIM_11_negative_times_and_impossible_destinations_are_badarg) {
  attempt("negative", [] { otp::send_after(-1ms, otp::self(), 1); });
  attempt("nobody", [] { otp::send_after(1ms, otp::pid(), 1); });
  attempt("negative start_timer", [] { otp::start_timer(-1ms, otp::self(), 1); });
  events({"negative error badarg", "nobody error badarg", "negative start_timer error badarg"});
}

TEST_F(timers, TIM_15_anybody_may_cancel_a_timer_by_its_reference) {
  const otp::ref t = otp::send_after(40ms, otp::self(), std::string("late"));
  const auto [p, m] = otp::spawn_monitor([t] { otp::exit(otp::cancel_timer(t) ? "cancelled" : "not there"); });
  named("a", p);
  hear();
  hear();
  events({"DOWN a cancelled", "nothing"});
}

TEST_F(timers, TIM_16_an_interval_repeats_until_it_is_cancelled) {
  const otp::ref t = otp::send_interval(5ms, otp::self(), std::string("tick"));
  for (int i = 0; i < 3; ++i) hear();
  otp::cancel_timer(t);
  settle();
  while (otp::receive([](const std::string&) { return true; }, otp::after(0s, [] { return false; }))) {
  }
  hear();
  attempt("cancel again", [&] { otp::cancel_timer(t); });
  events({"message tick", "message tick", "message tick", "nothing", "cancel again ok"});
}

TEST_F(timers, TIM_17_exit_after_and_kill_after_send_exit_signals) {
  const otp::pid a = idle("a"), b = idle_trapping("b");
  otp::monitor(a);
  otp::exit_after(10ms, a, "late");
  hear();
  otp::monitor(b);
  otp::kill_after(10ms, b);
  hear();
  events({"DOWN a late", "DOWN b killed"});
}

}  // namespace
