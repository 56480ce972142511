// Wrong: a server's timeout is an alarm
// Refused with: a question must not put off the message, nor bring it early
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
  explicit door_bell(otp::pid owner) : owner_(std::move(owner)) {}
  otp::next handle_cast(ring) {
    ++pressed_;
    return otp::and_wait(std::chrono::seconds(2));
  }
  otp::result<int> handle_call(pressed) { return {pressed_, otp::and_wait(std::chrono::seconds(2))}; }
  void handle_info(otp::timeout_t) { otp::send(owner_, guests_at_the_door{std::exchange(pressed_, 0)}); }

 private:
  otp::pid owner_;
  int pressed_ = 0;
};
