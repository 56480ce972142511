#include <tables.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

#include <optional>
#include <string>

using namespace std::chrono_literals;

struct sits {
  std::string who;
  int table;
};
struct sit_down {};
struct go_home {};

/// A guest, who is outside until it is told to sit down. It tells `to` when it sits; then it can be told so again.
otp::pid guest(const std::string& who, const otp::server_ref<tables>& waiter, const otp::pid& to) {
  return otp::spawn(who, [=] {
    for (bool stays = true; stays;)
      otp::receive(
          [&](sit_down) {
            otp::send(to, sits{who, otp::call(waiter, sit{}, otp::infinity)});
          },
          [&](go_home) { stays = false; });
  });
}
std::string who_sits_at(int table, otp::duration time = 1s) {
  return otp::receive(otp::when([=](const sits& s) { return s.table == table; }, [](const sits& s) { return s.who; }),
                      otp::after(time, [] { return std::string("nobody"); }));
}

/// A bar, and four guests in front of it.
class tables_of : public testing::Test {
 protected:
  otp::system system{quiet()};
  otp::server_ref<tables> waiter;
  otp::pid dan, carl, bob, ann;  // in the order of their pids, which is not that in which they come

  void opens(int number_of_tables) {
    const otp::start_result started = otp::try_start<tables>({.timeout = 1min}, number_of_tables);
    ASSERT_TRUE(started.pid) << "the waiter has not started (" << started.error << ")";
    waiter = otp::server_ref<tables>(started.pid);
    dan = guest("Dan", waiter, otp::self());
    carl = guest("Carl", waiter, otp::self());
    bob = guest("Bob", waiter, otp::self());
    ann = guest("Ann", waiter, otp::self());
  }
  /// One comes after the other.
  template <class... Guests>
  void come(const Guests&... guests) {
    ((otp::send(guests, sit_down{}), otp::sleep_for(1s)), ...);
  }
  void leaves(int table) {
    otp::cast(waiter, leave{table});
    otp::sleep_for(1s);
  }
  void dies(const otp::pid& who) {
    otp::exit(who, otp::kill);
    otp::sleep_for(1s);
  }
  void ends_normally(const otp::pid& who) {
    otp::send(who, go_home{});
    otp::sleep_for(1s);
  }
  std::optional<int> how_many_wait() {
    const auto answer = otp::try_call(waiter, waiting{});
    if (answer.failure == otp::timeout)
      ADD_FAILURE() << "the waiter goes on serving others while guests wait: it has not answered the call `waiting`";
    else if (!answer)
      ADD_FAILURE() << "the waiter has ended: the end of a guest must not end it (" << answer.failure << ")";
    return answer.value;
  }

 private:
  static otp::options quiet() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
};

TEST_F(tables_of, two_bars_share_nothing) {
  opens(1);
  come(ann);
  EXPECT_EQ(who_sits_at(0), "Ann");
  opens(1);
  come(bob);
  EXPECT_EQ(who_sits_at(0), "Bob") << "at another bar the table is free: are the tables global or static variables?";
}

TEST_F(tables_of, the_lowest_free_table) {
  opens(3);
  come(ann, bob, carl);
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(1), "Bob");
  EXPECT_EQ(who_sits_at(2), "Carl");
  leaves(1);
  leaves(2);
  leaves(0);
  come(dan, carl);
  EXPECT_EQ(who_sits_at(0), "Dan") << "all three are free, and 0 is the lowest";
  EXPECT_EQ(who_sits_at(1), "Carl") << "1 and 2 are free, and 1 is the lower one";
}

TEST_F(tables_of, who_finds_none_waits_and_the_waiter_serves_others_meanwhile) {
  opens(1);
  EXPECT_EQ(how_many_wait(), 0) << "no guest has come yet";
  come(ann, bob, carl);
  EXPECT_EQ(how_many_wait(), 2) << "one table, three guests: two are not answered yet, and wait";
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(0), "nobody") << "somebody was given a table that is taken";
  leaves(0);
  EXPECT_EQ(who_sits_at(0), "Bob") << "who has waited longest gets the table: Bob came before Carl";
  EXPECT_EQ(how_many_wait(), 1) << "Carl waits";
  EXPECT_EQ(who_sits_at(0), "nobody") << "Bob was given a table that had become free: now it is taken";
  leaves(0);
  EXPECT_EQ(who_sits_at(0), "Carl") << "Carl has waited longest";
  EXPECT_EQ(how_many_wait(), 0) << "all have sat";
}

TEST_F(tables_of, who_has_waited_longest_gets_the_table_that_is_left) {
  opens(2);
  come(ann, bob, carl, dan);
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(1), "Bob");
  leaves(1);
  EXPECT_EQ(who_sits_at(1), "Carl") << "who has waited longest gets the table that was left, 1";
  leaves(0);
  EXPECT_EQ(who_sits_at(0), "Dan") << "who has waited longest gets the table that was left, 0";
}

TEST_F(tables_of, the_dead_are_forgotten) {
  opens(1);
  come(ann, bob, carl);
  dies(bob);
  EXPECT_EQ(how_many_wait(), 1) << "Bob, who waited, is dead and forgotten: only Carl waits";
  EXPECT_EQ(who_sits_at(0), "Ann");
  dies(ann);
  EXPECT_EQ(who_sits_at(0), "Carl") << "Ann, who sat, is dead: the table is free again, for Carl, who waits";
  come(dan);
  dies(carl);
  EXPECT_EQ(who_sits_at(0), "Dan") << "Carl, who had waited and sat then, is dead: the table is free again";
  EXPECT_EQ(how_many_wait(), 0);
}

TEST_F(tables_of, a_dead_guest_is_given_no_table) {
  opens(1);
  come(ann, bob, carl);
  dies(bob);
  leaves(0);
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(0), "Carl") << "Bob, who waited longer, is dead, and must not be given a table";
}

TEST_F(tables_of, who_has_ended_normally_is_forgotten_too) {
  opens(1);
  come(ann, bob);
  EXPECT_EQ(who_sits_at(0), "Ann");
  ends_normally(ann);
  EXPECT_EQ(who_sits_at(0), "Bob") << "Ann, who sat, has ended, normally: the table is free again";
}

TEST_F(tables_of, the_table_of_a_dead_guest_is_free_for_one_who_comes_later) {
  opens(2);
  come(ann, bob);
  dies(ann);
  come(carl);
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(0), "Carl") << "Ann, who sat there, is dead: the table is free again";
  come(dan);
  EXPECT_EQ(how_many_wait(), 1) << "two tables, two guests sit, and Dan waits";
}

TEST_F(tables_of, the_end_of_a_guest_who_has_left_frees_nothing) {
  opens(1);
  come(ann, bob, carl);
  leaves(0);
  EXPECT_EQ(who_sits_at(0), "Ann");
  EXPECT_EQ(who_sits_at(0), "Bob");
  dies(ann);
  EXPECT_EQ(who_sits_at(0), "nobody") << "the end of Ann, who had left, has freed the table where Bob sits";
  EXPECT_EQ(how_many_wait(), 1) << "Bob sits, and Carl waits";
  dies(bob);
  EXPECT_EQ(who_sits_at(0), "Carl") << "Bob, who sat, is dead: the table is free again";
}

TEST_F(tables_of, who_comes_again_is_a_new_guest) {
  opens(1);
  for (int visit = 1; visit <= 2; ++visit) {
    come(ann);
    EXPECT_EQ(who_sits_at(0), "Ann") << "Ann comes, for the time number " << visit;
    leaves(0);
  }
  come(bob, carl);
  EXPECT_EQ(who_sits_at(0), "Bob");
  dies(ann);
  EXPECT_EQ(who_sits_at(0), "nobody") << "the end of Ann, who had left twice, has freed the table where Bob sits";
  leaves(0);
  EXPECT_EQ(who_sits_at(0), "Carl");
  EXPECT_EQ(how_many_wait(), 0);
}

// A guest dies just when it is given a table: under many schedules.
TEST(tables, who_dies_when_it_is_given_a_table_keeps_none) {
  const auto failing = otp::find_failing_schedule({.schedules = 200}, [] {
    const auto waiter = otp::start<tables>(1);
    const otp::pid ann = guest("Ann", waiter, otp::self()), bob = guest("Bob", waiter, otp::self()),
                   carl = guest("Carl", waiter, otp::self());
    for (const otp::pid& each : {ann, bob, carl}) {
      otp::send(each, sit_down{});
      otp::sleep_for(1s);
    }
    otp::cast(waiter, leave{0});
    otp::exit(bob, otp::kill);
    const auto carl_sits = otp::when([](const sits& s) { return s.who == "Carl"; }, [](const sits&) { return true; });
    if (!otp::receive(carl_sits, otp::after(1h, [] { return false; })))
      throw otp::expectation_failed("Carl waits still, an hour later");
  });
  if (failing)
    ADD_FAILURE() << "a guest has died just when it was given a table, and the table is not free again ("
                  << *failing->failure << "; OTP_SCHEDULE=" << to_string(failing->schedule) << ")";
}
