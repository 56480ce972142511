// broken.cpp - a restarter, written by hand; and a machine that is running and does nothing.
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct grind {
  otp::pid from;
};
struct ground {};

void grinder() {
  otp::register_name("grinder", otp::self());
  for (int portion = 1;; ++portion)
    otp::receive([&](const grind& wanted) {
      if (portion == 3) throw std::runtime_error("a stone among the beans");
      otp::send(wanted.from, ground{});
    });
}

void brewer() {
  for (;;) {
    otp::sleep_for(10s);
    otp::send("grinder", grind{otp::self()});
    otp::receive([](ground) { std::cout << "brewer: a coffee\n"; });
  }
}

struct child {
  std::string name;
  std::function<void()> work;
};

void keep_running(const std::vector<child>& children) {
  std::map<otp::ref, child> running;
  const auto start = [&](const child& c) { running[otp::spawn_monitor(c.name, c.work).ref] = c; };
  for (const child& c : children) start(c);
  for (;;)
    otp::receive([&](const otp::down& d) {
      const child ended = running.extract(d.ref).mapped();
      std::cout << "keeper: " << ended.name << " has ended, and starts again\n";
      start(ended);
    });
}

int main() {
  otp::system system;
  otp::spawn("keeper", [] { keep_running({{"grinder", grinder}, {"brewer", brewer}}); });
  otp::sleep_for(1min);
  std::cout << "main: that was a minute\n";
}
