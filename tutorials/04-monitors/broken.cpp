// broken.cpp - a manager who takes one driver's return for another's.
#include <iostream>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

void write_the_shopping_list() { otp::sleep_for(2s); }

int main() {
  otp::system system;

  const otp::pid anton = otp::spawn("Anton", [] { otp::sleep_for(2s); });  // stuck in traffic
  const otp::ref watch = otp::monitor(anton);
  otp::receive([](const otp::down&) { std::cout << "main: Anton is back\n"; },
               otp::after(1s, [] { std::cout << "main: Anton is late, so Berta goes\n"; }));

  write_the_shopping_list();
  otp::demonitor(watch);  // Anton is of no interest any more
  const otp::pid berta = otp::spawn("Berta", [] {
    otp::sleep_for(5s);
    std::cout << "Berta: here is the milk\n";
  });
  otp::monitor(berta);
  otp::receive([](const otp::down&) { std::cout << "main: Berta is back, we open\n"; });
}
