// Wrong: a new timer takes the place of the old one
// Refused with: the last ring was at 4 s
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
  using messages = otp::handles<otp::timer_timeout>;
  explicit door_bell(otp::pid owner) : owner_(std::move(owner)) {}
  void handle_cast(ring) {
    ++pressed_;
    otp::start_timer(std::chrono::seconds(2), otp::self(), 0);
  }
  int handle_call(pressed) { return pressed_; }
  void handle_info(const otp::timer_timeout&) {
    if (pressed_ > 0) otp::send(owner_, guests_at_the_door{std::exchange(pressed_, 0)});
  }

 private:
  otp::pid owner_;
  int pressed_ = 0;
};
