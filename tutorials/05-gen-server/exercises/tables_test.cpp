#include <tables.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <map>
#include <string>

using namespace std::chrono_literals;

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}
struct sits {
  std::string who;
  int table;
};
/// A guest who tells `to` when it sits, and stays.
otp::pid guest(const std::string& who, const otp::server_ref<tables>& waiter, const otp::pid& to) {
  const otp::pid p = otp::spawn(who, [=] {
    otp::send(to, sits{who, otp::call(waiter, sit{}, otp::infinity)});
    otp::receive([](int) {});
  });
  otp::sleep_for(1s);  // so that guests come in a known order
  return p;
}
std::string who_sits_at(int table) {
  return otp::receive(otp::when([=](const sits& s) { return s.table == table; }, [](const sits& s) { return s.who; }),
                      otp::after(1s, [] { return std::string("nobody"); }));
}

TEST(tables, the_lowest_free_table) {
  otp::system system(quiet());
  const auto waiter = otp::start<tables>(2);
  guest("Ann", waiter, otp::self());
  guest("Bob", waiter, otp::self());
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(1), "Bob");
}

TEST(tables, who_finds_none_waits_and_the_waiter_serves_others_meanwhile) {
  otp::system system(quiet());
  const auto waiter = otp::start<tables>(1);
  for (const char* who : {"Ann", "Bob", "Carl"}) guest(who, waiter, otp::self());
  EXPECT_EQ(otp::call(waiter, waiting{}), 2) << "one table, three guests";
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(0), "nobody") << "somebody was given a table that is taken";
  otp::cast(waiter, leave{0});
  EXPECT_EQ(who_sits_at(0), "Bob") << "Bob has waited longest";
  otp::cast(waiter, leave{0});
  EXPECT_EQ(who_sits_at(0), "Carl");
  EXPECT_EQ(otp::call(waiter, waiting{}), 0);
}

TEST(tables, the_dead_are_forgotten) {
  otp::system system(quiet());
  const auto waiter = otp::start<tables>(1);
  const otp::pid ann = guest("Ann", waiter, otp::self());
  const otp::pid bob = guest("Bob", waiter, otp::self());
  guest("Carl", waiter, otp::self());
  otp::exit(bob, otp::kill);
  otp::sleep_for(1s);
  EXPECT_EQ(otp::call(waiter, waiting{}), 1) << "Bob is dead, Carl waits";
  EXPECT_EQ(who_sits_at(0), "Ann");
  otp::exit(ann, otp::kill);
  EXPECT_EQ(who_sits_at(0), "Carl") << "Ann, who sat, is dead";
}
