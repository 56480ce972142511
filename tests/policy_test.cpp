// policy_test.cpp - what the policies of the seeded schedule choose, without any thread (src/schedule/policy.hpp).
#include "support.hpp"

#include <array>
#include <string>

#include "schedule/policy.hpp"

namespace {

/// A policy and four threads that can run.
struct game {
  explicit game(const otp::schedule_choice& choice) : rules(otp::make_policy(choice)) {
    for (std::size_t i = 0; i < seats.size(); ++i) {
      seats[i].number = i;
      rules->joins(seats[i]);
      able.push_back(&seats[i]);
    }
  }
  otp::seat& next(bool busy = false) { return rules->choose(able, busy); }
  /// The threads chosen, one after another.
  std::string chosen(int times, bool busy = false) {
    std::string text;
    for (int i = 0; i < times; ++i) text += std::to_string(next(busy).number);
    return text;
  }
  /// So many steps in a row; returns who is chosen then.
  otp::seat& after(std::uint64_t steps, otp::seat& running, bool alone = false) {
    for (std::uint64_t i = 0; i < steps; ++i) rules->takes_step(running, ++step, alone);
    return next();
  }

  std::array<otp::seat, 4> seats;
  std::vector<otp::seat*> able;
  std::uint64_t step = 0;
  std::unique_ptr<otp::policy> rules;
};

TEST(policy_test, a_seed_chooses_what_it_has_always_chosen) {
  EXPECT_EQ(game(otp::seeded(42)).chosen(40), "1000213202102213321110102033200302033011");
  EXPECT_EQ(game(otp::pct(42)).chosen(5), "11111");
  EXPECT_EQ(game(otp::pct(42)).chosen(40, true), "0213202102213321110102033200302033011012");
}

TEST(policy_test, pct_keeps_to_the_highest_until_the_step_at_which_it_falls) {
  game g(otp::pct(1, 1, 1));  // one preemption, among the first one step
  otp::seat& first = g.next();
  EXPECT_EQ(&g.next(), &first);
  otp::seat& second = g.after(1, first);
  EXPECT_NE(&second, &first);
  EXPECT_EQ(&g.after(500, second), &second) << "there was one preemption";
  std::erase(g.able, &second);
  EXPECT_NE(&g.next(), &first) << "it is the lowest";
}

TEST(policy_test, pct_lets_a_thread_fall_that_has_gone_on_for_a_thousand_steps) {
  game g(otp::pct(1, 0));
  otp::seat& first = g.next();
  EXPECT_EQ(&g.after(1000, first), &first);
  g.rules->turn_ends();
  EXPECT_EQ(&g.after(1000, first), &first) << "a new turn, a new count";
  EXPECT_EQ(&g.after(1000, first, true), &first) << "no other one could run";
  EXPECT_NE(&g.after(1, first), &first);
}

TEST(policy_test, pct_takes_of_those_that_have_fallen_the_one_that_fell_first) {
  game g(otp::pct(1, 0));
  otp::seat& first = g.next();
  for (std::size_t i = 0; i < g.seats.size(); ++i) g.after(1001, g.next());
  EXPECT_EQ(&g.next(), &first);
}

TEST(policy_test, in_a_busy_run_pct_gives_each_its_turn) {
  game g(otp::pct(1));
  const std::string all = g.chosen(100, true);
  for (const char one : {'0', '1', '2', '3'}) EXPECT_NE(all.find(one), std::string::npos);
}

}  // namespace
