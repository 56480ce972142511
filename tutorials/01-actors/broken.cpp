// broken.cpp - the barista serves one guest and goes home.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

struct order {
  otp::pid guest;
  std::string drink;
};
struct served {
  std::string drink;
};

int main() {
  using namespace std::chrono_literals;
  otp::system system;

  const otp::pid barista = otp::spawn("barista", [] {
    otp::receive([](const order& o) { otp::send(o.guest, served{o.drink}); });
  });

  for (const std::string drink : {"espresso", "flat white"}) {
    otp::send(barista, order{otp::self(), drink});
    otp::receive([](const served& s) { std::cout << "main: here is my " << s.drink << '\n'; },
                 otp::after(1s, [&] { std::cout << "main: no " << drink << ", and nobody says why\n"; }));
  }
}
