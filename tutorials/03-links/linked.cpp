// linked.cpp - barista and grinder belong together: if one fails, the other ends.
#include <iostream>
#include <stdexcept>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct left_running {
  ~left_running() { std::cout << "grinder: switched off\n"; }
};

void grind() {
  const left_running motor;
  for (;;) {
    otp::sleep_for(20s);
    std::cout << "grinder: still grinding\n";
  }
}

int main() {
  otp::system system;
  const auto [barista, shift] = otp::spawn_monitor("barista", [] {
    otp::spawn_link("grinder", grind);
    otp::sleep_for(30s);
    throw std::runtime_error("burnt my hand");
  });
  otp::receive([](const otp::down& d) { std::cout << "main: " << to_string(d.reason) << '\n'; });
  otp::sleep_for(60s);
  std::cout << "main: closing\n";
}
