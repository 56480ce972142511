// events.cpp - three handlers in one manager of events; one of them fails, and goes alone.
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

struct sold {
  std::string what;
  int cents;
};
struct total {
  using reply = int;
};

class prints : public otp::event_handler<prints, sold> {
 public:
  void handle_event(const sold& s) { std::cout << "printed: " << s.what << '\n'; }
};
class adds : public otp::event_handler<adds, sold> {
 public:
  void handle_event(const sold& s) { cents_ += s.cents; }
  int handle_call(total) { return cents_; }

 private:
  int cents_ = 0;
};
class likes_no_tea : public otp::event_handler<likes_no_tea, sold> {
 public:
  void handle_event(const sold& s) {
    if (s.what == "tea") throw std::runtime_error("not here");
  }
};

int main() {
  otp::system system;
  const auto sales = otp::start_link<otp::gen_event<sold>>({.name = "sales"});
  otp::add_handler<prints>(sales);
  otp::add_handler<adds>(sales);
  otp::add_sup_handler<likes_no_tea>(sales);
  for (const sold& each : {sold{"coffee", 250}, sold{"tea", 200}, sold{"tea", 200}}) otp::sync_notify(sales, each);
  std::cout << "sold for " << *otp::call_handler<adds>(sales, total{}).value << '\n';
  otp::receive([](const otp::gen_event_exit& e) {
    std::cout << "main: " << to_string(e.handler) << " is gone, " << to_string(e.reason) << '\n';
  });
}
