// Exercise 2: many actors under one name.
//
// A name has one holder. For many there are groups (OTP's module `pg`). Make this a server:
//   join     a call: the actor `who` becomes a member of the group; true, or false if it was one before
//   leave    a call: it is none any more; true, or false if it was none
//   members  a call: the group's members in the order in which they have joined
// A member that dies is a member no longer, of any group. Somebody who was dead before joining never becomes one.
#pragma once

#include <string>
#include <vector>

#include <otp/otp.hpp>

struct join {
  using reply = bool;
  std::string group;
  otp::pid who;
};
struct leave {
  using reply = bool;
  std::string group;
  otp::pid who;
};
struct members {
  using reply = std::vector<otp::pid>;
  std::string group;
};

class groups : public otp::gen_server<groups> {
 public:
  using messages = otp::handles<join, leave, members>;
  bool handle_call(const join&) { return false; }
  bool handle_call(const leave&) { return false; }
  std::vector<otp::pid> handle_call(const members&) { return {}; }
};
