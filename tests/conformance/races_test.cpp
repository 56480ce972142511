// races_test.cpp - the rows that speak of races: each holds ten thousand times free-running, and under as many
// schedules.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>

using namespace std::chrono_literals;

namespace {

constexpr int repetitions = SANITIZED ? 200 : 10'000;  // there a thread costs twenty times as much

void expect(bool held, const std::string& what) {
  if (!held) throw otp::expectation_failed(what);
}
template <class T>
bool waits() {
  return otp::receive([](const T&) { return true; }, otp::after(0s, [] { return false; }));
}
struct go {};

// Each returns after everything it started is over, so that it can be repeated in one system.

void name_is_free_when_down_is_seen() {
  const auto [p, m] = otp::spawn_monitor([] { otp::receive([](go) {}); });
  otp::register_name("held", p);
  otp::send(p, go{});
  otp::expect<otp::down>();
  otp::register_name("held", otp::self());  // throws if it is not
  otp::unregister_name("held");
}

void demonitor_tells_exactly() {
  const auto [p, m] = otp::spawn_monitor([] {});
  const bool in_time = otp::demonitor(m);
  expect(waits<otp::down>() != in_time, "demonitor said " + std::string(in_time ? "in time" : "too late"));
  const otp::ref end = otp::monitor(p);
  otp::expect(otp::when([&](const otp::down& d) { return d.ref == end; }, [](otp::down) {}));
  expect(!waits<otp::down>(), "a down after demonitor");
}

void unlink_then_no_exit() {
  otp::trap_exit(true);
  const auto [p, m] = otp::spawn_monitor([] { otp::exit("crash"); });
  try {
    otp::link(p);
  } catch (const otp::error&) {
  }
  otp::unlink(p);
  while (waits<otp::exit_message>()) {
  }
  otp::expect<otp::down>();
  expect(!waits<otp::exit_message>(), "an exit message after unlink");
}

void exit_then_monitor_is_noproc() {
  const otp::pid p = otp::spawn([] { otp::receive([](go) {}); });
  otp::exit(p, "reason");
  otp::monitor(p);
  expect(otp::expect<otp::down>().reason == otp::noproc, "the real reason");
}

struct ring {};
void cancel_timer_is_exact() {
  static int round = 0;
  const otp::ref t = otp::send_after(std::chrono::microseconds(++round % 40), otp::self(), ring{});
  const auto [p, m] = otp::spawn_monitor([] {});  // some time passes, and some steps
  const bool in_time = otp::cancel_timer(t).has_value();
  if (!in_time) otp::expect<ring>();  // it is or will be in the mailbox
  otp::expect<otp::down>();
  expect(!waits<ring>(), "a message after cancel_timer");
}

struct outcome {
  bool registered;
};
void one_of_many_registers(int racers) {
  int winners = 0;
  for (int i = 0; i < racers; ++i)
    otp::spawn_monitor([to = otp::self()] {
      bool registered = true;
      try {
        otp::register_name("contested", otp::self());
      } catch (const otp::error&) {
        registered = false;
      }
      otp::send(to, outcome{registered});
      otp::receive([](go) {});
    });
  for (int i = 0; i < racers; ++i) winners += otp::expect<outcome>().registered;
  expect(winners == 1, std::to_string(winners) + " winners");
  for (const otp::pid& p : otp::processes())
    if (p != otp::self()) otp::send(p, go{});
  for (int i = 0; i < racers; ++i) otp::expect<otp::down>();
}

struct race {
  const char* row;
  std::function<void()> scenario;
};
void PrintTo(const race& r, std::ostream* out) { *out << r.row; }

class races : public ::testing::TestWithParam<race> {};

TEST_P(races, real_time_hold_over_many_free_running_repetitions) {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  quiet.schedule = otp::free_running;
  otp::system system(quiet);
  for (int i = 0; i < repetitions; ++i) ASSERT_NO_THROW(GetParam().scenario()) << i;
}

TEST_P(races, hold_under_many_schedules) {
  otp::explore({.schedules = std::uint64_t(repetitions)}, GetParam().scenario);
}

INSTANTIATE_TEST_SUITE_P(
    rows, races,
    ::testing::Values(race{"REG_09", name_is_free_when_down_is_seen}, race{"MON_12", demonitor_tells_exactly},
                      race{"LINK_06", unlink_then_no_exit}, race{"MON_21", exit_then_monitor_is_noproc},
                      race{"TIM_02", cancel_timer_is_exact}, race{"REG_15", [] { one_of_many_registers(20); }}),
    [](const auto& of) { return std::string(of.param.row); });

}  // namespace
