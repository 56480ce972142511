// threads.cpp - a cook and a doorman, as threads.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

void cook() {
  const auto order = otp::receive([](const std::string& s) { return s; });
  otp::sleep_for(300ms);
  std::cout << "cook: " << order << " is ready\n";
}

void doorman() {
  const auto question = otp::receive([](const std::string& s) { return s; });
  std::cout << "doorman: " << question << " Yes, we are!\n";
}

int main() {
  otp::system system;
  const auto [kitchen, egg] = otp::spawn_monitor("cook", cook);
  const auto [door, answer] = otp::spawn_monitor("doorman", doorman);
  otp::send(kitchen, std::string("an egg"));
  otp::send(door, std::string("Are you open?"));
  for (int ends = 0; ends < 2; ++ends) otp::receive([](const otp::down&) {});
}
