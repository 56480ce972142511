// state_chart_test.cpp - a state machine's chart: what was seen, what was not, and the same text for the same.
#include <otp/state_chart.hpp>

#include <otp/explore.hpp>

#include "turnstile.hpp"

namespace {

constexpr const char* whole = R"(stateDiagram-v2
    [*] --> locked
    locked --> unlocked: coin
    locked --> locked: parcel
    locked --> locked: push (postponed)
    locked --> locked: total
    unlocked --> unlocked: coin
    unlocked --> locked: push
    unlocked --> unlocked: push
    state "never seen" as never_seen
    locked --> never_seen: break_it
    unlocked --> never_seen: total
    unlocked --> never_seen: break_it
    unlocked --> never_seen: parcel
    classDef dashed stroke-dasharray: 5 5
    class never_seen dashed
)";

TEST(state_chart_test, it_shows_what_was_seen_in_all_schedules_and_what_was_not) {
  otp::state_chart seen;
  const auto scenario = [] {
    const auto gate = otp::start<turnstile>();
    otp::call(gate, total{});
    otp::cast(gate, parcel{std::make_unique<std::string>()});
    const auto guest = [&](auto does) { return otp::spawn_monitor([=] { otp::cast(gate, does); }).ref; };
    for (const otp::ref& end : {guest(coin{}), guest(coin{}), guest(push{}), guest(push{})}) otp::await_down(end);
    otp::sleep_for(1s);
  };
  otp::explore({.schedules = 100, .trace = seen.watch()}, scenario);
  EXPECT_EQ(seen.mermaid<turnstile>(), whole);
}

struct on {};
struct off {};
struct flip {};
class lamp : public otp::gen_statem<lamp, otp::states<off, on>> {
 public:
  using messages = otp::handles<flip>;
  lamp() : gen_statem(off{}) {}
  next on(off&, flip) { return go(::on{}); }
  next on(::on&, flip) { return stop(); }
};

TEST(state_chart_test, a_stop_leads_to_the_end_and_other_machines_are_left_out) {
  otp::state_chart seen;
  otp::options chosen = virtual_time();
  chosen.trace = seen.watch();
  {
    const otp::system system(chosen);
    const auto light = otp::start<lamp>();
    const otp::ref end = otp::monitor(light);
    otp::cast(otp::start<turnstile>(), coin{});
    for (int i = 0; i < 2; ++i) otp::cast(light, flip{});
    EXPECT_EQ(reason_of_end(end), otp::normal);
  }
  EXPECT_EQ(seen.mermaid<lamp>(), "stateDiagram-v2\n    [*] --> off\n    off --> on: flip\n    on --> [*]: flip\n");
}

}  // namespace
