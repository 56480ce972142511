// testing_test.cpp - expect, probes, eventually: what tests of programs use.
#include "counter.hpp"

namespace {

std::string failure_text(const std::function<void()>& f) {
  try {
    f();
  } catch (const otp::expectation_failed& e) {
    return e.what();
  }
  return "";
}

TEST(testing_test, expect_returns_the_message_or_names_what_came_instead) {
  otp::system system;
  otp::send(otp::self(), number{1});
  EXPECT_EQ(otp::expect<number>().n, 1);
  otp::send(otp::self(), number{1});
  const std::string text = failure_text([] { otp::expect<go>(1ms); });
  EXPECT_NE(text.find("expected go within 1 ms"), std::string::npos) << text;
  EXPECT_NE(text.find("in the mailbox: number"), std::string::npos) << text;
  EXPECT_EQ(otp::expect(otp::when([](const number& n) { return n.n == 1; }, [](number n) { return n.n; })), 1);
}

TEST(testing_test, expect_none_fails_when_there_is_one) {
  otp::system system;
  otp::expect_none<number>();
  otp::send(otp::self(), number{1});
  EXPECT_NE(failure_text([] { otp::expect_none<number>(); }).find("unexpected number"), std::string::npos);
}

TEST(testing_test, a_probe_stands_in_for_an_actor_and_collects) {
  otp::system system;
  otp::probe probe("printer");
  otp::send("printer", number{1});
  otp::send(probe.pid(), go{});
  otp::send(probe.pid(), number{2});
  EXPECT_EQ(probe.collected(), (std::vector<std::string>{"number", "go", "number"}));
  probe.expect<go>();
  EXPECT_EQ(probe.expect<number>().n, 1);
  EXPECT_EQ(probe.expect<number>().n, 2);
  EXPECT_NE(failure_text([&] { probe.expect<go>(1ms); }).find("at the probe, which has no messages"),
            std::string::npos);
}

TEST(testing_test, eventually_waits_for_a_condition) {
  otp::system system(virtual_time());
  std::atomic<bool> flag{false};
  otp::spawn([&] { flag = true; });
  EXPECT_TRUE(otp::eventually([&] { return flag.load(); }));
  EXPECT_FALSE(otp::eventually([] { return false; }, 2ms));
}

TEST(testing_test, a_probe_can_make_a_call) {
  otp::system system;
  const auto c = otp::start<counter>(5);
  otp::probe probe;
  int count = 0;
  otp::pid caller;
  probe.run([&] {
    count = otp::call(c, get{});
    caller = otp::self();
  });
  EXPECT_EQ(count, 5);
  EXPECT_EQ(caller, probe.pid());
}

TEST(testing_test, a_job_that_fails_ends_the_probe_and_is_told) {
  report_box reports;
  otp::system system(reports.options());
  otp::probe probe;
  EXPECT_NE(failure_text([&] { probe.run([] { otp::exit("job failed"); }); }).find("job failed"), std::string::npos);
}

TEST(testing_test, eventually_may_wait_for_ever) {
  otp::system system(virtual_time());
  int looks = 0;
  EXPECT_TRUE(otp::eventually([&] { return ++looks == 3; }, otp::infinity));
}

TEST(testing_test, a_failed_expectation_names_all_that_waits_in_order) {
  otp::system system(virtual_time());
  EXPECT_EQ(failure_text([] { otp::expect<go>(20ms); }), "expected go within 20 ms; in the mailbox: no messages");
  otp::send(otp::self(), number{1});
  otp::send(otp::self(), done{});
  EXPECT_EQ(otp::waiting_messages(), (std::vector<std::string>{"number", "done"}));
  EXPECT_EQ(failure_text([] { otp::expect<go>(20ms); }), "expected go within 20 ms; in the mailbox: number, done");
  EXPECT_EQ(failure_text([] { otp::expect([](go) {}, 1ms); }),
            "expected a message within 1 ms; in the mailbox: number, done");
}

TEST(testing_test, a_probe_has_a_name_only_if_it_is_given_one_and_ends_with_its_scope) {
  otp::system system(virtual_time());
  otp::pid named, unnamed;
  {
    const otp::probe a("a"), b;
    named = a.pid();
    unnamed = b.pid();
    EXPECT_EQ(otp::whereis_name("a"), named);
    EXPECT_TRUE(otp::is_process_alive(unnamed));
  }
  EXPECT_FALSE(otp::is_process_alive(named));
  EXPECT_FALSE(otp::is_process_alive(unnamed));
  EXPECT_TRUE(otp::waiting_messages().empty()) << "it leaves no `down`";
  otp::probe c;
  c.run([] {});
  EXPECT_TRUE(otp::waiting_messages().empty()) << "nor does a job";
}

}  // namespace
