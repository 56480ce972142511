// guests.cpp - the guests as children of a dynamic supervisor.
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

/// Stays until the bar closes, and drinks up then.
void ann() {
  otp::trap_exit(true);
  otp::receive([](const otp::exit_message&) {});
  otp::sleep_for(1min);
  std::cout << "Ann: has drunk up\n";
}
void bob() {
  otp::sleep_for(10min);
  throw std::runtime_error("a broken cup");
}
/// Is asleep, and hears nothing.
void carl() {
  otp::trap_exit(true);
  otp::sleep_for(10h);
}
void pianist() {
  otp::sleep_for(8min);
  std::cout << "pianist: a string has broken\n";
  throw std::runtime_error("a string");
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  const auto inside = otp::start_dynamic_supervisor({.max_children = 3, .name = "inside"});
  const auto comes = [&](const std::string& name, otp::restart restart, const std::function<void()>& evening) {
    const auto spec = otp::child(name, {.restart = restart, .shutdown = 2min}, evening);
    const otp::child_result seat = otp::start_child(inside, spec);
    std::cout << name << (seat ? " comes in\n" : " stays outside: " + to_string(seat.error) + '\n');
  };
  comes("pianist", otp::transient, pianist);
  comes("Ann", otp::temporary, ann);
  comes("Bob", otp::temporary, bob);
  comes("Carl", otp::temporary, carl);
  otp::sleep_for(20min);
  std::cout << "main: inside are " << otp::count_children(inside).active << '\n';
  comes("Carl", otp::temporary, carl);
  otp::sleep_for(1min);

  const otp::time_point begin = otp::now();
  otp::stop(inside);
  std::cout << "main: closed after " << (otp::now() - begin) / 1min << " min\n";
}
