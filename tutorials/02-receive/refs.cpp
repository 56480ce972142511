// refs.cpp - each question has a reference, and only the answer that carries it is taken.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct price_of {
  otp::pid guest;
  otp::ref question;
  std::string drink;
};
struct price {
  otp::ref question;
  int cents;
};

void till() {
  for (;;)
    otp::receive([](const price_of& asked) {
      const bool new_on_the_menu = asked.drink == "cortado";
      if (new_on_the_menu) otp::sleep_for(1500ms);
      otp::send(asked.guest, price{asked.question, new_on_the_menu ? 320 : 220});
    });
}

void ask(const otp::pid& till, const std::string& drink) {
  const otp::ref mine = otp::make_ref();  // no other question has it, ever
  otp::send(till, price_of{otp::self(), mine, drink});
  otp::receive(otp::when([&](const price& p) { return p.question == mine; },
                         [&](price p) { std::cout << drink << ": " << p.cents << " cents\n"; }),
               otp::after(1s, [&] { std::cout << drink << ": no answer, never mind\n"; }));
}

int main() {
  otp::system system;
  const otp::pid counter = otp::spawn("till", till);
  ask(counter, "cortado");
  ask(counter, "espresso");
}
