// Wrong: what a call asks for, it takes
// Refused with: to ask for the number takes no drink
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
  void handle_cast(const visit& v) {
    if (++visits_[v.guest] % 10 == 0) ++drinks_[v.guest];
  }
  void handle_info(new_year) {
    visits_.clear();
    drinks_.clear();
  }
  int handle_call(const free_drinks& f) { return std::exchange(drinks_[f.guest], 0); }
  bool handle_call(const redeem& r) {
    if (drinks_[r.guest] == 0) return false;
    --drinks_[r.guest];
    return true;
  }

 private:
  std::map<std::string, int> visits_, drinks_;
};
