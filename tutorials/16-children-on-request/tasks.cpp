// tasks.cpp - one answer from many: each dairy is asked in a task of its own.
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct dairy {
  std::string name;
  otp::duration thinks;
  int cents;
};

int price(const dairy& asked) {
  otp::sleep_for(asked.thinks);
  return asked.cents;
}

int main() {
  otp::system system;
  const std::vector<dairy> dairies{{"Alm", 3s, 130}, {"Bach", 1min, 90}, {"Cham", 2s, 110}, {"Dorf", 1s, 120}};
  const otp::time_point begin = otp::now();
  const auto seconds = [&] { return std::to_string((otp::now() - begin) / 1s) + " s: "; };

  auto name = dairies.begin();
  for (const auto& cents :
       otp::async_stream(dairies, price, {.max_concurrency = 2, .timeout = 5s, .kill_late = true, .link = false}))
    std::cout << seconds() << (name++)->name << ' ' << (cents ? std::to_string(*cents.value) : to_string(cents.failure))
              << '\n';

  std::vector<otp::task<int>> drivers;
  for (const otp::duration way : {40s, 20s, 30s})
    drivers.push_back(otp::async_nolink([=] {
      otp::sleep_for(way);
      return 12;  // bottles
    }));
  const auto first = otp::await_any(std::span<const otp::task<int>>(drivers), 1min);
  std::cout << seconds() << "driver " << first.value() << " is here\n";
  for (const otp::task<int>& driver : drivers) {
    const otp::task_outcome<int> outcome = otp::task_shutdown(driver);
    std::cout << seconds()
              << (outcome ? std::to_string(*outcome.value) + " bottles" : to_string(outcome.failure.value())) << '\n';
  }
}
