// supervised.cpp - the same two under a supervisor that knows who needs whom.
#include <iostream>
#include <stdexcept>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct grind {
  otp::pid from;
};
struct ground {};

void grinder() {
  for (int portion = 1;; ++portion)
    otp::receive([&](const grind& wanted) {
      if (portion == 3) throw std::runtime_error("a stone among the beans");
      otp::send(wanted.from, ground{});
    });
}

void brewer() {
  for (;;) {
    otp::sleep_for(10s);
    otp::send("grinder", grind{otp::self()});
    otp::receive([](ground) { std::cout << "brewer: a coffee\n"; });
  }
}

int main() {
  otp::system system;
  otp::start_supervisor({.strategy = otp::rest_for_one, .name = "machine"},
                        {otp::child("grinder", {.name = "grinder"}, grinder), otp::child("brewer", brewer)});
  otp::sleep_for(45s);
  std::cout << "main: enough\n";
}
