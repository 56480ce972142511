#include <closing_time.hpp>
#include <map>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <string>
#include <vector>

using namespace std::chrono_literals;

struct started {
  std::string role;
  otp::pid pid;
};

/// Opens and closes a bar each of whose roles takes so long to end; returns who ended how, in that order.
std::vector<std::string> ends(otp::duration time) {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  quiet.schedule = otp::seeded(1);
  otp::system system(quiet);
  const auto role = [&](const std::string& name) {
    return [name, time, to = otp::self()] {
      otp::trap_exit(true);
      otp::send(to, started{name, otp::self()});
      otp::receive([&](const otp::exit_message& e) {
        otp::sleep_for(time);
        otp::exit(e.reason);
      });
    };
  };
  const auto sup = open_bar(
      {.kitchen = role("kitchen"), .ledger = role("ledger"), .radio = role("radio"), .service = role("service")});
  std::map<otp::ref, std::string> roles;
  for (int i = 0; i < 4; ++i) {
    const auto s = otp::expect<started>();
    roles[otp::monitor(s.pid)] = s.role;
  }
  otp::unlink(sup.pid());
  otp::stop(sup, otp::shutdown);
  std::vector<std::string> log;
  for (int i = 0; i < 4; ++i)
    otp::receive([&](const otp::down& d) { log.push_back(roles[d.ref] + " " + to_string(d.reason)); });
  return log;
}
using ends_in_order = std::vector<std::string>;

TEST(closing_time, everybody_is_quick) {
  EXPECT_EQ(ends(1s), (ends_in_order{"radio killed", "service shutdown", "kitchen shutdown", "ledger shutdown"}));
}
TEST(closing_time, everybody_takes_five_seconds) {
  EXPECT_EQ(ends(5s), (ends_in_order{"radio killed", "service killed", "kitchen shutdown", "ledger shutdown"}));
}
TEST(closing_time, everybody_takes_an_hour) {
  EXPECT_EQ(ends(1h), (ends_in_order{"radio killed", "service killed", "kitchen killed", "ledger shutdown"}));
}
