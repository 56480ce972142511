// Wrong: who has joined is in the room, however often
// Refused with: Ann has joined twice, and left once
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
    for (const otp::pid& each : rooms.monitor(room).members)
      if (there_.insert(each).second) otp::send(host_, came{each});
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) {
      if (c.change == change::what::join && there_.insert(each).second) otp::send(host_, came{each});
      if (c.change == change::what::leave && there_.erase(each)) otp::send(host_, went{each});
    }
  }

 private:
  otp::pid host_;
  std::set<otp::pid> there_;
};
