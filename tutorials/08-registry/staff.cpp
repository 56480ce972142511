// staff.cpp - the manager says who works where, and a board shows who is on the terrace: process groups.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

using change = otp::group_change<std::string>;

bool joined(const change& c) { return c.change == change::what::join; }

struct ring {
  std::string where;
};

void waiter(const std::string& name) {
  for (;;) otp::receive([&](const ring& r) { std::cout << "  " << name << ": coming to the " << r.where << '\n'; });
}

void ring_at(const otp::pg_scope<>& staff, const std::string& where) {
  std::cout << "a guest rings: " << where << '\n';
  for (const otp::pid& each : staff.get_members(where)) otp::send(each, ring{where});
  otp::sleep_for(1min);
}

void board(const otp::pg_scope<>& staff, const otp::pid& server) {
  otp::monitor(server);
  const auto [watch, first] = staff.monitor("terrace");
  auto there = first.size();
  for (bool served = true; served;) {
    std::cout << "board: on the terrace " << there << '\n';
    otp::receive([&](const change& c) { there = joined(c) ? there + c.members.size() : there - c.members.size(); },
                 [&](const otp::down&) { served = false; });
  }
  std::cout << "board: the list is lost\n";
}

int main() {
  otp::system system;
  const otp::pg_scope<> staff;
  const auto bar = otp::start_supervisor({.name = "bar"}, {otp::child_pg("staff", staff)});
  const otp::pid server = otp::which_child(bar, "staff")->pid;
  const otp::pid ann = otp::spawn("Ann", [] { waiter("Ann"); }), bob = otp::spawn("Bob", [] { waiter("Bob"); });
  staff.join("terrace", ann);
  otp::spawn("board", [&] { board(staff, server); });
  otp::sleep_for(1min);
  staff.join("terrace", bob);
  staff.join("counter", {ann, bob});

  ring_at(staff, "terrace");
  otp::exit(bob, "a cold");
  ring_at(staff, "counter");
  otp::exit(server, otp::kill);
  ring_at(staff, "terrace");
  std::cout << "Ann is " << (otp::is_process_alive(ann) ? "here" : "gone") << '\n';
  staff.join("terrace", ann);
  ring_at(staff, "terrace");
}
