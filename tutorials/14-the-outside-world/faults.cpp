// faults.cpp - a waiter who takes each read for a line, in a calm network and in one that cuts.
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <otp/explore.hpp>

#include "guest.hpp"

using namespace std::chrono_literals;

void takes_reads(const connection& guest) {
  for (;;) {
    const std::string line = otp::tcp::receive_some(*guest);
    if (line.empty()) return;
    otp::tcp::send(*guest, "Your " + line);
  }
}

void takes_lines(const connection& guest) {
  otp::tcp::line_reader lines(*guest, 40);
  while (const auto line = lines.next()) otp::tcp::send(*guest, "Your " + *line + "\n");
}

/// A guest comes, orders and is served. A guest whose connection breaks hears of that, and goes home.
void an_evening(void (*waiter)(const connection&)) {
  const otp::tcp::address here = otp::tcp::address::loopback(4000);
  otp::spawn_link("door", [=] {
    const otp::tcp::listener listener = otp::tcp::listen(here);
    for (;;) {
      auto guest = std::make_shared<const otp::tcp::socket>(otp::tcp::accept(listener));
      otp::spawn("waiter", [guest = std::move(guest), waiter] { waiter(guest); });
    }
  });
  try {
    const otp::tcp::socket bar = come_in(here);
    otp::tcp::line_reader lines(bar);
    for (const std::string drink : {"tea", "coffee"}) {
      otp::tcp::send(bar, drink + "\n");
      const auto heard = lines.next();
      if (heard != "Your " + drink) throw otp::expectation_failed("the guest hears: " + heard.value_or("the end"));
    }
  } catch (const otp::tcp::failure&) {  // goes home
  }
}

void explore(const char* what, void (*waiter)(const connection&), const otp::network_faults& network) {
  const auto evening = [=] { an_evening(waiter); };
  const otp::exploration how{.schedules = 500, .network = network};
  std::cout << what << ": ";
  const auto found = otp::find_failing_schedule(how, evening);
  if (!found) {
    std::cout << "500 schedules, and no failure\n";
    return;
  }
  std::cout << *found->failure << '\n';
  const auto again = otp::replay(found->schedule, evening, how);
  std::cout << "  under the schedule " << to_string(found->schedule) << "; the same again? "
            << (again.trace == found->trace ? "yes, to the last event" : "no") << '\n';
}

int main() {
  unsetenv("OTP_SCHEDULE");  // the tour runs each program under one schedule; this one is to try many
  explore("reads, in a calm network", takes_reads, {.longest_delay = 0s, .short_transfers = false});
  explore("reads", takes_reads, {});
  explore("lines", takes_lines, {});
  explore("lines, and connections break", takes_lines, {.resets = 20, .refusals = 100});
}
