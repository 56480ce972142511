// Right, too: all plain messages come to one handler, which looks at the type; and the answers are given by reply
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

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
  void handle_cast(visit v) { visits_.push_back(std::move(v.guest)); }
  void handle_info(const otp::message& m) {
    if (!m.is<new_year>()) return;
    visits_.clear();
    had_.clear();
  }
  void handle_call(const free_drinks& asked, otp::from<int> who) { otp::reply(who, left(asked.guest)); }
  otp::result<bool> handle_call(const redeem& wanted) {
    if (left(wanted.guest) == 0) return {false};
    had_.push_back(wanted.guest);
    return {true};
  }

 private:
  int left(const std::string& guest) const { return count(visits_, guest) / 10 - count(had_, guest); }
  static int count(const std::vector<std::string>& list, const std::string& guest) {
    int n = 0;
    for (const std::string& each : list) n += each == guest;
    return n;
  }

  std::vector<std::string> visits_, had_;
};
