// closing.cpp - who is stopped when, and how much time each has.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

void stops_at_once() {
  otp::receive([](int) {});
}

/// Work that tidies up for so long before it ends.
auto tidies_up_for(otp::duration time) {
  return [=] {
    otp::trap_exit(true);
    otp::receive([&](const otp::exit_message& e) {
      otp::sleep_for(time);
      otp::exit(e.reason);
    });
  };
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  const auto sup = otp::start_supervisor(
      {}, {otp::child("till", {.name = "till"}, stops_at_once),
           otp::child("dishwasher", {.shutdown = 5s, .name = "dishwasher"}, tidies_up_for(2s)),
           otp::child("cook", {.shutdown = 5s, .name = "cook"}, tidies_up_for(1h)),
           otp::child("radio", {.shutdown = otp::brutal_kill, .name = "radio"}, tidies_up_for(1h))});
  for (const std::string name : {"till", "dishwasher", "cook", "radio"}) otp::monitor(name);

  const otp::time_point begin = otp::now();
  otp::unlink(sup.pid());  // its end is no reason for main to end
  otp::stop(sup, otp::shutdown);
  for (int ends = 0; ends < 4; ++ends)
    otp::receive([&](const otp::down& d) { std::cout << d.name << ": " << to_string(d.reason) << '\n'; });
  std::cout << "main: closed after " << (otp::now() - begin) / 1s << " s\n";
}
