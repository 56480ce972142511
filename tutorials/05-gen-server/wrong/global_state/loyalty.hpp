// Wrong: the state of a server is a variable of the program
// Refused with: are the cards a global or static variable?
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

inline std::map<std::string, int> visits_of, had_by;

class loyalty : public otp::gen_server<loyalty> {
 public:
  using messages = otp::handles<new_year>;
  void handle_cast(const visit& v) { ++visits_of[v.guest]; }
  int handle_call(const free_drinks& f) { return visits_of[f.guest] / 10 - had_by[f.guest]; }
  bool handle_call(const redeem& r) {
    if (visits_of[r.guest] / 10 <= had_by[r.guest]) return false;
    ++had_by[r.guest];
    return true;
  }
  void handle_info(new_year) {
    visits_of.clear();
    had_by.clear();
  }
};
