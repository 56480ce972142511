#include <slips.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>

namespace tcp = otp::tcp;
using namespace std::chrono_literals;

/// What is read when another bar sends these bytes and ends the connection: `[coffee][tea] the end`.
std::string read_of(const std::string& bytes) {
  const tcp::listener door = tcp::listen(tcp::address::loopback(4000));
  otp::spawn_link([at = door.local(), bytes] { tcp::send(tcp::connect(at), bytes); });
  const tcp::socket other_bar = tcp::accept(door);
  std::string all;
  for (std::size_t most = 0; most < bytes.size(); ++most) {
    try {
      const auto slip = next_slip(other_bar);
      if (!slip) return all + " the end";
      all += "[" + *slip + "]";
    } catch (const tcp::failure&) {
      return all + " a failure";
    } catch (const std::exception& e) {
      return all + " what has no meaning: " + e.what();
    }
  }
  return all + " and no end";
}

void expect_read(const std::string& bytes, const std::string& expected, const otp::network_faults& network = {}) {
  const auto found = otp::find_failing_schedule({.schedules = 200, .network = network}, [&] {
    const std::string got = read_of(bytes);
    if (got != expected) throw otp::expectation_failed(bytes + " was sent, and read was: " + got);
  });
  if (found) ADD_FAILURE() << *found->failure;
}
const otp::network_faults calm{.longest_delay = 0s, .short_transfers = false};

TEST(slips, one_that_comes_as_it_was_sent) { expect_read("06coffee", "[coffee] the end", calm); }
TEST(slips, two_that_come_together) { expect_read("06coffee03tea", "[coffee][tea] the end", calm); }
TEST(slips, many_that_the_network_cuts_anywhere) {
  expect_read("06coffee03tea00141 cocoa, 1 tea03tea", "[coffee][tea][][1 cocoa, 1 tea][tea] the end");
}
TEST(slips, what_looks_like_the_beginning_of_one_may_be_part_of_its_text) {
  expect_read("0803tea03t03tea", "[03tea03t][tea] the end");
}
TEST(slips, an_end_in_the_text_is_a_failure) { expect_read("03tea06cof", "[tea] a failure"); }
TEST(slips, an_end_between_the_digits_is_a_failure) { expect_read("03tea0", "[tea] a failure"); }
