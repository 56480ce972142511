// broken.cpp - an actor for each guest: by spawn, and by spawn_link.
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct guest {
  std::string name;
  std::function<void()> evening;
};
using starts = otp::pid (*)(const guest&);

void door(starts start) {
  for (;;)
    otp::receive([&](const guest& who) {
      std::cout << who.name << " comes in\n";
      start(who);
    });
}

void ann() {
  otp::sleep_for(3h);
  std::cout << "Ann: another coffee, please\n";
}
void bob() {
  otp::sleep_for(10min);
  throw std::runtime_error("a broken cup");
}
void carl() { otp::sleep_for(1h); }

void evening(starts start) {
  const otp::spawned bar = otp::spawn_monitor("door", [=] { door(start); });
  otp::send(bar.pid, guest{"Ann", ann});
  otp::send(bar.pid, guest{"Bob", bob});
  otp::sleep_for(15min);
  otp::send(bar.pid, guest{"Carl", carl});
  otp::sleep_for(15min);
  otp::exit(bar.pid, otp::shutdown);
  std::cout << "the bar is closed: " << to_string(otp::await_down(bar.ref)) << '\n';
  otp::sleep_for(3h);
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  std::cout << "--- spawn\n";
  evening([](const guest& who) { return otp::spawn(who.name, who.evening); });
  std::cout << "--- spawn_link\n";
  evening([](const guest& who) { return otp::spawn_link(who.name, who.evening); });
}
