// pool.cpp - the pool of pool.hpp, with two connections and borrowers who give back, give up and crash.
#include "pool.hpp"

#include <iostream>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;

struct work {};
struct crash {};

/// Borrows, says so, and holds the connection until it is told what to do.
void borrower(const otp::server_ref<pool::lender>& connections, const std::string& name, const otp::pid& main) {
  const pool::lease mine = otp::call(connections, pool::borrow{}, otp::infinity);
  otp::send(main, name + " has " + mine.to);
  otp::receive([](work) {}, [](crash) { throw std::runtime_error("its work has failed"); });
  otp::cast(connections, pool::give_back{mine.id});
}

}  // namespace

int main() {
  return otp::run([] {
    const auto connections = otp::start_link<pool::lender>(std::vector<pool::connection>{"database 1", "database 2"});
    const auto start = [&](const std::string& name) {
      return otp::spawn(name, [=, main = otp::self()] { borrower(connections, name, main); });
    };
    const auto hear = [] { otp::receive([](const std::string& text) { std::cout << text << "\n"; }); };

    const otp::pid ann = start("Ann");
    hear();
    const otp::pid bob = start("Bob");
    hear();
    const auto mine = otp::try_call(connections, pool::borrow{}, 10ms);
    std::cout << "main waits for 10 ms: " << mine.failure << "\n";

    // Main has given up, so what Ann gives back goes to Cem.
    start("Cem");
    otp::send(ann, work{});
    hear();
    otp::send(bob, crash{});
    start("Dora");
    hear();
  });
}
