// Wrong: between a look and a watch nothing happens
// Refused with: while it started, with seed
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

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
  presence(const otp::pg_scope<>& rooms, const std::string& room, const otp::pid& host) : host_(host) {
    for (const otp::pid& each : rooms.get_members(room)) comes(each);
    rooms.monitor(room);
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) c.change == change::what::join ? comes(each) : goes(each);
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
  otp::pid host_;
  std::map<otp::pid, int> times_;
};
