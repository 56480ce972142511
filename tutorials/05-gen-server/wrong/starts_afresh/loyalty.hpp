// Wrong: a server that is to forget all ends, and its supervisor starts it afresh
// Refused with: it goes on until otp::stop stops it
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
  otp::next handle_info(new_year) { return otp::and_stop(otp::normal); }
  int handle_call(const free_drinks& f) { return visits_[f.guest] / 10 - had_[f.guest]; }
  bool handle_call(const redeem& r) {
    if (visits_[r.guest] / 10 <= had_[r.guest]) return false;
    ++had_[r.guest];
    return true;
  }

 private:
  std::map<std::string, int> visits_, had_;
};
