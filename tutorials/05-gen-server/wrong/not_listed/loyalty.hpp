// Wrong: a server takes every message for which it has a handle_info
// Refused with: this class has a handle_info that no message reaches
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
  void handle_cast(const visit& v) { ++visits_[v.guest]; }
  void handle_info(new_year) {
    visits_.clear();
    had_.clear();
  }
  int handle_call(const free_drinks& f) { return visits_[f.guest] / 10 - had_[f.guest]; }
  bool handle_call(const redeem& r) {
    if (visits_[r.guest] / 10 <= had_[r.guest]) return false;
    ++had_[r.guest];
    return true;
  }

 private:
  std::map<std::string, int> visits_, had_;
};
