// Exercise 3: who comes, and who goes.
//
// A room is a group of `rooms`. Guests join and leave it as they like, also while this server starts. `host` is told
//   came{who}  of each who is in the room, once: those found there, in any order, and those that join later
//   went{who}  when such a guest is in the room no longer: it has left, or has ended
// A guest who has joined twice has come once, and goes when it has left twice. The host is told in the order of the
// events, and of short visits, too: when the server hears of one, it may be over.
#pragma once

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

  presence(const otp::pg_scope<>& rooms, const std::string& room, const otp::pid& host) : host_(host) {
    for (const otp::pid& each : rooms.get_members(room)) otp::send(host_, came{each});
    rooms.monitor(room);
  }
  void handle_info(const change& c) {
    for (const otp::pid& each : c.members) {
      if (c.change == change::what::join)
        otp::send(host_, came{each});
      else
        otp::send(host_, went{each});
    }
  }

 private:
  const otp::pid host_;
};
