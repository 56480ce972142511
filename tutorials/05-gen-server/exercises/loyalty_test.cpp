#include <loyalty.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <string>

using namespace std::chrono_literals;

/// A bar with its cards. A call that fails ends the test.
class loyalty_of : public testing::Test {
 protected:
  otp::system system{quiet()};
  otp::server_ref<loyalty> cards;

  void SetUp() override { opens(); }
  /// From here on the test asks another server.
  void opens() {
    const otp::start_result started = otp::try_start<loyalty>({.timeout = 1min});
    if (!started.pid)
      throw otp::expectation_failed(
          "the server has not started: its constructor has to return, for the loop that "
          "receives is the library's (" +
          to_string(started.error) + ")");
    cards = otp::server_ref<loyalty>(started.pid);
    ASSERT_EQ(drinks("Ann"), 0)
        << "two servers share nothing, and this one is fresh: are the cards a global or static variable?";
  }
  void visits(const std::string& guest, int times) {
    for (int i = 0; i < times; ++i) otp::cast(cards, visit{guest});
  }
  int drinks(const std::string& guest) { return asked("free_drinks", free_drinks{guest}); }
  bool redeems(const std::string& guest) { return asked("redeem", redeem{guest}); }

 private:
  static otp::options quiet() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  template <class Request>
  typename Request::reply asked(const std::string& name, const Request& request) {
    const auto answer = otp::try_call(cards, request);
    if (answer) return *answer.value;
    const std::string call = "the call " + name + "{" + request.guest + "}";
    if (answer.failure == otp::timeout)
      throw otp::expectation_failed(call + " was not answered: each is answered at once, also where there is no drink");
    throw otp::expectation_failed(call +
                                  " has failed, for the server has ended: it goes on until otp::stop stops it, "
                                  "also when it is asked about a guest without a card (" +
                                  to_string(answer.failure) + ")");
  }
};

TEST_F(loyalty_of, every_tenth_visit_earns_a_drink) {
  EXPECT_EQ(drinks("Bob"), 0) << "Bob has never been here";
  EXPECT_EQ(redeems("Bob"), false) << "Bob has never been here";
  visits("Ann", 9);
  EXPECT_EQ(drinks("Ann"), 0) << "nine visits";
  visits("Ann", 1);
  EXPECT_EQ(drinks("Ann"), 1) << "ten visits";
  visits("Ann", 11);
  EXPECT_EQ(drinks("Ann"), 2) << "21 visits";
  EXPECT_EQ(drinks("Ann"), 2) << "21 visits: to ask for the number takes no drink";
  EXPECT_EQ(drinks("Bob"), 0) << "each guest has a card: Bob has never been here, and Ann has";
}

TEST_F(loyalty_of, a_drink_can_be_had_once) {
  visits("Ann", 10);
  EXPECT_EQ(redeems("Ann"), true) << "ten visits: there was one, and the answer says so";
  EXPECT_EQ(redeems("Ann"), false) << "she has had it";
  EXPECT_EQ(drinks("Ann"), 0) << "she has had it";
  visits("Ann", 9);
  EXPECT_EQ(drinks("Ann"), 0) << "19 visits, one drink had";
  visits("Ann", 1);
  EXPECT_EQ(drinks("Ann"), 1) << "20 visits, one drink had";
}

TEST_F(loyalty_of, to_redeem_takes_one_drink_and_no_visits) {
  visits("Ann", 25);
  EXPECT_EQ(redeems("Ann"), true);
  EXPECT_EQ(drinks("Ann"), 1) << "to redeem takes one drink, and 25 visits have earned two";
  visits("Ann", 5);
  EXPECT_EQ(drinks("Ann"), 2) << "to redeem takes a drink and no visits: 30 visits, one drink had";
}

TEST_F(loyalty_of, a_new_year_clears_all_cards) {
  visits("Ann", 20);
  visits("Bob", 15);
  EXPECT_EQ(redeems("Ann"), true);
  otp::send(cards.pid(), new_year{});
  EXPECT_EQ(drinks("Ann"), 0) << "the message new_year was sent to the server's pid";
  EXPECT_EQ(drinks("Bob"), 0) << "all cards are cleared, not one";
  visits("Ann", 10);
  visits("Bob", 5);
  EXPECT_EQ(drinks("Ann"), 1) << "a cleared card counts from nothing: ten visits, and what was had last year is over";
  EXPECT_EQ(drinks("Bob"), 0) << "a cleared card counts from nothing: five visits";
}

TEST_F(loyalty_of, another_message_clears_nothing) {
  struct flyer {};
  visits("Ann", 10);
  otp::send(cards.pid(), flyer{});
  EXPECT_EQ(drinks("Ann"), 1) << "a message that is no new_year has cleared the cards";
}

TEST_F(loyalty_of, two_servers_share_nothing) {
  visits("Ann", 10);
  const otp::server_ref<loyalty> here = cards;
  opens();
  visits("Ann", 20);
  otp::send(cards.pid(), new_year{});
  EXPECT_EQ(drinks("Ann"), 0);
  cards = here;
  EXPECT_EQ(drinks("Ann"), 1) << "two servers share nothing, and what happens at another changes no card here: are the "
                                 "cards a global or static variable?";
}

TEST_F(loyalty_of, stop_stops_it) {
  visits("Ann", 1);
  const otp::ref watch = otp::monitor(cards.pid());
  try {
    otp::stop(cards, otp::normal, 1min);
  } catch (const otp::exit_exception&) {
  }
  const auto end = otp::await_down(watch, 1min);
  EXPECT_EQ(end, otp::normal) << "otp::stop stops it, with the reason normal";
}
