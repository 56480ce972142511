// Right, too: a full card is changed for a drink at once, so no division is needed
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
    if (++stamps_[v.guest] < 10) return;
    stamps_.erase(v.guest);
    ++drinks_[v.guest];
  }
  void handle_info(new_year) {
    stamps_.clear();
    drinks_.clear();
  }
  int handle_call(const free_drinks& asked) const {
    const auto found = drinks_.find(asked.guest);
    return found == drinks_.end() ? 0 : found->second;
  }
  bool handle_call(const redeem& wanted) {
    const auto found = drinks_.find(wanted.guest);
    if (found == drinks_.end()) return false;
    if (--found->second == 0) drinks_.erase(found);
    return true;
  }

 private:
  std::map<std::string, int> stamps_, drinks_;
};
