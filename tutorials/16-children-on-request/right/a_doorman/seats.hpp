// Right, too: one actor at the door, who counts and lets in
#pragma once

#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct may_i_come_in {
  using reply = bool;
  std::function<void()> evening;
};

/// Counts and lets in, one after the other.
class doorman : public otp::gen_server<doorman> {
 public:
  using messages = otp::handles<may_i_come_in>;
  doorman(std::size_t seats, otp::supervisor_ref guests) : seats_(seats), guests_(std::move(guests)) {}

  bool handle_call(const may_i_come_in& asked) {
    if (otp::count_children(guests_).active >= seats_) return false;
    return bool(otp::start_child(guests_, otp::child("guest", {.restart = otp::temporary}, asked.evening)));
  }

 private:
  std::size_t seats_;
  otp::supervisor_ref guests_;
};

struct bar {
  otp::supervisor_ref guests;
  otp::server_ref<doorman> door;
};

inline bar open_bar(std::size_t seats) {
  const otp::supervisor_ref guests = otp::start_dynamic_supervisor();
  return {guests, otp::start_link<doorman>(seats, guests)};
}

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  return otp::call(where.door, may_i_come_in{evening});
}
