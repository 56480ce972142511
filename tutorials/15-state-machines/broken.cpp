// broken.cpp - a door that locks itself, as a gen_server with an enum and a switch.
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

class store_door : public otp::gen_server<store_door> {
 public:
  using messages = otp::handles<pull>;

  void handle_cast(code c) {
    switch (state_) {
      case state::locked:
        if (c.typed != 42) break;
        become(state::unlocked);
        otp::send_after(10s, otp::self(), pull{});  // a spring
        break;
      case state::unlocked: break;
    }
  }
  void handle_cast(pull) {
    switch (state_) {
      case state::locked: break;
      case state::unlocked: become(state::locked); break;
    }
  }
  void handle_info(pull) { handle_cast(pull{}); }  // by the spring
  void handle_cast(deliver d) {
    switch (state_) {
      case state::locked: break;  // not now
      case state::unlocked: bottles_ += d.bottles; break;
    }
  }
  int handle_call(milk) { return bottles_; }

 private:
  enum class state { locked, unlocked };
  void become(state next) {
    state_ = next;
    std::cout << (next == state::unlocked ? "door: unlocked\n" : "door: locked\n");
  }

  state state_ = state::locked;
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
