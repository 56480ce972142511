#include <last_word.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include <otp/explore.hpp>

namespace tcp = otp::tcp;
using namespace std::chrono_literals;

struct inside {};
struct heard {
  std::string what;
};
using behaves = std::function<void(tcp::socket&)>;

constexpr otp::duration patience = 10s;
const behaves is_silent = [](tcp::socket&) {};

/// Shows a guest out who has done `before`, and does `after` meanwhile; returns how long that took.
otp::duration shown_out(const behaves& before, const behaves& after, const std::string& words = "closed!") {
  const tcp::listener door = tcp::listen(tcp::address::loopback(4000));
  otp::spawn_link([=, at = door.local(), main = otp::self()] {
    tcp::socket bar = tcp::connect(at);
    before(bar);
    otp::send(main, inside{});
    after(bar);
  });
  tcp::socket guest = tcp::accept(door);
  otp::expect<inside>();
  const otp::time_point begin = otp::now();
  std::string failure;
  try {
    show_out(std::move(guest), words, patience);
  } catch (const tcp::failure& f) {
    failure = f.what();
  }
  const otp::duration took = otp::now() - begin;
  if (took > patience) throw otp::expectation_failed("the bar has waited for longer than its patience");
  if (!failure.empty()) throw otp::expectation_failed("the bar has failed: " + failure);
  return took;
}

/// What a guest reads: `'closed!', then the end`.
std::string read_of(const tcp::socket& bar) {
  std::string all;
  try {
    for (;;) {
      const std::string some = tcp::receive_some(bar);
      if (some.empty()) return "'" + all + "', then the end";
      all += some;
    }
  } catch (const tcp::failure&) {
    return "'" + all + "', then nothing: the connection is broken";
  }
}

void in_all_schedules(const std::string& rule, const std::function<void()>& scenario) {
  try {
    const auto found = otp::find_failing_schedule({.schedules = 200}, scenario);
    if (found) ADD_FAILURE() << rule << ".\nseen: " << *found->failure;
  } catch (const otp::error& e) {  // the same schedule again gave something else
    ADD_FAILURE() << rule << ".\nseen: " << e.what();
  }
}

void expect_heard(const std::string& rule, const behaves& before, const behaves& meanwhile = is_silent,
                  otp::duration at_most = 1s, const std::string& words = "closed!") {
  in_all_schedules(rule, [&] {
    const otp::duration took = shown_out(
        before,
        [&, main = otp::self()](tcp::socket& bar) {
          meanwhile(bar);
          otp::send(main, heard{read_of(bar)});
        },
        words);
    const std::string what = otp::expect<heard>(1h).what;
    if (what != "'" + words + "', then the end") throw otp::expectation_failed("the guest has heard " + what);
    if (took > at_most) throw otp::expectation_failed("the guest waits for the end, and the bar waits for the guest");
  });
}

void expect_patience(const std::string& rule, const behaves& guest, const std::string& words = "closed!") {
  in_all_schedules(rule, [&] { shown_out(is_silent, guest, words); });
}

/// Guests who stay for a minute, or until the connection is over.
const behaves stays = [](tcp::socket&) { otp::sleep_for(1min); };
const behaves talks = [](tcp::socket& bar) {
  try {
    for (const otp::time_point end = otp::now() + 1min; otp::now() < end; otp::sleep_for(1s))
      tcp::send(bar, "and another thing\n");
  } catch (const tcp::failure&) {
  }
};
/// Says something, if the bar listens still: read_of says what was heard.
void says(tcp::socket& bar, const std::string& what) {
  try {
    tcp::send(bar, what);
  } catch (const tcp::failure&) {
  }
}

TEST(last_word, a_silent_guest_hears_it_and_the_end) {
  expect_heard("the guest must read the words and then the end, and goes: then there is nothing to wait for",
               is_silent);
}
TEST(last_word, one_who_has_said_what_the_bar_has_not_read_hears_it) {
  expect_heard("to close when something has not been read breaks the connection, and the words are lost",
               [](tcp::socket& bar) { tcp::send(bar, "one more coffee, please!\n"); });
}
TEST(last_word, one_who_is_still_talking_hears_it) {
  expect_heard("a guest who is still talking must read the words and the end: what is said has to be read until then",
               is_silent, [](tcp::socket& bar) { says(bar, std::string(200'000, '.')); });
}
TEST(last_word, many_words_are_heard_to_the_last) {
  expect_heard(
      "all words come before the end, also if they are many and the guest begins to read late", is_silent,
      [](tcp::socket&) { otp::sleep_for(2s); }, 5s, std::string(100'000, '!'));
}
TEST(last_word, a_guest_who_stays_and_is_silent_is_waited_for_in_patience) {
  expect_patience("the bar waits for as long as its patience, and not longer, for a guest who is silent and stays",
                  stays);
}
TEST(last_word, a_guest_who_stays_and_talks_is_waited_for_in_patience) {
  expect_patience("the patience is for all reads together, and not for each: a guest who talks on is waited for once",
                  talks);
}
TEST(last_word, a_guest_who_reads_nothing_is_waited_for_in_patience) {
  expect_patience("the patience is for the sending, too: it may wait for a guest who reads nothing", stays,
                  std::string(200'000, '!'));
}
TEST(last_word, a_guest_who_reads_late_and_stays_is_waited_for_in_patience) {
  expect_patience(
      "the patience is for the sending and the reading together, and not for each of them",
      [](tcp::socket& bar) {
        otp::sleep_for(9s);
        read_of(bar);
        otp::sleep_for(1min);
      },
      std::string(100'000, '!'));
}
TEST(last_word, the_connection_ends_with_the_patience) {
  in_all_schedules("after its patience the bar closes the connection, also if the guest talks on", [] {
    const otp::time_point begin = otp::now();
    shown_out(is_silent, [main = otp::self()](tcp::socket& bar) {
      talks(bar);
      otp::send(main, heard{});
    });
    otp::expect<heard>(1h);
    if (otp::now() - begin > patience + 5s)
      throw otp::expectation_failed("the bar still listens 5 s after the end of its patience");
  });
}
TEST(last_word, a_guest_who_has_gone_is_no_failure) {
  in_all_schedules("a guest who has gone already is no failure",
                   [] { shown_out([](tcp::socket& bar) { bar.close(); }, is_silent); });
}
