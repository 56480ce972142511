// named.cpp - a waiter who knows the till by its name.
#include <iostream>
#include <stdexcept>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct sale {
  int number;
  int cents;
};

class till : public otp::gen_server<till> {
 public:
  using messages = otp::handles<sale>;
  void handle_cast(const sale& s) {
    if (s.cents <= 0) throw std::invalid_argument("a sale for nothing");
    std::cout << "till: receipt " << s.number << '\n';
  }
};

void waiter() {
  for (int number = 1; number <= 6; ++number) {
    otp::cast("till", sale{number, number == 3 ? 0 : 250});
    otp::sleep_for(1min);
  }
  std::cout << "waiter: 6 sales\n";
}

int main() {
  otp::system system;
  otp::start_supervisor({.name = "bar"}, {otp::child<till>("till", {.name = "till"})});
  const auto [pid, ref] = otp::spawn_monitor("waiter", waiter);
  otp::receive([](const otp::down&) { std::cout << "main: closed\n"; });
}
