// look.cpp - the same evening, seen by one who looks: all at once, and then at what changes.
#include <iomanip>
#include <iostream>
#include <map>

#include "bar.hpp"

void street() {
  for (int number = 1; number <= 12; ++number) {
    const std::string drink = number % 3 == 2 ? "tea" : "coffee";
    otp::spawn("guest " + std::to_string(number), [=] { guest(number, drink); });
    otp::sleep_for(1min);
  }
}

/// How many messages wait for each that has a name.
std::map<std::string, std::size_t> look() {
  std::map<std::string, std::size_t> mailboxes;
  for (const otp::pid& each : otp::processes()) {
    const auto info = otp::process_info(each);  // nothing, when it has ended since the line above
    if (info && !info->registered_name.empty()) mailboxes[info->registered_name] = info->message_queue_len;
  }
  return mailboxes;
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  open_bar();
  otp::spawn("street", street);

  otp::sleep_for(7min + 10s);
  otp::print_tree();

  const auto first = look();
  otp::sleep_for(4min);
  const auto second = look();
  otp::sleep_for(20min);
  auto last = look();
  std::cout << "\nwaiting after  7 min  11 min  31 min\n";
  for (const auto& [name, waited] : first)
    std::cout << std::left << std::setw(12) << name << std::right << std::setw(8) << waited << std::setw(8)
              << second.at(name) << std::setw(8) << last[name] << '\n';
}
