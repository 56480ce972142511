// compared.cpp - a timer's message carries the timer's reference.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct brew {
  std::string tea;
  otp::duration time;
};
struct done {};
struct wash_up {};

void brewer() {
  std::string tea;
  otp::ref timer;
  otp::time_point begin;
  for (;;)
    otp::receive(
        [&](const brew& b) {
          if (timer && !otp::cancel_timer(timer)) std::cout << "brewer: too late to cancel\n";
          tea = b.tea;
          begin = otp::now();
          timer = otp::start_timer(b.time, otp::self(), done{});
        },
        [](wash_up) { otp::sleep_for(1min); },
        [&](const otp::timer_timeout& t) {
          if (t.ref != timer) return;  // of the tea that was poured away
          std::cout << "brewer: " << tea << " after " << (otp::now() - begin) / 1s << " s\n";
        });
}

int main() {
  otp::system system;
  const otp::pid pot = otp::spawn("brewer", brewer);
  otp::send(pot, brew{"Assam", 3min});
  otp::sleep_for(150s);
  otp::send(pot, wash_up{});
  otp::sleep_for(10s);
  otp::send(pot, brew{"Rooibos", 7min});
  otp::sleep_for(10min);
}
