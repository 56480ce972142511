// agent_test.cpp - a value in an actor of its own: what is asked of it, in which order, and how it fails.
#include <otp/agent.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <otp/explore.hpp>
#include <otp/supervisor.hpp>

#include "support.hpp"

namespace {

const auto value = [](const int& n) { return n; };

TEST(agent_test, it_is_read_and_changed_by_functions) {
  const otp::system system;
  const auto visits = otp::start_agent(1);
  EXPECT_EQ(visits.get(value), 1);
  visits.update([](int& n) { n += 1; });
  EXPECT_EQ(visits.get_and_update([](int& n) { return std::exchange(n, 10); }), 2);
  visits.cast([](int& n) { n *= 2; });
  EXPECT_EQ(visits.get(value), 20);
  EXPECT_EQ(visits.get([](int n) { return std::to_string(n); }), "20");
  otp::stop(visits);
  EXPECT_EQ(failure_of([&] { visits.get(value); }), otp::noproc);
  visits.cast([](int& n) { n = 0; });
}

TEST(agent_test, the_functions_run_in_the_agents_thread_one_after_another) {
  const otp::system system;
  const auto visits = otp::start_agent(0);
  EXPECT_EQ(visits.get([](int) { return otp::self(); }), visits.pid());
  std::vector<otp::ref> ends;
  for (int i = 0; i < 4; ++i)
    ends.push_back(otp::spawn_monitor([visits] {
                     for (int k = 0; k < 100; ++k) visits.update([](int& n) { ++n; });
                   }).ref);
  for (const otp::ref& each : ends) EXPECT_EQ(reason_of_end(each), otp::normal);
  EXPECT_EQ(visits.get(value), 400);
}

TEST(agent_test, what_one_actor_asks_for_happens_in_its_order) {
  otp::explore({.schedules = 50}, [] {
    const auto log = otp::start_agent(std::vector<int>());
    std::vector<int> expected;
    for (int i = 0; i < 5; ++i) {
      expected.push_back(i);
      log.cast([i](std::vector<int>& all) { all.push_back(i); });
    }
    if (log.get([](const std::vector<int>& all) { return all; }) != expected) throw std::runtime_error("another order");
  });
}

TEST(agent_test, a_function_that_throws_ends_agent_and_caller_with_the_same_reason) {
  report_box reports;
  const otp::system system(reports.options());
  const auto asked = otp::start_agent(0, {.name = "asked"});
  const otp::ref end = otp::monitor(asked);
  const otp::exit_reason why =
      how_it_ends([asked] { asked.update([](int&) { throw std::runtime_error("no milk"); }); });
  EXPECT_EQ(to_string(why), "{{std::runtime_error,\"no milk\"},{agent,update,[" + to_string(asked.pid()) + "]}}");
  EXPECT_EQ(reason_of_end(end).text(), "no milk");
  const auto left = otp::start_agent(0);
  EXPECT_EQ(failure_of([&] { left.get([](int) { otp::exit("left"); }); }), "left");
  const auto cast = otp::start_agent(0);
  const otp::ref end_of_cast = otp::monitor(cast);
  cast.cast([](int&) { otp::exit("left"); });
  EXPECT_EQ(reason_of_end(end_of_cast), "left");
}

TEST(agent_test, a_timeout_leaves_it_running_and_no_late_answer_behind) {
  const otp::system system(virtual_time());
  const auto slow = otp::start_agent(5);
  const auto takes_a_second = [](int& n) {
    otp::sleep_for(1s);
    return ++n;
  };
  EXPECT_EQ(failure_of([&] { slow.get_and_update(takes_a_second, 100ms); }), otp::timeout);
  otp::sleep_for(2s);
  EXPECT_EQ(otp::process_info(otp::self())->message_queue_len, 0u);
  EXPECT_EQ(slow.get(value), 6) << "what it was asked for, it has done";
  const otp::time_point begin = otp::now();
  EXPECT_EQ(failure_of([&] { slow.update([](int&) { otp::sleep_for(1h); }); }), otp::timeout);
  EXPECT_EQ(otp::now() - begin, 5s);
}

TEST(agent_test, an_agent_that_asks_itself_fails) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto own = otp::start_agent(5);
  const otp::exit_reason why = failure_of([&] { own.get([own](int) { return own.get(value); }); });
  EXPECT_EQ(why.inner(), otp::calling_self);
}

TEST(agent_test, it_holds_and_returns_what_can_only_be_moved) {
  const otp::system system;
  const auto box = otp::start_agent(std::make_unique<int>(5));
  EXPECT_EQ(box.get([](const std::unique_ptr<int>& held) { return *held; }), 5);
  box.update([other = std::make_unique<int>(6)](std::unique_ptr<int>& held) mutable { held = std::move(other); });
  EXPECT_EQ(*box.get_and_update([](std::unique_ptr<int>& held) { return std::move(held); }), 6);
  EXPECT_TRUE(box.get([](const std::unique_ptr<int>& held) { return held == nullptr; }));
}

TEST(agent_test, what_get_returns_by_reference_is_copied) {
  const otp::system system;
  const auto texts = otp::start_agent(std::map<int, std::string>{{1, "one"}});
  const std::string one =
      texts.get([](const std::map<int, std::string>& all) -> const std::string& { return all.at(1); });
  otp::stop(texts);
  EXPECT_EQ(one, "one");
}

TEST(agent_test, it_is_linked_named_and_supervised_as_any_server) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  const auto linked = otp::start_agent_link(1, {.name = "visits"});
  EXPECT_EQ(otp::agent<int>("visits").get(value), 1);
  EXPECT_THROW(otp::start_agent(1, {.name = "visits"}), otp::start_error);
  otp::stop(linked);
  EXPECT_EQ(otp::expect<otp::exit_message>(0s).from, linked.pid());
  otp::start_supervisor({}, {otp::child<otp::agent_server<int>>("visits", {.name = "visits"}, 7)});
  const otp::agent<int> visits("visits");
  visits.update([](int& n) { n = 8; });
  EXPECT_THROW(visits.update([](int&) { throw std::runtime_error("broken"); }), otp::exit_exception);
  otp::sleep_for(1s);
  EXPECT_EQ(visits.get(value), 7) << "started anew";
}

}  // namespace
