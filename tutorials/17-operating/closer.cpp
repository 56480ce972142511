// closer.cpp - one server after the other, asked by sys.
#include <iostream>

#include "bar.hpp"

void ledger_says() {
  const std::string state = otp::get_state("ledger");
  std::cout << "the ledger holds " << state << '\n';
}

int main() {
  otp::options chosen;
  chosen.report = [](const otp::report& r) {
    if (r.what == otp::report::kind::debug) std::cout << to_string(r);
  };
  otp::system system(chosen);
  open_bar();

  otp::trace_server("ledger", true);
  otp::cast("ledger", sold{"coffee"});
  ledger_says();
  otp::cast("ledger", sold{"tea"});
  otp::sleep_for(1s);
  ledger_says();

  otp::spawn("guest", [] { guest(1, "coffee"); });
  otp::sleep_for(10s);
  std::cout << "in the barista's mailbox: " << *otp::message_queue_len(otp::whereis_name("barista")) << '\n';
  try {
    otp::get_status("barista", 5s);
  } catch (const otp::exit_exception& e) {
    std::cout << "the barista's own word: " << to_string(e.reason()) << '\n';
  }

  otp::suspend("ledger");
  otp::cast("ledger", sold{"coffee"});
  const otp::server_status seen = otp::get_status("ledger");
  std::cout << "the ledger is " << (seen.now == otp::server_status::sys_state::suspended ? "suspended" : "running")
            << ", and " << seen.message_queue_len << " waits\n";
  otp::resume("ledger");
  ledger_says();
}
