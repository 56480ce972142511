#include <culprit.hpp>

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;

struct question {
  using reply = int;
};

/// Ends the program when an answer follows a circle for ever: no schedule stops what takes no step.
class has_an_end {
 public:
  ~has_an_end() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ended_.notify_one();
    watch_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread watch_{[this] {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, 10s, [this] { return over_; })) return;
    std::cout
        << "in a circle there is no end, and this has looked for it for 10 s: where has it been before? (A circle "
           "need not come back to the first one.)\n"
        << "[  FAILED  ] the_culprit.there_is_none_in_a_circle\n"
        << std::flush;
    std::_Exit(1);
  }};
};

class the_culprit : public testing::Test {
 protected:
  has_an_end watch;
  otp::system system{otp::seeded(1)};

  static otp::pid works() {
    return otp::spawn([] { otp::sleep_for(1h); });
  }
  /// Asks the one that `whom` says, now, and waits for the answer.
  static otp::pid asks(const otp::pid& whom) {
    return otp::spawn([=] { otp::call(whom, question{}, otp::infinity); });
  }
  /// They wait for each other.
  static std::pair<otp::pid, otp::pid> circle() {
    const auto asks_the_other = [] {
      const auto other = otp::receive([](const otp::pid& p) { return p; });
      otp::call(other, question{}, otp::infinity);
    };
    const otp::pid one = otp::spawn(asks_the_other), two = otp::spawn(asks_the_other);
    otp::send(one, two);
    otp::send(two, one);
    return {one, two};
  }
  static std::string found(const otp::pid& from) {
    otp::sleep_for(1s);
    return culprit(from).value_or("nothing");
  }
};

TEST_F(the_culprit, it_is_the_one_that_is_asked_when_that_works) {
  const otp::pid barista = works(), guest = asks(barista);
  EXPECT_EQ(found(guest), to_string(barista));
}

TEST_F(the_culprit, it_is_the_one_for_whom_that_one_waits) {
  const otp::pid grinder = works(), barista = asks(grinder), guest = asks(barista);
  EXPECT_EQ(found(guest), to_string(grinder))
      << "the guest has asked the barista " << barista << ", who does no more than wait for the grinder " << grinder;
}

TEST_F(the_culprit, it_may_be_far_away) {
  const otp::pid last = works();
  otp::pid first = last;
  for (int n = 0; n < 50; ++n) first = asks(first);
  EXPECT_EQ(found(first), to_string(last))
      << "a long chain is no circle: of 51 each asks the next, and the last one " << last << " works";
}

TEST_F(the_culprit, it_is_not_the_one_with_the_longest_mailbox) {
  const otp::pid grinder = works(), barista = asks(grinder);
  otp::pid guest;
  for (int n = 0; n < 10; ++n) guest = asks(barista);
  EXPECT_EQ(found(guest), to_string(grinder))
      << "ten guests wait for the barista " << barista << ", and that one for the grinder " << grinder;
}

TEST_F(the_culprit, it_is_the_actor_itself_when_that_waits_for_no_reply) {
  const otp::pid guest = works();
  asks(works());
  EXPECT_EQ(found(guest), to_string(guest)) << "the guest " << guest << " has asked no one";
}

TEST_F(the_culprit, there_is_none_in_a_circle) {
  const auto [one, two] = circle();
  EXPECT_EQ(found(one), "nothing") << "in a circle there is no end: " << one << " and " << two
                                   << " wait for each other";
  EXPECT_EQ(found(asks(one)), "nothing") << "in a circle there is no end: it waits for " << one
                                         << ", which is in a circle with " << two;
}

TEST_F(the_culprit, there_is_none_in_a_circle_of_three) {
  const auto asks_the_other = [] {
    const auto other = otp::receive([](const otp::pid& p) { return p; });
    otp::call(other, question{}, otp::infinity);
  };
  const otp::pid one = otp::spawn(asks_the_other), two = asks(one), three = asks(two);
  otp::send(one, three);
  EXPECT_EQ(found(one), "nothing") << "in a circle there is no end, and one may be of three";
  EXPECT_EQ(found(asks(asks(two))), "nothing") << "in a circle there is no end, and one may be of three";
}

TEST_F(the_culprit, a_circle_of_others_does_not_count) {
  circle();
  const otp::pid grinder = works(), guest = asks(asks(grinder));
  EXPECT_EQ(found(guest), to_string(grinder)) << "others wait in a circle, but no one for whom the guest waits";
  EXPECT_EQ(found(grinder), to_string(grinder)) << "others wait in a circle, and the grinder waits for no reply";
}

TEST_F(the_culprit, of_two_chains_only_that_of_the_actor_counts) {
  const otp::pid oven = works(), cook = asks(oven), eater = asks(cook);
  const otp::pid grinder = works(), barista = asks(grinder), guest = asks(barista);
  EXPECT_EQ(found(eater), to_string(oven))
      << "the eater waits for the cook " << cook << ", and that for the oven " << oven;
  EXPECT_EQ(found(guest), to_string(grinder))
      << "the guest waits for the barista, and that for the grinder " << grinder;
}
