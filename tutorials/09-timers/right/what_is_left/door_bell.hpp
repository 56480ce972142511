// Right, too: the server's timeout, for what is left until then
#pragma once

#include <algorithm>
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
    at_ = otp::now() + std::chrono::seconds(2);
    return rest();
  }
  otp::result<int> handle_call(pressed) {
    if (pressed_ == 0) return {0};
    return {pressed_, rest()};
  }
  void handle_info(otp::timeout_t) { otp::send(owner_, guests_at_the_door{std::exchange(pressed_, 0)}); }

 private:
  otp::next rest() const { return otp::and_wait(std::max(otp::duration::zero(), at_ - otp::now())); }
  otp::pid owner_;
  int pressed_ = 0;
  otp::time_point at_;
};
