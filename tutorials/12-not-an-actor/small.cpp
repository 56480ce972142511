// small.cpp - three guests, and one actor to ask.
#include <iostream>

#include <otp/otp.hpp>

struct price_of_coffee {
  using reply = int;
};
class card : public otp::gen_server<card> {
 public:
  using messages = otp::handles<price_of_coffee>;
  int handle_call(price_of_coffee) { return 250; }
};

int main() {
  otp::system system;
  const auto server = otp::start<card>();
  for (const char* guest : {"Ann", "Bob", "Carl"})
    otp::spawn_monitor(guest, [&] { otp::call(server, price_of_coffee{}); });
  for (int ends = 0; ends < 3; ++ends) otp::receive([](const otp::down&) {});
  std::cout << "three answers, one after the other\n";
}
