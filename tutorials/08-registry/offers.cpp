// offers.cpp - guests say what they wish for, and hear when it is there: a registry whose keys many hold.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

using wishes = otp::duplicate_registry<std::string, int>;  // what, and how much it may cost

struct offer {
  std::string what;
  int cents;
};

void guest(const std::string& name, const wishes& all, const std::map<std::string, int>& mine) {
  for (const auto& [what, most] : mine) all.register_key(what, most);
  for (;;) otp::receive([&](const offer& o) { std::cout << "  " << name << ": a " << o.what << ", please\n"; });
}

void publish(const wishes& all, const offer& o) {
  std::cout << "bar: a " << o.what << " for " << o.cents << '\n';
  all.dispatch(o.what, [&](const auto& holders) {
    std::cout << "  (of interest to " << holders.size() << ")\n";
    for (const auto& each : holders)
      if (o.cents <= each.value) otp::send(each.owner, o);
  });
  otp::sleep_for(1min);
}

int main() {
  otp::system system;
  const wishes all;
  otp::start_registry(all);
  otp::spawn("Ann", [&] { guest("Ann", all, {{"croissant", 300}}); });
  const otp::pid bob = otp::spawn("Bob", [&] { guest("Bob", all, {{"croissant", 200}, {"cake", 500}}); });
  otp::sleep_for(1min);

  publish(all, {"croissant", 280});
  publish(all, {"croissant", 150});
  publish(all, {"cake", 450});
  otp::exit(bob, "his bus");
  publish(all, {"croissant", 150});
  publish(all, {"cake", 450});
}
