// breaker_test.cpp - the circuit breaker of the examples: exact in virtual time; one probe at a time in any schedule.
#include "../tutorials/examples/breaker.hpp"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include <otp/explore.hpp>
#include <otp/state_chart.hpp>

#include "support.hpp"

namespace {

using gate_ref = otp::server_ref<breaker::gate>;

constexpr breaker::token_bucket plenty(1'000'000, 1ns);
/// At the very end of a pause of 5 s both may be: the circuit is open, or half open.
constexpr otp::duration past_the_pause = 5s + 1ns;
const breaker::settings three_in_10_s{.failures = 3, .window = 10s, .pause = 5s, .rate = plenty};

struct ask {
  bool answers = true;
  using reply = int;
};
/// Counts the calls that reach it, and answers those that say so.
class service : public otp::gen_server<service> {
 public:
  otp::result<int> handle_call(ask a) {
    ++calls_;
    if (a.answers) return calls_;
    return otp::noreply;
  }

 private:
  int calls_ = 0;
};

struct guarded_service {
  gate_ref gate;
  otp::server_ref<service> behind = otp::start_link<service>();

  explicit guarded_service(const breaker::settings& s) : gate(otp::start_link<breaker::gate>(s)) {}
  otp::response<int> call(bool answers) const { return breaker::call(gate, behind, ask{answers}, answers ? 1s : 0s); }
  void fail(int times) const {
    for (int i = 0; i < times; ++i) EXPECT_EQ(call(false).failure, otp::timeout);
  }
  std::string now() const { return otp::get_state(gate); }
};

// ---- many schedules -------------------------------------------------------------------------------------------------

struct seen {
  std::atomic<int> probes = 0;
  std::atomic<bool> two_at_once = false, over = false;
};
class probe {
 public:
  explicit probe(seen& all) : all_(all) {
    if (++all_.probes > 1) all_.two_at_once = true;
  }
  ~probe() { --all_.probes; }
  probe(const probe&) = delete;
  probe& operator=(const probe&) = delete;

 private:
  seen& all_;
};

/// Asks for permits, without patience. A permit it uses, and tells of a failure, or dies. In the end it lives on.
void caller(const gate_ref& gate, seen& all, bool dies) {
  while (!all.over) {
    const auto mine = otp::try_call(gate, breaker::ask_permit{}, 0s);
    if (mine && mine.value->id) {
      {
        const probe scope(all);
        otp::sleep_for(5ms);
        if (dies) throw std::runtime_error("died while it made the probe");
      }
      otp::cast(gate, breaker::outcome{*mine.value->id, false});
    }
    otp::sleep_for(5ms);
  }
  otp::wait_for_end();
}

void scenario() {
  const auto gate =
      otp::start_link<breaker::gate>(breaker::settings{.failures = 1, .window = 1s, .pause = 10ms, .rate = plenty});
  // The circuit is open from here on, so what passes is a probe.
  otp::cast(gate, breaker::outcome{*otp::call(gate, breaker::ask_permit{}).id, false});
  const auto all = std::make_shared<seen>();
  for (const bool dies : {false, true, false, true}) otp::spawn([=] { caller(gate, *all, dies); });
  otp::sleep_for(60ms);
  all->over = true;
  otp::sleep_for(1min);
  if (all->two_at_once) throw otp::expectation_failed("two probes at once");
  if (!otp::call(gate, breaker::ask_permit{}).id) throw otp::expectation_failed("no probe is allowed any more");
  if (otp::process_info(gate)->monitors.size() != 1) throw otp::expectation_failed("not only the probe is watched");
}

}  // namespace

TEST(breaker, there_is_one_probe_at_a_time_and_always_another_in_any_schedule) {
  otp::explore({.schedules = SANITIZED ? 100u : 1000u}, scenario);
}

TEST(breaker, failures_within_a_window_open_it_and_no_call_reaches_the_service_for_a_pause) {
  const otp::system system(virtual_time());
  const guarded_service s(three_in_10_s);
  s.fail(2);
  EXPECT_EQ(s.call(true).value, 3) << "a success does not make the failures undone";
  EXPECT_EQ(s.now(), "closed");
  s.fail(1);
  EXPECT_EQ(s.now(), "open");
  EXPECT_EQ(s.call(true).failure, breaker::circuit_open);
  otp::sleep_for(5s - 1ns);
  EXPECT_EQ(s.call(true).failure, breaker::circuit_open);
  otp::sleep_for(2ns);
  EXPECT_EQ(s.now(), "half_open");
  EXPECT_EQ(s.call(true).value, 5) << "the fifth call that reached it";
  EXPECT_EQ(s.now(), "closed");
  s.fail(2);
  EXPECT_EQ(s.now(), "closed") << "the failures before the pause count no more";
}

TEST(breaker, failures_that_are_further_apart_do_not_open_it) {
  const otp::system system(virtual_time());
  const guarded_service s(three_in_10_s);
  s.fail(2);
  otp::sleep_for(10s);
  s.fail(2);
  EXPECT_EQ(s.now(), "closed");
  otp::sleep_for(10s - 1ns);
  s.fail(1);
  EXPECT_EQ(s.now(), "open");
}

TEST(breaker, a_probe_that_fails_opens_it_for_another_pause) {
  const otp::system system(virtual_time());
  const guarded_service s(three_in_10_s);
  s.fail(3);
  otp::sleep_for(past_the_pause);
  s.fail(1);
  EXPECT_EQ(s.now(), "open");
  otp::sleep_for(5s - 1ns);
  EXPECT_EQ(s.now(), "open");
  otp::sleep_for(2ns);
  EXPECT_EQ(s.now(), "half_open");
}

TEST(breaker, the_outcome_of_a_call_that_began_before_it_opened_says_nothing) {
  const otp::system system(virtual_time());
  const guarded_service s({.failures = 1, .pause = 5s, .rate = plenty});
  const auto old = otp::call(s.gate, breaker::ask_permit{}).id.value();
  s.fail(1);
  otp::sleep_for(past_the_pause);
  const auto probe = otp::call(s.gate, breaker::ask_permit{}).id.value();
  for (const bool success : {true, false}) {
    otp::cast(s.gate, breaker::outcome{old, success});
    EXPECT_EQ(s.now(), "half_open");
  }
  otp::cast(s.gate, breaker::outcome{probe, true});
  otp::cast(s.gate, breaker::outcome{old, false});
  EXPECT_EQ(s.now(), "closed");
}

TEST(breaker, what_the_limit_of_rate_refuses_is_no_failure_and_no_probe) {
  const otp::system system(virtual_time());
  const guarded_service s({.failures = 1, .pause = 5s, .rate = {2, 10s}});
  EXPECT_EQ(s.call(true).value, 1);
  s.fail(1);
  otp::sleep_for(past_the_pause);
  EXPECT_EQ(s.call(true).failure, breaker::rate_limited);
  EXPECT_EQ(s.now(), "half_open");
  otp::sleep_for(past_the_pause);
  EXPECT_EQ(s.call(true).value, 3);
  EXPECT_EQ(s.call(true).failure, breaker::rate_limited);
  EXPECT_EQ(s.now(), "closed");
}

TEST(breaker, its_chart_is_that_of_the_banner_and_what_was_never_seen_cannot_be) {
  otp::state_chart seen;
  otp::options traced = virtual_time();
  traced.trace = seen.watch();
  {
    const otp::system system(traced);
    const guarded_service s({.failures = 1, .pause = 5s, .rate = plenty});
    s.call(true);
    s.fail(1);
    s.call(true);
    otp::cast(s.gate, breaker::outcome{otp::make_ref(), false});
    otp::sleep_for(past_the_pause);
    s.fail(1);
    otp::sleep_for(past_the_pause);
    otp::await_down(otp::spawn_monitor([&] { otp::call(s.gate, breaker::ask_permit{}); }).ref);
    otp::sleep_for(past_the_pause);
    EXPECT_TRUE(s.call(true));
    EXPECT_EQ(s.now(), "closed");
  }
  EXPECT_EQ(seen.mermaid<breaker::gate>(), R"(stateDiagram-v2
    [*] --> closed
    closed --> closed: ask_permit
    closed --> closed: outcome
    closed --> open: outcome
    open --> open: ask_permit
    open --> open: outcome
    open --> half_open: pause_is_over
    half_open --> half_open: ask_permit
    half_open --> open: down
    half_open --> closed: outcome
    half_open --> open: outcome
    state "never seen" as never_seen
    closed --> never_seen: down
    open --> never_seen: down
    classDef dashed stroke-dasharray: 5 5
    class never_seen dashed
)");
}

TEST(token_bucket, it_gives_its_size_at_once_and_one_more_after_each_interval) {
  breaker::token_bucket bucket(3, 10s);
  otp::time_point now{1h};
  const auto taken = [&] {
    int n = 0;
    while (bucket.take(now)) ++n;
    return n;
  };
  EXPECT_EQ(taken(), 3);
  now += 10s - 1ns;
  EXPECT_EQ(taken(), 0);
  now += 1ns;
  EXPECT_EQ(taken(), 1);
  now += 25s;
  EXPECT_EQ(taken(), 2);
  now += 5s;
  EXPECT_EQ(taken(), 1) << "half a token had come before";
  now += 1h;
  EXPECT_EQ(taken(), 3) << "no more than its size";
}
