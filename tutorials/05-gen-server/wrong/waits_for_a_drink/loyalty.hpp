// Wrong: who wants a drink waits until there is one
// Refused with: was not answered: each is answered at once, also where there is no drink
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
    ++visits_[v.guest];
    if (waiting_.count(v.guest) && visits_[v.guest] / 10 > had_[v.guest]) {
      ++had_[v.guest];
      otp::reply(waiting_.at(v.guest), true);
      waiting_.erase(v.guest);
    }
  }
  void handle_info(new_year) {
    visits_.clear();
    had_.clear();
  }
  int handle_call(const free_drinks& f) { return visits_[f.guest] / 10 - had_[f.guest]; }
  otp::result<bool> handle_call(const redeem& r, otp::from<bool> who) {
    if (visits_[r.guest] / 10 == had_[r.guest]) {
      waiting_.emplace(r.guest, who);
      return otp::noreply;
    }
    ++had_[r.guest];
    return true;
  }

 private:
  std::map<std::string, int> visits_, had_;
  std::map<std::string, otp::from<bool>> waiting_;
};
