// trapping.cpp - a shift leader who wants to hear of the ends of others instead of dying with them.
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

const auto tell = [](const otp::exit_message& e) {
  std::cout << "leader: an exit message: " << to_string(e.reason) << '\n';
};

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);

  const auto [leader, shift] = otp::spawn_monitor("leader", [] {
    otp::trap_exit(true);
    otp::spawn_link("ann", [] {});
    otp::receive(tell);
    otp::spawn_link("bob", [] { throw std::runtime_error("no milk"); });
    otp::receive(tell);
    const otp::pid carl = otp::spawn_link("carl", [] { otp::receive([](int) {}); });
    otp::exit(carl, otp::kill);  // it cannot trap this
    otp::receive(tell);
    for (;;) otp::receive(tell);
  });

  otp::sleep_for(std::chrono::seconds(1));
  otp::exit(leader, "please stop");  // trapped: a message like the others
  otp::sleep_for(std::chrono::seconds(1));
  otp::exit(leader, otp::kill);  // trapped by nobody
  otp::receive([](const otp::down& d) { std::cout << "main: down: " << to_string(d.reason) << '\n'; });
}
