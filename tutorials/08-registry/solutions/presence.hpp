#pragma once

#include <map>
#include <string>

#include <otp/otp.hpp>

struct came {
  otp::pid who;
};
struct went {
  otp::pid who;
};

class presence : public otp::gen_server<presence> {
 public:
  using change = otp::group_change<std::string>;
  using messages = otp::handles<change>;

  /// The monitor's answer is the look: it and the changes after it are one story, with nothing between.
  presence(const otp::pg_scope<>& rooms, const std::string& room, const otp::pid& host) : host_(host) {
    for (const otp::pid& each : rooms.monitor(room).members) comes(each);
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) {
      if (c.change == change::what::join)
        comes(each);
      else
        goes(each);
    }
  }

 private:
  void comes(const otp::pid& who) {
    if (++times_[who] == 1) otp::send(host_, came{who});
  }
  void goes(const otp::pid& who) {
    if (--times_[who] > 0) return;
    times_.erase(who);
    otp::send(host_, went{who});
  }

  const otp::pid host_;
  std::map<otp::pid, int> times_;  // how often a guest in the room has joined it
};
