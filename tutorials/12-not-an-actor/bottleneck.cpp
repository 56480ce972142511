// bottleneck.cpp - a card that is an actor, and a card that is on the table.
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

using price_list = std::map<std::string, int>;

int look_up(const price_list& card, const std::string& drink) {
  otp::sleep_for(10ms);  // some work
  return card.at(drink);
}

struct price_of {
  using reply = int;
  std::string drink;
};
class card_server : public otp::gen_server<card_server> {
 public:
  using messages = otp::handles<price_of>;
  explicit card_server(price_list card) : card_(std::move(card)) {}
  int handle_call(const price_of& p) { return look_up(card_, p.drink); }

 private:
  price_list card_;
};

/// Ten guests read the card ten times each.
template <class F>
void evening(const char* what, F read) {
  const otp::time_point begin = otp::now();
  for (int guest = 0; guest < 10; ++guest)
    otp::spawn_monitor([&] {
      for (int i = 0; i < 10; ++i) read("coffee");
    });
  for (int ends = 0; ends < 10; ++ends) otp::receive([](const otp::down&) {});
  std::cout << what << ": " << (otp::now() - begin) / 1ms << " ms\n";
}

int main() {
  otp::system system;
  const price_list prices{{"coffee", 250}, {"tea", 200}};
  const auto server = otp::start<card_server>(prices);
  evening("asking an actor", [&](const char* drink) { return otp::call(server, price_of{drink}); });
  const auto card = std::make_shared<const price_list>(prices);
  evening("reading the card", [card](const char* drink) { return look_up(*card, drink); });
}
