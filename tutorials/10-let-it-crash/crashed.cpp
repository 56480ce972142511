// crashed.cpp - a bar that crashes, and a ledger that does not.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct order {
  using reply = std::string;
  std::string drink;
};
struct count {
  using reply = int;
};
struct book {
  using reply = void;
  int cents;
};
struct booked {
  using reply = std::pair<int, int>;  // how many, and how much
};

const std::map<std::string, int> prices{{"coffee", 250}, {"tea", 250}, {"cocoa", 250}};

/// What must not be lost. It does as little as possible, so that nothing can go wrong in it.
class ledger : public otp::gen_server<ledger> {
 public:
  using messages = otp::handles<book, booked>;
  void handle_call(const book& b) {
    ++many_;
    cents_ += b.cents;
  }
  std::pair<int, int> handle_call(booked) { return {many_, cents_}; }

 private:
  int many_ = 0, cents_ = 0;
};

/// What can go wrong. It holds nothing that it cannot find again.
class bar : public otp::gen_server<bar> {
 public:
  using messages = otp::handles<order, count>;

  bar() {
    const auto [many, cents] = otp::call("ledger", booked{});
    cups_ = 100 - many;
    cents_ = cents;
  }
  std::string handle_call(const order& o) {
    --cups_;
    const int price = prices.at(o.drink);
    cents_ += price;
    otp::call("ledger", book{price});
    return o.drink;
  }
  int handle_call(count) { return cups_ * 250 + cents_; }

 private:
  int cups_ = 0, cents_ = 0;
};

std::string served(const std::string& drink) {
  try {
    return otp::call("bar", order{drink});
  } catch (const otp::exit_exception&) {
    otp::sleep_for(1s);  // the supervisor starts it again
    return "sorry, no " + drink;
  }
}

int main() {
  otp::system system;
  otp::start_supervisor({.strategy = otp::rest_for_one, .name = "house"},
                        {otp::child<ledger>("ledger", {.name = "ledger"}),
                         otp::child_supervisor("front", {.name = "front"}, {otp::child<bar>("bar", {.name = "bar"})})});
  std::cout << "opened with a value of " << otp::call("bar", count{}) << '\n';
  for (const char* drink : {"coffee", "dragon's milk", "tea", "dragon's milk", "cocoa"})
    std::cout << "waiter: " << served(drink) << '\n';
  std::cout << "closed with a value of " << otp::call("bar", count{}) << '\n';
}
