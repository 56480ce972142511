// task_test.cpp - tasks: await, failures, timeouts, giving up.
#include "counter.hpp"
#include "process/process.hpp"

namespace {

bool has_no_alias() {
  otp::process& me = otp::process::require("this test");
  otp::lock_guard lock(me.box.mutex());
  return me.aliases.empty();
}

TEST(task_test, await_gives_the_value_any_number_of_times) {
  otp::system system;
  const auto t = otp::async([] { return std::string("result"); });
  EXPECT_EQ(otp::await(t), "result");
  EXPECT_EQ(otp::await(t), "result");
  const auto copy = t;
  EXPECT_EQ(otp::await(copy), "result");
  otp::await(otp::async([] {}));
  EXPECT_TRUE(otp::waiting_messages().empty()) << "nothing is left in the mailbox";
}

TEST(task_test, a_failure_is_told_each_time_and_ends_a_linked_caller) {
  report_box reports;
  otp::system system(reports.options());
  const auto t = otp::async_nolink([]() -> int { throw std::runtime_error("boom"); });
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(failure_of([&] { otp::await(t); }), otp::exit_reason::error("std::runtime_error", "boom"));
  EXPECT_EQ(how_it_ends([] { otp::await(otp::async([]() -> int { otp::exit("boom"); })); }), "boom");
}

TEST(task_test, after_a_timeout_the_task_can_still_be_awaited) {
  otp::system system;
  const auto t = otp::async([] { return otp::receive([](number n) { return n.n; }); });
  EXPECT_EQ(failure_of([&] { otp::await(t, 1ms); }), otp::timeout);
  EXPECT_EQ(t.yield(0s), nullptr);
  otp::send(t.pid(), number{5});
  EXPECT_EQ(otp::await(t), 5);
}

TEST(task_test, only_its_owner_may_await_it) {
  report_box reports;
  otp::system system(reports.options());
  const auto t = otp::async([] { return 1; });
  EXPECT_EQ(how_it_ends([t] { otp::await(t); }).type(), "otp::error");
  EXPECT_EQ(otp::await(t), 1);
}

TEST(task_test, not_awaited_the_result_is_a_message_and_then_a_down) {
  otp::system system;
  const auto t = otp::async_nolink([] { return 7; });
  const auto r = otp::expect<otp::task_reply<int>>();
  EXPECT_EQ(r.id, t.id());
  EXPECT_EQ(r.value, 7);
  EXPECT_EQ(reason_of_end(t.monitor()), otp::normal);
}

TEST(task_test, a_result_may_be_move_only) {
  otp::system system;
  EXPECT_EQ(*otp::await(otp::async([] { return std::make_unique<int>(3); })), 3);
}

struct start_job {
  bool fails;
  using reply = otp::ref;
};
struct results {
  using reply = std::vector<std::string>;
};
class boss : public otp::gen_server<boss> {
 public:
  otp::ref handle_call(start_job j) {
    return otp::spawn_task(*this, [j]() -> int {
      if (j.fails) otp::exit("failed");
      return 42;
    });
  }
  std::vector<std::string> handle_call(results) { return results_; }
  void handle_task(otp::task_result<int> r) {
    results_.push_back(r.value ? std::to_string(*r.value) : to_string(r.failure));
  }

 private:
  std::vector<std::string> results_;
};

TEST(task_test, a_servers_helper_reports_by_callback_once) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto b = otp::start<boss>();
  const auto wait_for = [&](std::size_t n) {
    EXPECT_TRUE(otp::eventually([&] { return otp::call(b, results{}).size() >= n; }));
  };
  otp::call(b, start_job{false});
  wait_for(1);
  otp::call(b, start_job{true});
  wait_for(2);
  // A forged result carries no reference of a task's, and is no task's message type for this server either.
  otp::send(b, otp::task_reply<int>{otp::make_ref(), 99});
  otp::send(b, otp::down{otp::make_ref(), otp::self(), "", "forged"});
  EXPECT_EQ(otp::call(b, results{}), (std::vector<std::string>{"42", "failed"}));
}

TEST(task_test, a_task_that_is_given_up_leaves_neither_result_nor_down) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto nothing_is_left = [] {
    EXPECT_TRUE(otp::waiting_messages().empty());
    EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
    EXPECT_TRUE(has_no_alias());
  };
  const auto work = [](otp::duration time, bool fails) {
    return [=] {
      otp::sleep_for(time);
      if (fails) otp::exit("failed");
      return std::string("result");
    };
  };
  for (const bool fails : {false, true})
    for (const otp::duration time : {0s, 1s, 2s}) {
      EXPECT_EQ(failure_of([&] {
                  const auto t = otp::async_nolink(work(time, fails));
                  const auto copy = t;
                  otp::sleep_for(1s);  // of the three, one is done, one just so, one not yet
                  otp::exit("enough");
                }),
                "enough");
      nothing_is_left();
      otp::sleep_for(1h);
      nothing_is_left();
    }
}

TEST(task_test, while_one_task_object_is_left_the_result_comes) {
  otp::system system(virtual_time());
  auto t = std::optional(otp::async_nolink([] { return 7; }));
  const auto copy = *t;
  t.reset();
  EXPECT_EQ(otp::expect<otp::task_reply<int>>().id, copy.id());
}

TEST(task_test, a_task_object_may_go_in_any_actor_at_any_time) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  // By another actor: the owner's mailbox is not that one's to tidy.
  auto t = std::make_unique<otp::task<int>>(otp::async_nolink([] { return 7; }));
  const otp::ref id = t->id();
  reason_of_end(otp::spawn_monitor([other = std::move(t)] {}).ref);
  EXPECT_EQ(otp::expect<otp::task_reply<int>>().id, id);
  // While its owner unwinds, of an exit signal or an exception; in a message of its own that is not received; in a
  // guard.
  const auto slow = [] {
    otp::sleep_for(1s);
    return 1;
  };
  const auto [p, m] = otp::spawn_monitor([slow] {
    const auto mine = otp::async_nolink(slow);
    otp::receive([](done) {});
  });
  otp::sleep_for(1ms);
  otp::exit(p, "told to");
  EXPECT_EQ(reason_of_end(m), "told to");
  EXPECT_EQ(how_it_ends([slow] {
              const auto mine = otp::async_nolink(slow);
              throw std::out_of_range("x");
            }).type(),
            "std::out_of_range");
  EXPECT_EQ(how_it_ends([slow] { otp::send(otp::self(), otp::async_nolink(slow)); }), otp::normal);
  otp::send(otp::self(), number{1});
  auto kept = std::optional(otp::async_nolink(slow));
  otp::receive(otp::when(
      [&](const number&) {
        kept.reset();
        return true;
      },
      [](number) {}));
}

TEST(task_test, await_does_not_look_at_what_came_before_the_start) {
  otp::system system(virtual_time());
  const std::uint64_t mine = otp::self().get()->serial();
  const otp::ref last = otp::make_ref();
  ASSERT_EQ(last, otp::ref(mine, last.count()));
  for (std::uint64_t n = 1; n <= 10; ++n)  // forged: no real result can stand there
    otp::send(otp::self(), otp::task_reply<int>{otp::ref(mine, last.count() + n), -1});
  const auto t = otp::async_nolink([] { return 1; });
  ASSERT_LE(t.id().count(), last.count() + 10);
  EXPECT_EQ(otp::await(t), 1);
}

}  // namespace
