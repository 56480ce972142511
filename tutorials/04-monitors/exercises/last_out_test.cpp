#include <last_out.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using ends = std::map<std::string, int>;

void stay() {
  otp::receive([](int) {});
}

TEST(last_out, with_nobody_there_it_returns_at_once) {
  otp::system system{otp::seeded(1)};
  EXPECT_EQ(wait_for_all({}), ends{});
}

TEST(last_out, it_waits_for_everybody_and_counts_the_reasons) {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  quiet.schedule = otp::seeded(1);
  otp::system system{quiet};
  std::vector<otp::pid> guests;
  for (int i = 0; i < 4; ++i) guests.push_back(otp::spawn(stay));
  guests.push_back(otp::spawn([] {
    otp::sleep_for(std::chrono::seconds(1));
    otp::exit("angry");
  }));
  otp::spawn([guests] {
    otp::sleep_for(std::chrono::seconds(2));
    for (int i = 0; i < 3; ++i) otp::send(guests[static_cast<std::size_t>(i)], 1);
    otp::exit(guests[3], otp::kill);
  });
  EXPECT_EQ(wait_for_all(guests), (ends{{"normal", 3}, {"angry", 1}, {"killed", 1}}));
}

TEST(last_out, who_is_dead_already_counts_as_noproc) {
  otp::system system{otp::seeded(1)};
  const auto [gone, m] = otp::spawn_monitor([] {});
  otp::expect<otp::down>();
  EXPECT_EQ(wait_for_all({gone, gone}), (ends{{"noproc", 2}}));
}

TEST(last_out, the_news_of_another_watch_stays_in_the_mailbox) {
  otp::system system{otp::seeded(1)};
  const auto [guest, before] = otp::spawn_monitor(stay);
  otp::send(guest, 1);
  EXPECT_EQ(wait_for_all({guest}), (ends{{"normal", 1}}));
  const otp::ref news = otp::expect<otp::down>().ref;
  EXPECT_EQ(news, before) << "the down of another watch of the same guest is gone";
}

TEST(last_out, the_news_of_others_stays_in_the_mailbox) {
  otp::system system{otp::seeded(1)};
  const auto [stranger, m] = otp::spawn_monitor([] {});
  otp::sleep_for(std::chrono::seconds(1));  // it is the first down of all
  otp::send(otp::self(), 7);
  EXPECT_EQ(wait_for_all({otp::spawn([] {})}).size(), 1u);
  EXPECT_EQ(otp::expect<otp::down>().ref, m) << "the down of an actor that was not in the list is gone";
  EXPECT_EQ(otp::expect<int>(), 7);
}
