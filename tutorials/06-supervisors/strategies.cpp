// strategies.cpp - the same crash under three strategies.
#include <iostream>
#include <map>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

void waits() {
  otp::receive([](int) {});
}

std::map<std::string, otp::pid> pids(const otp::supervisor_ref& sup) {
  std::map<std::string, otp::pid> found;
  for (const otp::child_info& c : otp::which_children(sup)) found[c.id] = c.pid;
  return found;
}

void crash_of_b(const std::string& called, otp::strategy strategy) {
  const auto sup = otp::start_supervisor({.strategy = strategy},
                                         {otp::child("a", waits), otp::child("b", waits), otp::child("c", waits)});
  auto before = pids(sup);
  otp::exit(before["b"], "a fault");
  otp::sleep_for(1s);
  std::cout << called << ": new are";
  for (const auto& [id, pid] : pids(sup))
    if (pid != before[id]) std::cout << ' ' << id;
  std::cout << '\n';
  otp::stop(sup);
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  crash_of_b("one_for_one ", otp::one_for_one);
  crash_of_b("rest_for_one", otp::rest_for_one);
  crash_of_b("one_for_all ", otp::one_for_all);
}
