// mended.cpp - the jar adds.
#include <iostream>

#include <otp/otp.hpp>

struct get {
  using reply = int;
};
struct add {
  using reply = void;
  int cents;
};

class jar : public otp::gen_server<jar> {
 public:
  using messages = otp::handles<get, add>;
  int handle_call(get) { return cents_; }
  void handle_call(add a) { cents_ += a.cents; }

 private:
  int cents_ = 0;
};

void put_in_a_tip(const otp::server_ref<jar>& tips) { otp::call(tips, add{100}); }

int main() {
  otp::system system;
  const auto tips = otp::start<jar>();
  otp::spawn_monitor("Ann", [&] { put_in_a_tip(tips); });
  otp::spawn_monitor("Bob", [&] { put_in_a_tip(tips); });
  for (int ends = 0; ends < 2; ++ends) otp::receive([](const otp::down&) {});
  std::cout << "in the jar: " << otp::call(tips, get{}) << '\n';
}
