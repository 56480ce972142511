// exhaustion_test.cpp - memory refused at every allocation in turn: the call fails with bad_alloc and has done nothing,
// or it has succeeded. (Systems, newborns and the clock: exhaustion_starts_test. Threads refused: resources_test.)
#include "counter.hpp"
#include "process/process.hpp"
#include "refused_memory.hpp"

#include <otp/explore.hpp>
#include <otp/keyed_registry.hpp>

namespace {

bool has_no_alias() {
  otp::process& me = otp::process::require("this test");
  otp::lock_guard lock(me.box.mutex());
  return me.aliases.empty();
}

struct large {
  std::array<char, 500> bytes;
};

TEST(exhaustion_test, send) {
  otp::system system;
  for (int filled = 0; filled < 40; ++filled) {  // also where the mailbox has to get a further block
    otp::send(otp::self(), number{filled});
    refuse_each([] { otp::send(otp::self(), large{}); }, [] { otp::expect_none<large>(); });
    otp::expect<large>();
  }
  for (int i = 0; i < 40; ++i) EXPECT_EQ(otp::expect<number>().n, i);
}

TEST(exhaustion_test, real_time_a_supervised_task) {
  otp::system system;
  const auto sup = otp::start_task_supervisor();
  for (const bool linked : {false, true}) {
    std::optional<otp::task<int>> task;
    const auto body = [keeps = std::make_shared<int>(5)] { return *keeps; };
    refuse_each([&] { task = linked ? otp::async(sup, body) : otp::async_nolink(sup, body); },
                [&] {
                  EXPECT_TRUE(has_no_alias());
                  EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
                });
    EXPECT_EQ(otp::await(*task), 5);
    task.reset();
    EXPECT_TRUE(otp::eventually([&] { return otp::which_children(sup).empty(); })) << "none waits to begin";
  }
}

TEST(exhaustion_test, receive_loses_nothing) {
  otp::system system;
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 200; ++i) otp::send(otp::self(), number{i});
    int next = 0;
    while (next < 200)
      refuse_each([&] { otp::receive([&](number n) { EXPECT_EQ(n.n, next++); }, otp::after(0s, [] {})); }, [] {});
    otp::expect_none<number>();
  }
}

TEST(exhaustion_test, spawn_in_all_its_forms) {
  otp::system system;
  otp::trap_exit(true);  // whoever failed to start must not be heard of
  std::atomic<int> ran = 0;
  const std::size_t before = otp::processes().size();
  const auto body = [&ran, keeps = std::make_shared<int>(1)] { ++ran; };
  const auto none = [&] {
    EXPECT_EQ(otp::processes().size(), before);
    EXPECT_EQ(ran, 0);
    EXPECT_TRUE(otp::process_info(otp::self())->links.empty());
    EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
    EXPECT_TRUE(has_no_alias());
    EXPECT_TRUE(otp::waiting_messages().empty());
  };
  otp::spawned started;
  const auto clean_up = [&] {
    if (started.pid) {
      otp::unlink(started.pid);  // of an actor that is just ending, the `down` may come before the link is gone
      // Its first monitor tells last; one made when it is over tells at once, and before the first.
      reason_of_end(started.ref != otp::ref() ? started.ref : otp::monitor(started.pid));
      ran = 0;
    }
    while (otp::receive([](const otp::message&) { return true; }, otp::after(0s, [] { return false; })))
      ;
  };
  EXPECT_GT(refuse_each([&] { started = {otp::spawn(body), {}}; }, none), 3);
  clean_up();
  EXPECT_GT(refuse_each([&] { started = {otp::spawn_link(body), {}}; }, none), 3);
  clean_up();
  EXPECT_GT(refuse_each([&] { started = otp::spawn_monitor(body); }, none), 3);
  clean_up();
  EXPECT_GT(refuse_each([&] { started = otp::spawn_opt({.link = true, .monitor = true}, body); }, none), 3);
  clean_up();
  std::optional<otp::task<otp::ok>> task;  // without it nothing comes of its end
  const auto start_a_task = [&] {
    task = otp::async_nolink(body);
    started = {task->pid(), task->monitor()};
  };
  EXPECT_GT(refuse_each(start_a_task, none), 3);
  clean_up();
}

class delegates : public otp::gen_server<delegates> {
 public:
  void handle_cast(go) {
    const auto none = [] {
      EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
      EXPECT_TRUE(has_no_alias());
    };
    EXPECT_GT(refuse_each([&] { last_ = otp::spawn_task(*this, [] { return 1; }); }, none), 5);
  }
  otp::next handle_task(const otp::task_result<int>& result) {
    EXPECT_EQ(result.id, last_) << "of the others nobody hears";
    return otp::and_stop(otp::normal);
  }

 private:
  otp::ref last_;
};

TEST(exhaustion_test, a_helper_of_a_server) {
  // Seeds: a helper may have given its value before its server finds no memory to remember it.
  otp::explore({.schedules = 50, .failed = ::testing::Test::HasFailure}, [] {
    const auto server = otp::start<delegates>();
    const otp::ref m = otp::monitor(server);
    otp::cast(server, go{});
    EXPECT_EQ(reason_of_end(m), otp::normal);
  });
}

TEST(exhaustion_test, real_time_link_monitor_register_and_timers) {
  otp::system system;
  const otp::pid other = idle();
  EXPECT_GT(refuse_each([&] { otp::link(other); },
                        [&] {
                          EXPECT_TRUE(otp::process_info(otp::self())->links.empty());
                          EXPECT_TRUE(otp::process_info(other)->links.empty());
                        }),
            0);
  otp::unlink(other);
  EXPECT_GT(refuse_each([&] { otp::monitor(other); },
                        [&] {
                          EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
                          EXPECT_TRUE(otp::process_info(other)->monitored_by.empty());
                        }),
            0);
  EXPECT_GT(refuse_each([&] { otp::register_name("a name that is too long to fit into a string", other); },
                        [&] {
                          EXPECT_FALSE(otp::whereis_name("a name that is too long to fit into a string"));
                          EXPECT_EQ(otp::process_info(other)->registered_name, "");
                        }),
            0);
  EXPECT_GT(refuse_each([&] { otp::send_after(0s, otp::self(), large{}); }, [] {}), 0);
  otp::expect<large>();
  otp::sleep_for(0s);
  otp::expect_none<large>();
}

TEST(exhaustion_test, a_call_is_answered_or_fails_and_the_caller_goes_on) {
  otp::system system;
  const auto server = otp::start<counter>(0);
  int answer = 0;
  EXPECT_GT(refuse_each([&] { answer = otp::call(server, get{}); }, [] {}), 0);
  EXPECT_EQ(answer, 0);
  EXPECT_EQ(otp::call(server, add{2}), 2);
  EXPECT_TRUE(otp::waiting_messages().empty());
  EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
}

struct answer_with_refusal {
  int allocation;  // of those that the server's thread makes from here on
  using reply = int;
};
class refused_replier : public otp::gen_server<refused_replier> {
 public:
  int handle_call(answer_with_refusal a) {
    until_refusal = a.allocation;
    return 1;
  }
};

TEST(exhaustion_test, a_caller_whose_reply_finds_no_memory_hears_of_the_servers_end) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  for (int allocation = 0; allocation < 8; ++allocation) {
    const auto server = otp::start<refused_replier>();
    for (int i = 0; i < 100; ++i) otp::send(otp::self(), number{i});
    for (int i = 0; i < 100; ++i) otp::expect<number>();  // such a burst gives its queue back: a reply needs a new one
    const otp::exit_reason why = failure_of([&] { otp::call(server, answer_with_refusal{allocation}); });
    EXPECT_NE(why, otp::timeout) << "allocation " << allocation;
  }
}

TEST(exhaustion_test, real_time_starting_a_server_or_a_child_leaves_nothing_half_done) {
  otp::system system;
  const std::size_t before = otp::processes().size();
  otp::server_ref<counter> server;
  EXPECT_GT(
      refuse_each([&] { server = otp::start<counter>(otp::start_options{.name = "a counter with a long name"}, 0); },
                  [&] {
                    EXPECT_TRUE(otp::eventually([&] { return otp::processes().size() == before; }));
                    EXPECT_TRUE(otp::eventually([] { return otp::registered().empty(); }));
                  }),
      5);
  EXPECT_EQ(otp::call(server, get{}), 0);
  const auto sup = otp::start_supervisor({}, {});
  otp::child_result result;
  EXPECT_GT(
      refuse_each([&] { result = otp::start_child(sup, otp::child<counter>("another with a long name", 0)); }, [] {}),
      3);
  EXPECT_TRUE(result);
  EXPECT_EQ(otp::which_children(sup).size(), 1u);
}

TEST(exhaustion_test, a_supervisor_that_gets_no_memory_for_a_child_says_so_and_lives) {
  otp::system system;
  const auto sup = otp::start_supervisor({}, {});
  for (int i = 0; i < 60; ++i) {
    const otp::child_spec starved = {.id = "starved", .start = [i](const otp::start_args&) {
                                       const struct refusing {
                                         explicit refusing(int n) { until_refusal = n; }
                                         ~refusing() { until_refusal = -1; }
                                       } now(i);
                                       return otp::try_start_link<counter>({}, 0);
                                     }};
    const otp::child_result result = otp::start_child(sup, starved);
    if (!result) {
      EXPECT_EQ(result.error, otp::supervisor_error::start_failed);
      EXPECT_NE(to_string(result.reason).find("bad_alloc"), std::string::npos) << to_string(result.reason);
      EXPECT_TRUE(otp::which_children(sup).empty());
      continue;
    }
    EXPECT_GT(i, 5);
    return;
  }
  ADD_FAILURE() << "it never succeeded";
}

TEST(exhaustion_test, ten_million_messages_in_one_mailbox) {
  constexpr int messages = SANITIZED ? 200'000 : 10'000'000;
  otp::system system;
  for (int i = 0; i < messages; ++i) otp::send(otp::self(), number{i});
  for (int i = 0; i < messages; ++i)
    if (const int n = otp::expect<number>().n; n != i) FAIL() << "got " << n << " for " << i;
}

TEST(exhaustion_test, a_send_to_a_full_mailbox_that_is_refused_memory_has_not_queued_up) {
  otp::system system(virtual_time());
  const otp::pid consumer = otp::spawn_opt({.mailbox = {1, otp::overflow::block}}, [to = otp::self()] {
                              otp::receive([](go) {});
                              for (;;) otp::receive([&](number n) { otp::send(to, n); });
                            }).pid;
  otp::send(consumer, number{0});
  otp::send_after(1s, consumer, go{});
  const int refused_ones = refuse_each([&] { otp::send(consumer, number{1}); }, [] {});
  EXPECT_GT(refused_ones, 0);
  otp::send(consumer, number{2});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(otp::expect<number>().n, i);
}

TEST(exhaustion_test, memory_that_a_receiver_is_refused_for_a_blocked_senders_message_is_the_senders_bad_alloc) {
  constexpr int limit = 100;  // more than one drain moves, so that the queue is given back, and is allocated anew
  otp::system system(virtual_time());
  const auto [consumer, its_end] = otp::spawn_opt({.mailbox = {limit, otp::overflow::block}, .monitor = true}, [] {
    otp::sleep_for(1s);  // all of it comes meanwhile
    otp::receive([](go) {});
    until_refusal = 0;
    const int first = otp::receive([](number n) { return n.n; });
    until_refusal = -1;
    EXPECT_EQ(first, 0);
    EXPECT_TRUE(std::exchange(refused, false));
    for (int i = 1; i < limit; ++i) EXPECT_EQ(otp::expect<number>().n, i);
    EXPECT_EQ(otp::expect<number>(1h).n, limit + 1);
  });
  for (int i = 0; i < limit; ++i) otp::send(consumer, number{i});
  const auto send = [to = consumer](int n) { return otp::spawn_monitor([to, n] { otp::send(to, number{n}); }).ref; };
  const otp::ref unlucky = send(limit);
  otp::sleep_for(1ms);
  const otp::ref next = send(limit + 1);
  otp::send_after(1ms, consumer, go{});
  EXPECT_TRUE(reason_of_end(unlucky).is_abnormal());
  EXPECT_EQ(reason_of_end(next), otp::normal);
  EXPECT_EQ(reason_of_end(its_end), otp::normal);
}

TEST(exhaustion_test, a_registry_keeps_what_it_has) {
  otp::system system;
  const otp::duplicate_registry<std::string, std::string> r;
  otp::start_registry(r);
  const std::string key = "a key that needs memory", value = "a value that needs memory, too";
  const otp::spawned other = otp::spawn_monitor([=, to = otp::self()] {
    for (int i = 0; i < 3; ++i) r.register_key(key, value);
    otp::send(to, ready{});
    otp::receive([](done) {});
  });
  otp::expect<ready>();
  const auto others = [&] { EXPECT_EQ(r.values(key, other.pid), (std::vector{value, value, value})); };
  for (int i = 0; i < 5; ++i) {
    refuse_each([&] { r.register_key(key, value); },
                [&] {
                  others();
                  EXPECT_EQ(r.keys(otp::self()).size(), static_cast<std::size_t>(i)) << "none without an entry";
                  EXPECT_EQ(r.values(key, otp::self()).size(), static_cast<std::size_t>(i));
                });
    others();
  }
  refuse_each([&] { r.unregister_key(key); },
              [&] {
                others();
                EXPECT_EQ(r.values(key, otp::self()), std::vector(5, value));
                EXPECT_EQ(r.keys(otp::self()).size(), 5u);
              });
  others();
  EXPECT_EQ(r.lookup(key).size(), 3u);
}

}  // namespace
