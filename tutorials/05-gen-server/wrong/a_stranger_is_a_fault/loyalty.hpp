// Wrong: who asks for what is not there has made a mistake, and the server may fail of it
// Refused with: also when it is asked about a guest without a card
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
  void handle_cast(const visit& v) { ++cards_[v.guest].visits; }
  void handle_info(new_year) { cards_.clear(); }
  int handle_call(const free_drinks& f) { return cards_.at(f.guest).visits / 10 - cards_.at(f.guest).had; }
  bool handle_call(const redeem& r) {
    card& c = cards_.at(r.guest);
    if (c.visits / 10 == c.had) return false;
    ++c.had;
    return true;
  }

 private:
  struct card {
    int visits = 0, had = 0;
  };
  std::map<std::string, card> cards_;
};
