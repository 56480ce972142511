// Right, too: a list with a place for each time
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
  presence(const otp::pg_scope<>& rooms, const std::string& room, otp::pid host) : host_(std::move(host)) {
    handle_info(change{{}, change::what::join, room, rooms.monitor(room).members});
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) {
      const bool was_there = there_.contains(each);
      if (c.change == change::what::join)
        there_.insert(each);
      else if (was_there)
        there_.erase(there_.find(each));
      const bool is_there = there_.contains(each);
      if (is_there && !was_there) otp::send(host_, came{each});
      if (was_there && !is_there) otp::send(host_, went{each});
    }
  }

 private:
  otp::pid host_;
  std::multiset<otp::pid> there_;
};
