// Right, too: it looks when it has started, by what the monitor has answered; a visit knows how often
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
    after_init(and_continue(rooms.monitor(room).members));
  }
  void handle_continue(const std::vector<otp::pid>& found) {
    for (const otp::pid& each : found) changes(each, 1);
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) changes(each, c.change == change::what::join ? 1 : -1);
  }

 private:
  void changes(const otp::pid& who, int by) {
    int& times = times_[who];
    const int before = times;
    times += by;
    if (before == 0) otp::send(host_, came{who});
    if (times == 0) otp::send(host_, went{who});
  }
  otp::pid host_;
  std::map<otp::pid, int> times_;
};
