#include <reserve.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

struct got_it {
  std::string name;
};

TEST(reserve, the_first_gets_the_table_and_the_second_does_not) {
  otp::system system{otp::seeded(1)};
  const auto book = otp::start<book_of_tables>();
  EXPECT_EQ(otp::call(book, name_at{4}), "");
  EXPECT_TRUE(reserve(book, 4, "Ann"));
  EXPECT_FALSE(reserve(book, 4, "Bob"));
  EXPECT_TRUE(reserve(book, 5, "Bob"));
  EXPECT_EQ(otp::call(book, name_at{4}), "Ann");
}

TEST(reserve, of_three_at_once_exactly_one_gets_it_under_every_schedule) {
  try {
    otp::explore({.schedules = 1000}, [] {
      const auto book = otp::start<book_of_tables>();
      for (const char* name : {"Ann", "Bob", "Carl"})
        otp::spawn_monitor(name, [&book, name, to = otp::self()] {
          if (reserve(book, 4, name)) otp::send(to, got_it{name});
        });
      for (int i = 0; i < 3; ++i) otp::expect<otp::down>();
      const auto happy = otp::expect<got_it>().name;
      if (!otp::waiting_messages().empty()) throw otp::expectation_failed("two guests have reserved one table");
      if (otp::call(book, name_at{4}) != happy) throw otp::expectation_failed("the book says otherwise");
    });
  } catch (const otp::expectation_failed& failure) {
    FAIL() << failure.what();
  }
}
