// Wrong: a counter goes on counting
// Refused with: it counts from nothing again when the owner was told
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
    quiet_ = otp::start_timer(std::chrono::seconds(2), otp::self(), 0);
  }
  int handle_call(pressed) { return pressed_; }
  void handle_info(const otp::timer_timeout& t) {
    if (t.ref == quiet_) otp::send(owner_, guests_at_the_door{pressed_});
  }

 private:
  otp::pid owner_;
  int pressed_ = 0;
  otp::ref quiet_;
};
