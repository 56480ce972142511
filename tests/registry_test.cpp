// registry_test.cpp - names: who holds one, when it is free, misuse.
#include <otp/explore.hpp>

#include "support.hpp"

namespace {

void expect_badarg(const std::function<void()>& f, const std::string& fact) {
  try {
    f();
    FAIL() << "no error";
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::badarg);
    EXPECT_NE(std::string(e.what()).find(fact), std::string::npos) << e.what();
  }
}

TEST(registry_test, a_name_is_an_address) {
  otp::system system;
  otp::register_name("me", otp::self());
  EXPECT_EQ(otp::whereis_name("me"), otp::self());
  EXPECT_FALSE(otp::whereis_name("you"));
  otp::send("me", number{1});
  EXPECT_EQ(otp::expect<number>().n, 1);
  otp::register_name("a", idle());
  EXPECT_EQ(otp::registered(), (std::vector<std::string>{"a", "me"}));
}

TEST(registry_test, misuse_is_answered_with_the_fact) {
  otp::system system;
  const otp::pid p = idle();
  otp::register_name("n", p);
  expect_badarg([&] { otp::register_name("n", otp::self()); }, "held by " + to_string(p));
  expect_badarg([&] { otp::register_name("n", p); }, "held by");
  expect_badarg([&] { otp::register_name("m", p); }, "has a name already: 'n'");
  expect_badarg([&] { otp::register_name("d", dead()); }, "dead");
  expect_badarg([&] { otp::register_name("", otp::self()); }, "empty");
  expect_badarg([&] { otp::unregister_name("x"); }, "'x'");
  expect_badarg([&] { otp::send("x", 1); }, "'x'");
  otp::unregister_name("n");
  otp::register_name("m", p);
}

TEST(registry_test, the_name_is_free_before_anybody_hears_of_the_end) {
  otp::system system;
  for (int i = 0; i < 300; ++i) {
    const otp::pid p = idle();
    otp::register_name("n", p);
    const otp::ref m = otp::monitor(p);
    otp::send(p, done{});
    reason_of_end(m);
    otp::register_name("n", otp::self());
    otp::unregister_name("n");
  }
}

TEST(registry_test, of_twenty_actors_that_race_for_a_name_one_gets_it) {
  otp::system system;
  struct outcome {
    bool got;
  };
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 20; ++i)
      otp::spawn([to = otp::self()] {
        bool got = true;
        try {
          otp::register_name("wanted", otp::self());
        } catch (const otp::error&) {
          got = false;
        }
        otp::send(to, outcome{got});
        otp::receive([](done) {});
      });
    int winners = 0;
    for (int i = 0; i < 20; ++i) winners += otp::expect<outcome>().got;
    EXPECT_EQ(winners, 1);
    const otp::pid winner = otp::whereis_name("wanted");
    const otp::ref m = otp::monitor(winner);
    otp::send(winner, done{});
    reason_of_end(m);
  }
}

TEST(registry_test, under_any_schedule_a_name_is_free_for_an_actor_that_a_monitor_made_during_the_end_tells_of_it) {
  for (const bool by_kill : {false, true})
    otp::explore({.schedules = 300}, [=] {
      const otp::pid holder = otp::spawn([] { otp::receive([](go) {}); });
      otp::register_name("wanted", holder);
      if (by_kill)
        otp::exit(holder, otp::kill);
      else
        otp::send(holder, go{});
      reason_of_end(otp::monitor(holder));  // made before the end, in it, or after it
      otp::register_name("wanted", otp::self());
    });
}

}  // namespace
