#include <seats.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

void stays() { otp::wait_for_end(); }
std::size_t inside(const bar& where) { return otp::count_children(where.guests).active; }

struct heard {
  std::string what;
};
/// What one hears who lets a guest in: "true", "false", or what else has happened. `then` is what that one does next.
std::string result_of(const bar& where, const std::function<void()>& evening, const std::function<void()>& then = {}) {
  const auto [host, watch] = otp::spawn_monitor("host", [=, main = otp::self()] {
    try {
      const bool got_in = come_in(where, evening);
      otp::send(main, heard{got_in ? "true" : "false"});
    } catch (const std::exception& e) {
      otp::send(main, heard{std::string("no result, but thrown: ") + e.what()});
    }
    if (then) then();
  });
  return otp::receive([](const heard& h) { return h.what; },
                      otp::when([id = watch](const otp::down& d) { return d.ref == id && d.reason != otp::normal; },
                                [](const otp::down& d) { return "an end: " + to_string(d.reason); }),
                      otp::after(1h, [id = host] {
                        otp::exit(id, otp::kill);
                        return std::string("nothing for an hour");
                      }));
}

class seats : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  otp::system system{chosen()};
};

const char* const returns_at_once = "`come_in` returns while the guest is inside, and does not wait for the end";
const char* const full_is_false =
    "when all seats are taken, the result is `false`, at once: no exception, and no waiting";

TEST_F(seats, guests_are_children_of_the_supervisor) {
  const bar where = open_bar(2);
  EXPECT_EQ(result_of(where, stays), "true") << "both seats are free; and " << returns_at_once;
  EXPECT_EQ(result_of(where, stays), "true") << "one of two seats is free, and ids of guests do not matter";
  EXPECT_EQ(inside(where), 2u) << "the guests have to be children of `guests`, and two are inside";
}

TEST_F(seats, there_are_as_many_seats_as_asked_for) {
  for (const std::size_t count : {1u, 3u, 20u}) {
    const bar where = open_bar(count);
    for (std::size_t guest = 0; guest < count; ++guest)
      EXPECT_EQ(result_of(where, stays), "true") << guest << " of " << count << " seats are taken";
    EXPECT_EQ(result_of(where, stays), "false") << "all of " << count << " seats are taken; " << full_is_false;
    EXPECT_EQ(inside(where), count) << "no more guests than seats";
  }
}

TEST_F(seats, each_bar_has_its_own_seats) {
  const bar one = open_bar(1);
  EXPECT_EQ(result_of(one, stays), "true");
  const bar other = open_bar(2);
  EXPECT_EQ(result_of(one, stays), "false") << "the only seat is taken, and another bar has opened: each has its own";
  EXPECT_EQ(result_of(other, stays), "true") << "the guest of one bar takes no seat in another";
  EXPECT_EQ(result_of(other, stays), "true") << "the guest of one bar takes no seat in another";
  EXPECT_EQ(result_of(other, stays), "false") << full_is_false;
}

TEST_F(seats, the_seat_of_one_who_has_left_is_free) {
  const bar where = open_bar(1);
  int evenings = 0;
  EXPECT_EQ(result_of(where, [&] { ++evenings, otp::sleep_for(1min); }), "true") << returns_at_once;
  otp::sleep_for(10min);
  EXPECT_EQ(evenings, 1) << "a guest who has left does not come back: is the guest started again?";
  EXPECT_EQ(inside(where), 0u) << "the guest left nine minutes ago";
  EXPECT_EQ(result_of(where, stays), "true") << "the seat of one who has left is free for the next one";
  EXPECT_EQ(result_of(where, stays), "false") << full_is_false;
}

TEST_F(seats, one_who_has_failed_does_not_come_back) {
  const bar where = open_bar(1);
  int evenings = 0;
  const auto fails = [&] {
    ++evenings;
    otp::sleep_for(1min);
    throw std::runtime_error("a broken cup");
  };
  for (int guest = 1; guest <= 5; ++guest) {
    EXPECT_EQ(result_of(where, fails), "true") << "the seat of one who has failed is free for the next one";
    otp::sleep_for(10min);
    ASSERT_EQ(evenings, guest) << "a guest who has failed does not come back: is the guest started again?";
    ASSERT_EQ(inside(where), 0u) << "the guest failed nine minutes ago";
  }
}

TEST_F(seats, the_seat_of_one_who_was_stopped_is_free) {
  const bar where = open_bar(1);
  for (const otp::exit_reason& why : {otp::kill, otp::shutdown}) {
    EXPECT_EQ(result_of(where, stays), "true") << "a guest who was stopped by another has left, too";
    otp::sleep_for(1min);
    for (const otp::child_info& guest : otp::which_children(where.guests)) otp::exit(guest.pid, why);
    otp::sleep_for(1min);
    ASSERT_EQ(inside(where), 0u) << "the guest was stopped a minute ago, and does not come back";
  }
  EXPECT_EQ(result_of(where, stays), "true") << "a guest who was stopped by another has left, too";
}

TEST_F(seats, a_guest_is_none_of_the_callers) {
  const bar where = open_bar(2);
  EXPECT_EQ(result_of(where, stays, [] { throw std::runtime_error("the host fails"); }), "true");
  otp::sleep_for(1min);
  EXPECT_EQ(inside(where), 1u) << "the guest is a child of `guests`, and does not end with the one who has let it in: "
                                  "is there a link between the two?";
  bool goes_on = false;
  const auto fails = [] {
    otp::sleep_for(1min);
    throw std::runtime_error("a broken cup");
  };
  EXPECT_EQ(result_of(where, fails, [&] { otp::sleep_for(10min), goes_on = true; }), "true");
  otp::sleep_for(20min);
  EXPECT_TRUE(goes_on) << "a guest has failed, and with it the one who had let it in: is there a link between the two?";
}

/// Whether a caller stops the turns of all others, by something of which the schedule does not know.
bool a_mutex_is_held() {
  std::atomic<bool> stalled = false;
  for (std::uint64_t seed = 1; seed <= 20 && !stalled; ++seed) {
    otp::options watched;
    watched.report = [&](const otp::report& r) {
      if (r.text.find("has taken no step") != std::string::npos) stalled = true;
    };
    watched.schedule = otp::seeded(seed);
    otp::system system{watched};
    const bar where = open_bar(2);
    for (int guest = 0; guest < 3; ++guest) otp::spawn_monitor([&] { come_in(where, stays); });
    for (int guest = 0; guest < 3; ++guest) otp::receive([](const otp::down&) {}, otp::after(1min, [] {}));
  }
  return stalled;
}

/// Of so many who come to two seats at once; each of those that got in has one evening, and no other has.
void come_at_once(int guests) {
  const bar where = open_bar(2);
  int got_in = 0, begun = 0;  // under a schedule one actor runs at a time
  const auto evening = [&] {
    ++begun;
    otp::wait_for_end();
  };
  for (int guest = 0; guest < guests; ++guest) otp::spawn_monitor([&] { got_in += come_in(where, evening); });
  for (int guest = 0; guest < guests; ++guest) {
    const std::string end = otp::receive([](const otp::down& d) { return to_string(d.reason); },
                                         otp::after(1min, [] { return std::string("not ended in a minute"); }));
    if (end != "normal")
      throw otp::expectation_failed(std::string(full_is_false) + "; and what has become of the caller: " + end);
  }
  otp::sleep_for(1s);
  const std::string of_all = "; of " + std::to_string(guests) + " who came to two seats at the same time, " +
                             std::to_string(got_in) + " have got in, " + std::to_string(begun) + " have begun, and " +
                             std::to_string(inside(where)) + " are inside";
  if (got_in > 2)
    throw otp::expectation_failed(
        "no more get in than there are seats: has another guest come in between the look "
        "and the start?" +
        of_all);
  if (begun > got_in) throw otp::expectation_failed("the evening of one who finds no seat does not begin" + of_all);
  if (got_in < std::min(guests, 2)) throw otp::expectation_failed("who finds a free seat gets in" + of_all);
  if (begun < got_in || inside(where) != static_cast<std::size_t>(got_in))
    throw otp::expectation_failed("each one that has got in is inside, whatever the caller does then" + of_all);
}

TEST(seats_of_a_full_bar, of_several_at_once_two_get_in_under_every_schedule) {
  ASSERT_FALSE(a_mutex_is_held()) << "a mutex is held, or the like, while its holder sends or receives: then the turn "
                                     "goes to others, and if they want the mutex, all stand still";
  for (const int guests : {2, 3, 4})
    if (const auto found = otp::find_failing_schedule({.schedules = 300}, [=] { come_at_once(guests); }))
      FAIL() << *found->failure << " (OTP_SCHEDULE=" << to_string(found->schedule) << ")";
}

TEST(seats_of_a_full_bar, who_finds_no_seat_does_not_begin_under_any_schedule) {
  const auto found = otp::find_failing_schedule({.schedules = 200}, [] {
    const bar where = open_bar(1);
    come_in(where, stays);
    bool begun = false;
    const std::string result = result_of(where, [&] { begun = true; });
    if (result != "false") throw otp::expectation_failed(full_is_false + ("; and this was heard: " + result));
    otp::sleep_for(1s);
    if (begun) throw otp::expectation_failed("the evening of one who finds no seat does not begin: not for a moment");
  });
  if (found) FAIL() << *found->failure << " (OTP_SCHEDULE=" << to_string(found->schedule) << ")";
}
