// reports.cpp - the same evening, with reports: the first of each kind, and how many there were.
#include <iostream>
#include <map>
#include <mutex>

#include "bar.hpp"

class crash_book {
 public:
  void write(const otp::report& r) {
    if (r.what != otp::report::kind::crash) return;
    const std::lock_guard lock(mutex_);  // reports come from many threads
    const std::string cause = r.name + ": " + to_string(r.reason);
    if (++times_[cause] == 1) std::cout << to_string(r);
  }
  void print() {
    const std::lock_guard lock(mutex_);
    for (const auto& [cause, times] : times_) std::cout << times << " times " << cause << '\n';
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> times_;
};

int main() {
  crash_book crashes;
  otp::options chosen;
  chosen.report = [&](const otp::report& r) { crashes.write(r); };
  otp::system system(chosen);
  open_bar();
  for (int number = 1; number <= 12; ++number) {
    const std::string drink = number % 3 == 2 ? "tea" : "coffee";
    otp::spawn("guest " + std::to_string(number), [=] { guest(number, drink); });
    otp::sleep_for(1min);
  }
  otp::sleep_for(20min);
  crashes.print();
}
