// Wrong: what is no call is a cast
// Refused with: the message new_year was sent to the server's pid
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
  void handle_cast(new_year) {
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
