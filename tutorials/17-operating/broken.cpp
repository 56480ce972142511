// broken.cpp - an evening in the bar: nothing fails, and nothing is well.
#include <iostream>

#include "bar.hpp"

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  open_bar();
  for (int number = 1; number <= 12; ++number) {
    otp::spawn("guest " + std::to_string(number), [=] {
      const otp::time_point came = otp::now();
      guest(number, number % 3 == 2 ? "tea" : "coffee");
      if (number % 4 == 0) std::cout << "guest " << number << " has waited " << (otp::now() - came) / 1min << " min\n";
    });
    otp::sleep_for(1min);
  }
  otp::sleep_for(20min);
  std::cout << "12 drinks, and the ledger says " << otp::call("ledger", takings{}) << " cents\n";
}
