// Wrong: the end of a guest has to be watched by the server itself
// Refused with: Ann went
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
    for (const otp::pid& each : rooms.monitor(room).members) comes(each);
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) {
      if (c.change == change::what::join) {
        comes(each);
      } else if (--times_[each] == 0) {
        otp::send(host_, went{each});
      }
    }
  }
  void handle_info(const otp::down& d) { otp::send(host_, went{d.pid}); }

 private:
  void comes(const otp::pid& who) {
    if (++times_[who] > 1) return;
    otp::monitor(who);
    otp::send(host_, came{who});
  }
  otp::pid host_;
  std::map<otp::pid, int> times_;
};
