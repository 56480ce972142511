// explored.cpp - both programs, under a thousand schedules.
#include <cstdlib>
#include <iostream>
#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

struct get {
  using reply = int;
};
struct set {
  using reply = void;
  int cents;
};
struct add {
  using reply = void;
  int cents;
};

class jar : public otp::gen_server<jar> {
 public:
  using messages = otp::handles<get, set, add>;
  int handle_call(get) { return cents_; }
  void handle_call(set s) { cents_ = s.cents; }
  void handle_call(add a) { cents_ += a.cents; }

 private:
  int cents_ = 0;
};

/// A scenario: it throws when something is wrong.
template <class F>
void two_tips(F put_in_a_tip) {
  const auto tips = otp::start<jar>();
  otp::spawn_monitor("Ann", [&] { put_in_a_tip(tips); });
  otp::spawn_monitor("Bob", [&] { put_in_a_tip(tips); });
  for (int ends = 0; ends < 2; ++ends) otp::receive([](const otp::down&) {});
  const int cents = otp::call(tips, get{});
  if (cents != 200) throw otp::expectation_failed("in the jar: " + std::to_string(cents));
}

void by_get_and_set() {
  two_tips([](const auto& tips) { otp::call(tips, set{otp::call(tips, get{}) + 100}); });
}
void by_add() {
  two_tips([](const auto& tips) { otp::call(tips, add{100}); });
}

void explore(const char* what, void (*scenario)()) {
  std::cout << what << ": ";
  const auto found = otp::find_failing_schedule({.schedules = 1000}, scenario);
  if (!found) {
    std::cout << "1000 schedules, and no failure\n";
    return;
  }
  std::cout << *found->failure << '\n';
  std::cout << "  under the schedule " << to_string(found->schedule) << ", with " << found->progress.preemptions
            << " preemptions in " << found->progress.steps << " steps\n";
  const auto again = otp::replay(found->schedule, scenario);
  std::cout << "  the same again? " << (again.trace == found->trace ? "yes, to the last event" : "no") << '\n';
}

int main() {
  unsetenv("OTP_SCHEDULE");  // the tour runs each program under one schedule; this one is to try many
  explore("get and set", by_get_and_set);
  explore("add", by_add);
}
