// broken.cpp - the late answer to one question is taken for the answer to the next.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct price_of {
  otp::pid guest;
  std::string drink;
};
struct price {
  int cents;
};

void till() {
  for (;;)
    otp::receive([](const price_of& asked) {
      const bool new_on_the_menu = asked.drink == "cortado";
      if (new_on_the_menu) otp::sleep_for(1500ms);  // has to look it up
      otp::send(asked.guest, price{new_on_the_menu ? 320 : 220});
    });
}

void ask(const otp::pid& till, const std::string& drink) {
  otp::send(till, price_of{otp::self(), drink});
  otp::receive([&](price p) { std::cout << drink << ": " << p.cents << " cents\n"; },
               otp::after(1s, [&] { std::cout << drink << ": no answer, never mind\n"; }));
}

int main() {
  otp::system system;
  const otp::pid counter = otp::spawn("till", till);
  ask(counter, "cortado");
  ask(counter, "espresso");
}
