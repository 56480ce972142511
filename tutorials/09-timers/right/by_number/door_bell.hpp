// Right, too: each ring has a number, and only the timer of the last one counts; none is cancelled
#pragma once

#include <utility>

#include <otp/otp.hpp>

struct ring {};
struct pressed {
  using reply = int;
};
struct guests_at_the_door {
  int pressed;
};

class door_bell : public otp::gen_server<door_bell> {
 public:
  struct quiet {
    int number;
  };
  using messages = otp::handles<quiet>;
  explicit door_bell(otp::pid owner) : owner_(std::move(owner)) {}
  void handle_cast(ring) {
    ++pressed_;
    otp::send_after(std::chrono::seconds(2), otp::self(), quiet{++number_});
  }
  int handle_call(pressed) const { return pressed_; }
  void handle_info(quiet q) {
    if (q.number == number_) otp::send(owner_, guests_at_the_door{std::exchange(pressed_, 0)});
  }

 private:
  otp::pid owner_;
  int pressed_ = 0, number_ = 0;
};
