// pipeline_test.cpp - the pipelines of the examples: all lines come in order, and few are on their way at a time.
#include "../tutorials/examples/pipeline.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/explore.hpp>

#include "support.hpp"

namespace {

constexpr int lines = 20;
constexpr std::uint64_t items = 2;  // that a mailbox holds

/// How many lines the source has given, and how many have come to the end; at most, at a time, between both.
struct flow {
  std::atomic<int> given = 0, taken = 0, most = 0;
};

/// 1, 2, ... as text.
pipeline::lines numbers(const std::shared_ptr<flow>& counted) {
  return [counted]() -> std::optional<std::string> {
    if (counted->given == lines) return std::nullopt;
    const int n = ++counted->given;
    counted->most = std::max<int>(counted->most, n - counted->taken);
    return std::to_string(n);
  };
}
std::optional<std::string> odd(const std::string& text) {
  if (std::stoi(text) % 2 == 0) return std::nullopt;
  return text;
}
void must_be(const std::string& text, const std::string& expected) {
  if (text != expected) throw otp::expectation_failed("not " + expected + " but " + text);
}
int report_of(const std::string& name) {
  return otp::expect(
      otp::match("report", name, otp::any<int>) >> [](int n) { return n; }, 1h);
}

void pulled() {
  const auto counted = std::make_shared<flow>();
  const otp::pid me = otp::self();
  const otp::pid source = otp::spawn_link([=] { pipeline::pulled_source(numbers(counted), me); });
  const otp::pid filter = otp::spawn_link([=] { pipeline::pulled_stage("filter", source, odd, me); });
  int expected = 1;
  for (bool more = true; more;) {
    otp::send(filter, std::tuple("ask", me));
    otp::receive(
        otp::match("item", otp::match(otp::any<int>, otp::any<std::string>)) >>
            [&](int n, const std::string& text) {
              must_be(text, std::to_string(expected));
              must_be(std::to_string(n), text);
              expected += 2;
              counted->taken = n;
            },
        otp::match("end") >> [&] { more = false; });
  }
  must_be(std::to_string(expected), std::to_string(lines + 1));
  if (report_of("source") != lines || report_of("filter") != lines / 2) throw otp::expectation_failed("reports");
  if (counted->most > 2) throw otp::expectation_failed("more than one is on its way, with one that is dropped");
}

/// \param mailbox  of each stage holds so many; 0: any number
void pushed(std::uint64_t mailbox) {
  const auto counted = std::make_shared<flow>();
  const auto expected = std::make_shared<std::atomic<int>>(1);
  const otp::pid last = pipeline::start_pushed_stage("last", mailbox,
                                                     [=](const std::string& text) {
                                                       must_be(text, std::to_string(*expected));
                                                       *expected += 2;
                                                       counted->taken = std::stoi(text);
                                                       return std::nullopt;
                                                     },
                                                     {});
  const otp::pid filter = pipeline::start_pushed_stage("filter", mailbox, odd, last);
  otp::spawn_link([=, me = otp::self()] { pipeline::pushed_source(numbers(counted), filter, me); });
  if (report_of("last") != lines / 2 || report_of("filter") != lines / 2 || report_of("source") != lines)
    throw otp::expectation_failed("reports");
  // At most both mailboxes are full, and source and filter have a line in hand. Half of the lines end at the filter: a
  // line that has passed it stands for two.
  constexpr int most = static_cast<int>(2 * (items + 1) + (items + 1));
  if (counted->most > most)
    throw otp::expectation_failed(std::to_string(counted->most) + " are on their way, more than " +
                                  std::to_string(most));
}

const otp::exploration how{.schedules = SANITIZED ? 100u : 1000u};

}  // namespace

TEST(pipeline, pulled_each_line_comes_in_order_and_one_is_on_its_way_in_any_schedule) { otp::explore(how, pulled); }

TEST(pipeline, pushed_each_line_comes_in_order_and_no_more_are_on_their_way_than_mailboxes_hold) {
  otp::explore(how, [] { pushed(items); });
}

TEST(pipeline, pushed_without_a_limit_more_are_on_their_way_in_some_schedule) {
  EXPECT_TRUE(otp::find_failing_schedule(how, [] { pushed(0); }));
}

TEST(pipeline, a_stage_that_fails_ends_all_of_a_pipeline_even_those_that_a_full_mailbox_blocks) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto fails = [](const std::string&) -> std::optional<std::string> {
    otp::sleep_for(1s);  // all before it wait
    throw std::runtime_error("no such column");
  };
  const otp::exit_reason why = how_it_ends([=] {
    const otp::pid last = pipeline::start_pushed_stage("last", 1, fails, {});
    const otp::pid filter = pipeline::start_pushed_stage("filter", 1, odd, last);
    const auto counted = std::make_shared<flow>();
    otp::spawn_link([=, me = otp::self()] { pipeline::pushed_source(numbers(counted), filter, me); });
    otp::wait_for_end();
  });
  EXPECT_EQ(why.text(), "no such column");
  otp::sleep_for(1ms);
  EXPECT_EQ(otp::processes(), std::vector<otp::pid>{system.main()});
}
