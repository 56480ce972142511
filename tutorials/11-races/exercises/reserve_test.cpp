#include <reserve.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

struct got_it {
  std::string name;
};

/// What reserve says; nothing if it throws.
std::optional<bool> said(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  try {
    return reserve(book, table, name);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

TEST(reserve, the_first_gets_the_table_and_the_second_does_not) {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  quiet.schedule = otp::seeded(1);
  otp::system system{quiet};
  const auto book = otp::start<book_of_tables>();
  EXPECT_EQ(otp::call(book, name_at{4}), "");
  const otp::time_point begin = otp::now();
  EXPECT_EQ(said(book, 4, "Ann"), true) << "the table was free";
  EXPECT_EQ(otp::now(), begin) << "alone at the book, Ann had to wait: a pause closes no gap, it is only rarer then";
  ASSERT_EQ(said(book, 4, "Bob"), false) << "the table was taken: a guest who does not get it is told so by `false`";
  EXPECT_EQ(said(book, 5, "Bob"), true) << "table 4 was taken, but another table is free";
  EXPECT_EQ(otp::call(book, name_at{4}), "Ann") << "Ann was told that she has table 4, and the book says otherwise";
  EXPECT_EQ(otp::call(book, name_at{5}), "Bob") << "Bob was told that he has table 5, and the book says otherwise";
  EXPECT_EQ(said(book, 5, "Ann"), false) << "two guests have reserved one table: 5 was Bob's";
}

/// Whether a guest stops the turns of all others, by something of which the schedule does not know.
bool a_mutex_is_held() {
  std::atomic<bool> stalled = false;
  for (std::uint64_t seed = 1; seed <= 20 && !stalled; ++seed) {
    otp::options watched;
    watched.report = [&](const otp::report& r) {
      if (r.text.find("has taken no step") != std::string::npos) stalled = true;
    };
    watched.schedule = otp::seeded(seed);
    otp::system system{watched};
    const auto book = otp::start<book_of_tables>();
    for (const char* name : {"Ann", "Bob", "Carl"}) otp::spawn_monitor(name, [&, name] { reserve(book, 4, name); });
    for (int i = 0; i < 3; ++i) otp::receive([](const otp::down&) {});
  }
  return stalled;
}

TEST(reserve, of_three_at_once_exactly_one_gets_it_under_every_schedule) {
  ASSERT_FALSE(a_mutex_is_held()) << "a mutex is held, or the like, while its holder sends or receives: then the turn "
                                     "goes to others, and if they want the mutex, all stand still";
  const auto found = otp::find_failing_schedule({.schedules = 1000}, [] {
    const auto book = otp::start<book_of_tables>();
    for (const char* name : {"Ann", "Bob", "Carl"})
      otp::spawn_monitor(name, [&book, name, to = otp::self()] {
        if (reserve(book, 4, name)) otp::send(to, got_it{name});
      });
    for (int i = 0; i < 3; ++i)
      if (const auto reason = otp::receive([](const otp::down& d) { return d.reason; }); reason != otp::normal)
        throw otp::expectation_failed("a guest who does not get the table is told so by `false`, and not by " +
                                      to_string(reason));
    const auto happy = otp::receive(
        [](const got_it& g) { return g.name; }, otp::after(otp::duration::zero(), [] {
          throw otp::expectation_failed("the table was free, three wanted it, and no guest has got the table");
          return std::string();
        }));
    if (!otp::waiting_messages().empty()) throw otp::expectation_failed("two guests have reserved one table");
    if (const auto there = otp::call(book, name_at{4}); there != happy)
      throw otp::expectation_failed(happy + " has got the table, and the book says otherwise: '" + there + "'");
  });
  if (found) ADD_FAILURE() << *found->failure << "\nthe run: OTP_SCHEDULE=" << to_string(found->schedule);
}
