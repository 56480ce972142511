// flushed.cpp - the manager leaves no old news in the mailbox, and looks at whose news it is.
#include <iostream>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

void write_the_shopping_list() { otp::sleep_for(2s); }

int main() {
  otp::system system;

  const otp::pid anton = otp::spawn("Anton", [] { otp::sleep_for(2s); });
  const otp::ref watch = otp::monitor(anton);
  otp::receive([](const otp::down&) { std::cout << "main: Anton is back\n"; },
               otp::after(1s, [] { std::cout << "main: Anton is late, so Berta goes\n"; }));

  write_the_shopping_list();
  if (!otp::demonitor(watch, otp::flush)) std::cout << "main: (Anton came back meanwhile)\n";
  const auto [berta, trip] = otp::spawn_monitor("Berta", [] {
    otp::sleep_for(5s);
    std::cout << "Berta: here is the milk\n";
  });
  otp::receive(otp::when([&, ref = trip](const otp::down& d) { return d.ref == ref; },
                         [](const otp::down&) { std::cout << "main: Berta is back, we open\n"; }));
}
