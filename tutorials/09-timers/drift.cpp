// drift.cpp - two clocks that strike every second, and one of them is slow.
#include <iostream>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct strike {};

void ring_the_bell() { otp::sleep_for(100ms); }

otp::duration ten_strokes_by_sleeping() {
  const otp::time_point begin = otp::now();
  for (int i = 0; i < 10; ++i) {
    otp::sleep_for(1s);
    ring_the_bell();
  }
  return otp::now() - begin;
}

otp::duration ten_strokes_by_an_interval() {
  const otp::time_point begin = otp::now();
  const otp::ref clock = otp::send_interval(1s, otp::self(), strike{});
  for (int i = 0; i < 10; ++i) otp::receive([](strike) { ring_the_bell(); });
  otp::cancel_timer(clock);
  return otp::now() - begin;
}

int main() {
  otp::system system;
  std::cout << "ten strokes by sleeping: " << ten_strokes_by_sleeping() / 1ms << " ms\n";
  std::cout << "ten strokes by an interval: " << ten_strokes_by_an_interval() / 1ms << " ms\n";

  const otp::ref egg = otp::send_after(5min, otp::self(), strike{});
  otp::sleep_for(2min);
  const auto left = otp::cancel_timer(egg);  // somebody is at the door
  std::cout << "the egg needs another " << *left / 1s << " s\n";
  std::cout << "cancelled twice: " << (otp::cancel_timer(egg) ? "time left" : "nothing left") << '\n';
}
