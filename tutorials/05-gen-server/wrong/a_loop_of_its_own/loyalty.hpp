// Wrong: a server receives its messages itself
// Refused with: its constructor has to return, for the loop that receives is the library's
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
  loyalty() {
    for (;;)
      otp::receive([&](const visit& v) { ++visits_[v.guest]; },
                   [&](new_year) {
                     visits_.clear();
                     had_.clear();
                   });
  }
  void handle_cast(const visit& v) { ++visits_[v.guest]; }
  int handle_call(const free_drinks& f) { return visits_[f.guest] / 10 - had_[f.guest]; }
  bool handle_call(const redeem& r) {
    if (visits_[r.guest] / 10 <= had_[r.guest]) return false;
    ++had_[r.guest];
    return true;
  }

 private:
  std::map<std::string, int> visits_, had_;
};
