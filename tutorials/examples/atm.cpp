// atm.cpp - the cash machine of atm.hpp, and its customers. On a seed's clock, which jumps, for they are slow.
#include <iostream>
#include <string>
#include <vector>

#include "atm.hpp"

namespace {

using namespace std::chrono_literals;

/// What the machine does for the calling customer, until it has no more of the card. All times from the start.
std::vector<std::string> session(const std::string& name, otp::time_point start) {
  std::vector<std::string> seen;
  const auto note = [&](const std::string& what) {
    seen.push_back(std::to_string((otp::now() - start) / 1s) + " s, " + name + ": " + what);
  };
  for (bool over = false; !over;)
    otp::receive(
        [&](const atm::shows& s) {
          note(s.text);
          over = s.text == "wrong PIN: the card is kept";
        },
        [&](const atm::cash& c) { note("takes " + std::to_string(c.amount)); },
        [&](atm::card_back) {
          note("takes the card");
          over = true;
        });
  return seen;
}

void print(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::cout << line << "\n";
}

void customers() {
  const auto accounts = std::make_shared<atm::ledger>();
  accounts->accounts = {{"Ann's card", {"1111", 100}}, {"Bob's card", {"2222", 100}}};
  atm::start(accounts);
  const otp::time_point start = otp::now();
  const otp::pid ann = otp::self();

  otp::send("machine", atm::insert_card{ann, "Ann's card"});
  otp::send_after(20s, "machine", atm::enter_pin{ann, "1112"});  // she had to look for it
  const auto bob = otp::async([start] {                          // does not wait for his turn: his keys wait for theirs
    otp::send("machine", atm::insert_card{otp::self(), "Bob's card"});
    otp::send("machine", atm::enter_pin{otp::self(), "2222"});
    otp::send("machine", atm::withdraw{otp::self(), 70});
    return session("Bob", start);
  });
  print(session("Ann", start));
  print(otp::await(bob));

  otp::send("machine", atm::insert_card{ann, "Ann's card"});
  otp::send("machine", atm::enter_pin{ann, "1111"});
  otp::send_after(10s, "machine", atm::withdraw{ann, 70});
  const auto outage = otp::async([] {
    otp::sleep_for(5s);
    otp::suspend(otp::whereis_name("bank"));  // it will read of the withdrawal, but not answer in time
  });
  print(session("Ann", start));
  otp::await(outage);
  otp::resume(otp::whereis_name("bank"));
  std::cout << "Ann has " << otp::call(atm::the_bank, atm::balance{"Ann's card"}) << " left\n";
}

}  // namespace

int main() { return otp::run(customers, {.schedule = otp::seeded(1)}); }
