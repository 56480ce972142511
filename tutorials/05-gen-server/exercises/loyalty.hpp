// Exercise 1: a loyalty card.
//
// Make this a server.
//   visit        a cast: counts a visit of a guest
//   free_drinks  a call: how many free drinks the guest has earned and not had; every tenth visit earns one
//   redeem       a call: takes one, and answers whether there was one
//   new_year     a message (it comes by a timer, say): clears all cards
// `otp::stop` stops it.
#pragma once

#include <map>
#include <string>

#include <otp/otp.hpp>

struct visit {
  std::string guest;
};
struct free_drinks {
  using reply = int;
  std::string guest;
};
struct redeem {
  using reply = bool;
  std::string guest;
};
struct new_year {};

class loyalty : public otp::gen_server<loyalty> {
 public:
  void handle_cast(const visit&) {}
  int handle_call(const free_drinks&) { return 0; }
  bool handle_call(const redeem&) { return false; }
};
