// Wrong: who has had a drink begins a new card
// Refused with: to redeem takes one drink, and 25 visits have earned two
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
  using messages = otp::handles<new_year>;
  void handle_cast(const visit& v) { ++visits_[v.guest]; }
  void handle_info(new_year) { visits_.clear(); }
  int handle_call(const free_drinks& f) { return visits_[f.guest] / 10; }
  bool handle_call(const redeem& r) {
    if (visits_[r.guest] < 10) return false;
    visits_[r.guest] = 0;
    return true;
  }

 private:
  std::map<std::string, int> visits_;
};
