// broken.cpp - a bar that catches everything and goes on.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

struct order {
  using reply = std::string;
  std::string drink;
};
struct count {
  using reply = int;
};

const std::map<std::string, int> prices{{"coffee", 250}, {"tea", 250}, {"cocoa", 250}};

class bar : public otp::gen_server<bar> {
 public:
  using messages = otp::handles<order, count>;

  std::string handle_call(const order& o) {
    try {
      --cups_;
      cents_ += prices.at(o.drink);
      return o.drink;
    } catch (...) {  // never mind
      return "sorry, no " + o.drink;
    }
  }
  int handle_call(count) { return cups_ * 250 + cents_; }

 private:
  int cups_ = 100;
  int cents_ = 0;
};

int main() {
  otp::system system;
  const auto server = otp::start<bar>();
  std::cout << "opened with a value of " << otp::call(server, count{}) << '\n';
  for (const char* drink : {"coffee", "tea", "dragon's milk", "cocoa"})
    std::cout << "waiter: " << otp::call(server, order{drink}) << '\n';
  std::cout << "closed with a value of " << otp::call(server, count{}) << '\n';
}
