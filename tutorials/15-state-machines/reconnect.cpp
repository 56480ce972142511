// reconnect.cpp - the line's steps while the bank opens, and closes for good.
#include <iomanip>
#include <iostream>
#include <string>

#include "line.hpp"

using namespace std::chrono_literals;

/// Prints each step of the one state machine there is.
otp::tracer narrator() {
  return [begin = otp::time_point()](const otp::trace_event& e) mutable {
    if (e.what != otp::trace_event::kind::transition) return;
    if (begin == otp::time_point()) begin = e.at;
    std::cout << std::setw(3) << (e.at - begin) / 1s << " s  " << e.text << '\n';
  };
}

int main() {
  const auto evening = [] {
    const auto till = otp::start<line>();
    const auto guest = [&](const std::string& name) {
      otp::spawn(name, [=] {
        const auto paid = otp::try_call(till, pay{}, 1min);
        std::cout << name << (paid ? " has paid\n" : ": cash, then! " + to_string(paid.failure) + '\n');
      });
    };
    otp::sleep_for(2s);
    guest("Ann");
    const auto other_end = otp::start<bank>({.name = "bank"}, 100ms);
    otp::sleep_for(10s);
    otp::stop(other_end);
    otp::sleep_for(5s);
    guest("Bob");
    otp::sleep_for(1min);
  };
  return otp::run(evening, {.trace = narrator()});
}
