#include <several.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <stdexcept>
#include <string>

#include <otp/testing.hpp>

using namespace std::chrono_literals;
using numbers = std::vector<int>;

/// What a caller gets: the results, or what is thrown, or that nothing comes, in words.
struct outcome {
  numbers results = {};
  std::string words = {};

  friend bool operator==(const outcome&, const outcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const outcome& o) {
    for (const int n : o.results) out << n << ' ';
    return out << o.words;
  }
};

class several : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  otp::system system{chosen()};
  otp::time_point begin = otp::now();
  long seconds() const { return (otp::now() - begin) / 1s; }

  /// What a caller gets, in an actor of its own.
  outcome of(const numbers& items, std::size_t hands, const std::function<int(int)>& work) {
    begin = otp::now();
    const auto [caller, watch] = otp::spawn_monitor("caller", [=, main = otp::self()] {
      try {
        otp::send(main, outcome{work_on(items, hands, work)});
      } catch (const otp::exit_exception& e) {
        otp::send(main, outcome{{}, "thrown: " + std::string(e.what())});
      } catch (const std::runtime_error& e) {
        otp::send(main, outcome{{}, "the work was done by the caller itself: " + std::string(e.what())});
      }
    });
    return otp::receive(
        [](const outcome& o) { return o; },
        otp::when([id = watch](const otp::down& d) { return d.ref == id && d.reason != otp::normal; },
                  [](const otp::down& d) {
                    return outcome{{}, "the caller has been ended by a link: " + to_string(d.reason)};
                  }),
        otp::after(1h, [] {
          return outcome{{}, "nothing: the caller waits for ever"};
        }));
  }
};
/// Takes as many seconds as its number says.
int sleeps(int n) {
  if (otp::self_or_none()) otp::sleep_for(n * 1s);
  return n * n;
}
/// ... and fails, if the number is even.
int sleeps_or_fails(int n) {
  sleeps(n);
  return n % 2 == 0 ? throw std::runtime_error("no milk for " + std::to_string(n)) : n * n;
}

TEST_F(several, the_results_have_the_order_of_the_items) {
  EXPECT_EQ(work_on({3, 1, 2}, 3, sleeps), (numbers{9, 1, 4}));
  EXPECT_EQ(work_on({}, 3, sleeps), numbers{});
}

TEST_F(several, each_is_a_task_of_its_own) {
  std::set<otp::pid> who;
  std::atomic<bool> no_actor = false;
  const otp::pid me = otp::self();
  work_on({1, 1, 1, 1}, 2, [&](int n) {
    if (const auto one = otp::self_or_none())
      who.insert(one);
    else
      no_actor = true;
    return sleeps(n);
  });
  EXPECT_FALSE(no_actor) << "each is worked on in a task of its own; a thread that is no actor has worked";
  EXPECT_FALSE(who.contains(me)) << "each is worked on in a task of its own; the caller itself has worked";
  EXPECT_TRUE(no_actor || who.size() == 4)
      << "each is worked on in a task of its own; there were 4 items, and " << who.size() << " actors";
}

TEST_F(several, they_are_worked_on_at_the_same_time) {
  work_on({3, 3, 3, 3}, 4, sleeps);
  EXPECT_EQ(seconds(), 3) << "four hands take 3 s for four items of 3 s each";
}

TEST_F(several, never_by_more_hands_than_there_are) {
  std::atomic<int> now = 0, most = 0;
  work_on({1, 1, 1, 1, 1}, 2, [&](int n) {
    most = std::max(most.load(), ++now);
    sleeps(n);
    --now;
    return n;
  });
  EXPECT_EQ(most, 2) << "there are two hands";
  EXPECT_EQ(seconds(), 3) << "two hands take 3 s for five items of 1 s each";
}

TEST_F(several, only_the_end_of_a_task_frees_a_hand) {
  for (int others = 0; others < 3; ++others) otp::spawn_monitor([] { otp::sleep_for(500ms); });
  std::atomic<int> now = 0, most = 0;
  work_on({1, 1, 1, 1, 1}, 2, [&](int n) {
    most = std::max(most.load(), ++now);
    sleeps(n);
    --now;
    return n;
  });
  EXPECT_EQ(most, 2) << "there are two hands; that another actor has ended, which the caller watches, frees none";
}

TEST_F(several, a_free_hand_takes_the_next) {
  work_on({1, 5, 1, 1, 1}, 2, sleeps);
  EXPECT_EQ(seconds(), 5) << "one hand does the long one, the other all the rest: a free hand takes the next";
  begin = otp::now();
  work_on({5, 1, 1, 1, 1}, 2, sleeps);
  EXPECT_EQ(seconds(), 5) << "one hand does the long one, the other all the rest: a free hand takes the next";
}

TEST_F(several, a_long_one_takes_its_time) {
  EXPECT_EQ(of({20, 1}, 2, sleeps), (outcome{numbers{400, 1}, ""})) << "one took 20 s, and nothing has failed";
}

TEST_F(several, a_failure_is_thrown_after_the_others_have_ended) {
  const auto got = of({1, 2, 5}, 3, sleeps_or_fails);
  ASSERT_NE(got.words, "") << "one has failed, and nothing was thrown";
  EXPECT_EQ(got.words.rfind("thrown: ", 0), 0u) << got;
  EXPECT_NE(got.words.find("no milk for 2"), std::string::npos) << got;
  EXPECT_EQ(seconds(), 5) << "one has failed after 2 s, and is thrown after all others have ended: that is 5 s";
}

TEST_F(several, of_two_failures_the_first_in_the_order_of_the_items_is_thrown) {
  const auto got = of({1, 4, 2, 5}, 4, sleeps_or_fails);
  ASSERT_NE(got.words, "") << "two have failed, and nothing was thrown";
  EXPECT_NE(got.words.find("no milk for 4"), std::string::npos)
      << "4 comes before 2 in the order of the items, and fails after it; got " << got;
}

TEST_F(several, one_that_fails_frees_its_hand) {
  const auto got = of({2, 2, 2, 1}, 1, sleeps_or_fails);
  ASSERT_NE(got.words, "") << "three have failed, and nothing was thrown";
  EXPECT_NE(got.words.find("no milk"), std::string::npos) << got;
}
