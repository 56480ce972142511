// bar.cpp - the barista serves until the bar closes.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

struct order {
  otp::pid guest;
  std::string drink;
};
struct served {
  std::string drink;
};
struct closing {};

void work_at_the_counter() {
  int cups = 0;  // state: a local variable that only this thread can see
  bool open = true;
  while (open)
    otp::receive(
        [&](const order& o) {
          ++cups;
          otp::send(o.guest, served{o.drink});
        },
        [&](closing) { open = false; });
  std::cout << "barista: " << cups << " cups today\n";
}

void visit(const otp::pid& barista, const std::string& name, const std::string& drink) {
  otp::send(barista, order{otp::self(), drink});
  otp::receive([&](const served& s) { std::cout << name << ": here is my " << s.drink << '\n'; });
}

int main() {
  otp::system system;  // every actor lives inside one; its end ends and joins them all

  const auto [barista, shift] = otp::spawn_monitor("barista", work_at_the_counter);
  const auto [ann, ann_left] = otp::spawn_monitor("Ann", [bar = barista] { visit(bar, "Ann", "espresso"); });
  const auto [bob, bob_left] = otp::spawn_monitor("Bob", [bar = barista] { visit(bar, "Bob", "flat white"); });

  for (int guests = 2; guests > 0; --guests) otp::receive([](const otp::down&) {});  // both have left
  otp::send(barista, closing{});
  otp::receive([](const otp::down& d) { std::cout << "main: the barista has left: " << to_string(d.reason) << '\n'; });
}
