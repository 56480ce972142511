// Wrong: the state is what one sees of it
// Refused with: a cleared card counts from nothing
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
  int handle_call(const free_drinks& f) { return std::max(0, visits_[f.guest] / 10 - had_[f.guest]); }
  bool handle_call(const redeem& r) {
    if (visits_[r.guest] / 10 <= had_[r.guest]) return false;
    ++had_[r.guest];
    return true;
  }

 private:
  std::map<std::string, int> visits_, had_;
};
