// Wrong: at each change, the list says what has happened
// Refused with: Ann has come and gone
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
  presence(const otp::pg_scope<>& rooms, const std::string& room, const otp::pid& host)
      : rooms_(rooms), room_(room), host_(host) {
    rooms.monitor(room);
    look();
  }
  void handle_info(const change&) { look(); }

 private:
  void look() {
    const std::vector<otp::pid> members = rooms_.get_members(room_);
    const std::set<otp::pid> now(members.begin(), members.end());
    for (const otp::pid& each : now)
      if (!there_.contains(each)) otp::send(host_, came{each});
    for (const otp::pid& each : there_)
      if (!now.contains(each)) otp::send(host_, went{each});
    there_ = now;
  }
  otp::pg_scope<> rooms_;
  std::string room_;
  otp::pid host_;
  std::set<otp::pid> there_;
};
