#include <slips.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include <otp/explore.hpp>

namespace tcp = otp::tcp;
using namespace std::chrono_literals;

/// A connection of a bar that sends these pieces, with a pause after each, and ends it.
tcp::socket sent(const std::vector<std::string>& pieces, otp::duration pause = 0s, std::uint16_t port = 4000) {
  const tcp::listener door = tcp::listen(tcp::address::loopback(port));
  otp::spawn_link([=, at = door.local()] {
    const tcp::socket here = tcp::connect(at);
    for (const std::string& piece : pieces) {
      tcp::send(here, piece);
      otp::sleep_for(pause);
    }
  });
  return tcp::accept(door);
}

/// What the next one is, in words: `[coffee]`, ` the end`, ` a failure`.
std::string next_of(const tcp::socket& other_bar) {
  try {
    const auto slip = next_slip(other_bar);
    return slip ? "[" + *slip + "]" : " the end";
  } catch (const tcp::failure&) {
    return " a failure";
  } catch (const std::exception& e) {
    return " something else thrown (" + std::string(e.what()) + ")";
  }
}

/// What all are, until an end or a failure: `[coffee][tea] the end`.
std::string read_of(const tcp::socket& other_bar) {
  std::string all;
  for (int slips = 0; slips < 20; ++slips) {
    const std::string next = next_of(other_bar);
    all += next;
    if (next[0] != '[') return all;
  }
  return all + " and no end";
}

const otp::network_faults calm{.longest_delay = 0s, .short_transfers = false};

void in_all_schedules(const std::string& rule, const otp::network_faults& network, const std::function<void()>& run) {
  try {
    const auto found = otp::find_failing_schedule({.schedules = 200, .longest = 5'000, .network = network}, run);
    if (found) ADD_FAILURE() << rule << ".\nseen: " << *found->failure;
  } catch (const otp::error& e) {  // the same schedule again gave something else
    ADD_FAILURE() << rule << ".\nseen (is something kept from one connection for the next?): " << e.what();
  }
}

/// Sends these bytes at once, and reads all slips.
void expect_read(const std::string& rule, const std::string& bytes, const std::string& expected,
                 const otp::network_faults& network = {}) {
  in_all_schedules(rule, network, [&] {
    const std::string got = read_of(sent({bytes}));
    if (got != expected) throw otp::expectation_failed(bytes + " was sent, and read was: " + got);
  });
}

TEST(slips, one_that_comes_as_it_was_sent) {
  expect_read("a slip is two digits and a text, and only its text is returned", "06coffee", "[coffee] the end", calm);
}
TEST(slips, two_that_come_together) {
  expect_read("a read is not a slip: two may come together, and each has to be returned", "06coffee03tea",
              "[coffee][tea] the end", calm);
}
TEST(slips, many_that_the_network_cuts_anywhere) {
  expect_read("a read is not a slip: a part of it may come first, and the rest later", "06coffee03tea05cocoa03tea",
              "[coffee][tea][cocoa][tea] the end");
}
TEST(slips, what_looks_like_the_beginning_of_one_may_be_part_of_its_text) {
  expect_read("only the two digits say where a slip ends, whatever its text is like",
              "0803tea03t141 cocoa,\n1 tea03tea", "[03tea03t][1 cocoa,\n1 tea][tea] the end");
}
TEST(slips, an_empty_one_is_a_slip) {
  expect_read("a slip of no bytes is a slip with an empty text, and no end", "03tea0003tea00",
              "[tea][][tea][] the end");
}
TEST(slips, the_two_digits_are_a_decimal_number) {
  expect_read("the two digits are a decimal number, also with a 0 in front", "08espresso", "[espresso] the end", calm);
  const std::string long_one(99, '.');
  expect_read("the two digits are a decimal number, up to 99", "99" + long_one + "10a123456789",
              "[" + long_one + "][a123456789] the end");
}
TEST(slips, no_slip_at_all) {
  expect_read("a connection that ends before the first slip has ended where a slip could begin", "", " the end");
}
TEST(slips, an_end_in_the_text_is_a_failure) {
  const std::string rule =
      "an end in the middle of a slip is a failure: the otp::tcp::failure that says so has to pass";
  expect_read(rule, "03tea06cof", "[tea] a failure");
  expect_read(rule, "03tea06", "[tea] a failure");
}
TEST(slips, an_end_between_the_digits_is_a_failure) {
  expect_read("an end between the two digits is in the middle of a slip, and a failure", "03tea0", "[tea] a failure");
}
TEST(slips, a_pause_is_no_end) {
  in_all_schedules("a pause is no end: a bar that sends nothing now may send the rest later", {}, [] {
    const std::string got = read_of(sent({"0", "6", "cof", "fee", "03", "tea"}, 1min));
    if (got != "[coffee][tea] the end")
      throw otp::expectation_failed("06coffee03tea was sent, with pauses of a minute, and read was: " + got);
  });
}
TEST(slips, each_connection_has_its_own) {
  in_all_schedules("what comes by one connection is no part of a slip of another one", calm, [] {
    const tcp::socket one = sent({"06coffee03tea05cocoa"}), other = sent({"05water04wine04milk"}, 0s, 4001);
    otp::sleep_for(1s);
    std::string got = next_of(one);
    got += next_of(other);
    got += next_of(one);
    got += next_of(other);
    if (got != "[coffee][water][tea][wine]")
      throw otp::expectation_failed("06coffee03tea.. and 05water04wine.. were sent, and read in turns was: " + got);
  });
}
