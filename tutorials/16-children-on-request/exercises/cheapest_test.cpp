#include <cheapest.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

std::string in_words(const std::optional<int>& price) { return price ? std::to_string(*price) : "no price"; }

/// What one gets who asks, in an actor of its own: the price, or what else has happened. `before` is done first.
std::string price_of(const std::vector<dairy>& dairies, otp::duration patience,
                     const std::function<void()>& before = {}) {
  struct answer {
    std::string what;
  };
  const auto [buyer, watch] = otp::spawn_monitor("buyer", [=, main = otp::self()] {
    try {
      if (before) before();
      otp::send(main, answer{in_words(cheapest(dairies, patience))});
    } catch (const otp::exit_exception& e) {
      otp::send(main, answer{std::string("thrown: ") + e.what()});
    } catch (const std::exception& e) {
      otp::send(main, answer{std::string("thrown: ") + e.what()});
    }
  });
  return otp::receive(
      [](const answer& a) { return a.what; },
      otp::when([id = watch](const otp::down& d) { return d.ref == id && d.reason != otp::normal; },
                [](const otp::down& d) { return "the buyer has been ended by a link: " + to_string(d.reason); }),
      otp::after(12h, [id = buyer] {
        otp::exit(id, otp::kill);
        return std::string("nothing for twelve hours");
      }));
}

class cheapest_milk : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  otp::system system{chosen()};
  otp::time_point begin = otp::now();
  double seconds() const { return std::chrono::duration<double>(otp::now() - begin).count(); }
};
dairy answers_after(otp::duration time, int price) {
  return [=] {
    otp::sleep_for(time);
    return price;
  };
}

TEST_F(cheapest_milk, a_dairy_is_asked_in_an_actor_and_not_by_the_buyer) {
  const otp::pid main = otp::self();
  const dairy who = [=] {
    try {
      otp::send(main, otp::self());
    } catch (const otp::error&) {
      otp::send(main, otp::pid());
    }
    return 90;
  };
  EXPECT_EQ(price_of({who, who}, 5s), "90") << "both say 90";
  const auto next = [] {
    return otp::receive([](const otp::pid& p) { return p; }, otp::after(1s, [] { return otp::pid(); }));
  };
  const otp::pid one = next(), other = next();
  EXPECT_TRUE(one && other && one != other)
      << "to ask a dairy is the work of a task or an actor, one for each; a thread "
         "of C++ is none, and cannot be ended";
}

TEST_F(cheapest_milk, the_lowest_price_is_found) {
  EXPECT_EQ(price_of({answers_after(1s, 130), answers_after(2s, 90), answers_after(3s, 120)}, 5s), "90")
      << "the lowest price that comes in time counts, and not the first or the last one";
  EXPECT_EQ(price_of({answers_after(1s, 80), answers_after(2s, 90)}, 5s), "80")
      << "the lowest price that comes in time counts, and not the first or the last one";
  EXPECT_EQ(price_of({answers_after(2s, 90), answers_after(1s, 80)}, 5s), "80");
  EXPECT_EQ(price_of({answers_after(1s, 90), answers_after(1s, 0), answers_after(1s, 80)}, 5s), "0")
      << "a price of 0 is a price, and the lowest here";
  EXPECT_EQ(price_of({}, 5s), "no price") << "there is no dairy";
}

TEST_F(cheapest_milk, all_are_asked_at_the_same_time) {
  EXPECT_EQ(price_of(std::vector<dairy>(100, answers_after(3s, 90)), 5s), "90");
  EXPECT_EQ(seconds(), 3) << "all are asked at the same time, and each of the hundred takes 3 s";
}

TEST_F(cheapest_milk, one_that_is_late_has_no_price_however_slow_the_others_are) {
  EXPECT_EQ(price_of({answers_after(4s, 130), answers_after(1min, 120), answers_after(8s, 90)}, 5s), "130")
      << "the patience of each is counted from the question, not from when another one has answered: the 90 came after "
         "8 s, and the patience is 5 s";
  EXPECT_EQ(price_of({answers_after(1min, 120), answers_after(8s, 90), answers_after(4s, 130)}, 5s), "130")
      << "the patience of each is counted from the question: the 90 came after 8 s, and the patience is 5 s";
  EXPECT_EQ(price_of({answers_after(20s, 90), answers_after(1s, 130)}, 30s), "90")
      << "the patience is 30 s, and the 90 came after 20 s";
}

TEST_F(cheapest_milk, one_that_is_late_has_no_price_even_if_it_will_not_be_stopped) {
  const dairy stubborn = [] {
    otp::trap_exit(true);
    otp::sleep_for(8s);
    return 90;
  };
  EXPECT_EQ(price_of({stubborn, answers_after(1s, 130)}, 5s), "130")
      << "what is said by a late one does not count, not even if it is said while that is being stopped";
}

TEST_F(cheapest_milk, several_that_are_silent_take_no_longer_than_one) {
  EXPECT_EQ(price_of(std::vector<dairy>(4, answers_after(1min, 90)), 5s), "no price");
  EXPECT_EQ(seconds(), 5) << "there are four, and the patience of each is counted from the question: 5 s for all";
}

TEST_F(cheapest_milk, one_that_fails_does_no_harm) {
  const dairy fails = []() -> int { throw std::runtime_error("no milk"); };
  const dairy fails_later = []() -> int {
    otp::sleep_for(2s);
    throw 42;
  };
  const dairy is_killed = []() -> int {
    otp::exit(otp::self(), otp::kill);
    otp::wait_for_end();
    return 1;
  };
  for (const dairy& bad : {fails, fails_later, is_killed}) {
    EXPECT_EQ(price_of({bad, answers_after(1s, 90)}, 5s), "90") << "a dairy that fails does no harm to the others";
    EXPECT_EQ(price_of({answers_after(3s, 90), bad}, 5s), "90") << "a dairy that fails does no harm to the others";
    EXPECT_EQ(price_of({bad}, 5s), "no price") << "a dairy that fails has no price, and does no harm to the buyer";
  }
  EXPECT_EQ(price_of({answers_after(1min, 90), answers_after(1s, 100)}, 5s), "100")
      << "a dairy that is silent does no harm to the others";
}

TEST_F(cheapest_milk, only_dairies_have_prices) {
  const auto letters = [] {
    otp::send(otp::self(), 1);
    otp::send(otp::self(), std::string("a letter"));
    for (int n = 0; n < 3; ++n) otp::spawn_monitor([] { otp::sleep_for(500ms); });
  };
  EXPECT_EQ(price_of({answers_after(1s, 90), answers_after(2s, 80)}, 5s, letters), "80")
      << "what else is in the mailbox of the buyer, or comes meanwhile (the number 1, the end of another actor), no "
         "dairy has said";
}

/// Of the late ones; shared, as they may outlive the question.
struct late_ones {
  int asked = 0, answered = 0;  // under a schedule one actor runs at a time
};
struct is_being_asked {
  explicit is_being_asked(const std::shared_ptr<late_ones>& all) : late(all) { ++late->asked; }
  ~is_being_asked() { --late->asked; }
  std::shared_ptr<late_ones> late;
};

TEST(cheapest_milk_in_the_end, no_dairy_is_asked_any_more_when_this_returns_under_every_schedule) {
  const auto found = otp::find_failing_schedule({.schedules = 200}, [] {
    const auto late = std::make_shared<late_ones>();
    const auto slow = [late](bool stubborn) -> dairy {
      return [late, stubborn] {
        const is_being_asked here(late);
        if (stubborn) otp::trap_exit(true);
        otp::sleep_for(1min);
        ++late->answered;
        return 90;
      };
    };
    std::string price;
    try {
      price = in_words(cheapest({slow(false), answers_after(1s, 120), slow(true), slow(false)}, 5s));
    } catch (const std::exception& e) {
      price = std::string("thrown: ") + e.what();
    }
    const int still = late->asked;
    otp::sleep_for(2min);
    if (still + late->answered > 0)
      throw otp::expectation_failed("when this returns, no dairy is asked any more: " + std::to_string(still) +
                                    " of three late ones were, and then " + std::to_string(late->answered) +
                                    " have answered after all");
    if (price != "120") throw otp::expectation_failed("one said 120 in time; the result was: " + price);
  });
  if (found) FAIL() << *found->failure << " (OTP_SCHEDULE=" << to_string(found->schedule) << ")";
}
