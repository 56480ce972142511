#pragma once

#include <map>
#include <string>

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
  // Timers and others who know only the pid may send these.
  using messages = otp::handles<new_year>;

  void handle_cast(const visit& v) { ++cards_[v.guest].visits; }
  int handle_call(const free_drinks& asked) { return earned(cards_[asked.guest]); }
  bool handle_call(const redeem& wanted) {
    card& c = cards_[wanted.guest];
    if (earned(c) == 0) return false;
    ++c.redeemed;
    return true;
  }
  void handle_info(new_year) { cards_.clear(); }

 private:
  struct card {
    int visits = 0;
    int redeemed = 0;
  };
  static int earned(const card& c) { return c.visits / 10 - c.redeemed; }

  std::map<std::string, card> cards_;
};
