// lock.cpp - the same door as a state machine.
#include <iostream>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct code {
  int typed;
};
struct pull {};
struct deliver {
  int bottles;
};
struct milk {
  using reply = int;
};

struct locked {};
struct unlocked {};

class store_door : public otp::gen_statem<store_door, otp::states<locked, unlocked>> {
 public:
  store_door() : gen_statem(locked{}) {}

  void enter(locked&) { std::cout << "door: locked\n"; }
  next on(locked&, code c) { return c.typed == 42 ? go(unlocked{}) : keep(); }
  void on(locked&, pull) {}
  next on(locked&, deliver) { return keep().postpone(); }

  entered enter(unlocked&) {
    std::cout << "door: unlocked\n";
    return entered().timeout(otp::state_timeout, 10s, pull{});  // a spring
  }
  void on(unlocked&, code) {}
  next on(unlocked&, pull) { return go(locked{}); }
  void on(unlocked&, deliver d) { bottles_ += d.bottles; }

  template <class State>
  next on(State&, milk, otp::from<int> who) {
    return keep().reply(who, bottles_);
  }

 private:
  int bottles_ = 0;
};

int main() {
  otp::system system;
  const auto door = otp::start<store_door>();
  otp::cast(door, deliver{6});
  otp::sleep_for(1min);
  otp::cast(door, code{42});
  otp::sleep_for(4s);
  std::cout << "Ann: has the sugar, and pulls the door shut\n";
  otp::cast(door, pull{});
  otp::sleep_for(4s);
  otp::cast(door, code{42});
  otp::sleep_for(5s);
  std::cout << "Bob: has the beans\n";
  otp::sleep_for(1min);
  std::cout << "bottles of milk: " << otp::call(door, milk{}) << '\n';
}
