// actor_test.cpp - spawn, send, exit, self: an actor's life from its first line to its `down`.
#include "support.hpp"

#include <pthread.h>

#include <atomic>
#include <functional>

namespace {

TEST(actor_test, an_actor_is_a_function_with_a_mailbox) {
  otp::system system;
  struct ping {
    otp::pid from;
  };
  struct pong {};
  const otp::pid echo = otp::spawn([] {
    for (;;) otp::receive([](ping p) { otp::send(p.from, pong{}); });
  });
  for (int i = 0; i < 100; ++i) {
    otp::send(echo, ping{otp::self()});
    otp::expect<pong>();
  }
}

TEST(actor_test, a_function_that_returns_ends_the_actor_normally_whatever_it_returns) {
  otp::system system;
  EXPECT_EQ(how_it_ends([] {}), otp::normal);
  EXPECT_EQ(how_it_ends([] { return otp::exit_reason("not a failure"); }), otp::normal);
}

TEST(actor_test, exit_ends_it_with_that_reason_and_can_be_caught) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(how_it_ends([] { otp::exit("bye"); }), "bye");
  EXPECT_EQ(how_it_ends([] {
              try {
                otp::exit("bye");
              } catch (const otp::exit_exception& e) {
                otp::exit(otp::exit_reason::shutdown_because(e.reason()));
              }
            }),
            otp::exit_reason::shutdown_because("bye"));
}

TEST(actor_test, wait_for_end_outlasts_messages_and_time_and_ends_with_the_reason_of_an_exit_signal) {
  otp::system system(virtual_time());
  const auto [p, m] = otp::spawn_monitor([] { otp::wait_for_end(); });
  otp::send(p, go{});
  otp::sleep_for(1h);
  EXPECT_TRUE(otp::is_process_alive(p));
  otp::exit(p, "bye");
  EXPECT_EQ(reason_of_end(m), "bye");
  EXPECT_THROW(
      {
        std::exception_ptr thrown;
        std::thread([&] {
          try {
            otp::wait_for_end();
          } catch (...) {
            thrown = std::current_exception();
          }
        }).join();
        std::rethrow_exception(thrown);
      },
      otp::error);
}

TEST(actor_test, an_uncaught_exception_ends_it_with_type_and_text) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(how_it_ends([] { throw std::runtime_error("boom"); }),
            otp::exit_reason::error("std::runtime_error", "boom"));
  EXPECT_EQ(how_it_ends([] { throw 42; }), otp::exit_reason::nocatch("int"));
}

TEST(actor_test, it_is_over_when_its_thread_has_unwound_captures_included) {
  otp::system system;
  struct slow_to_go {
    std::atomic<bool>* gone;
    explicit slow_to_go(std::atomic<bool>* g) : gone(g) {}
    slow_to_go(slow_to_go&& o) noexcept : gone(std::exchange(o.gone, nullptr)) {}
    ~slow_to_go() {
      if (!gone) return;
      std::this_thread::yield();
      gone->store(true);
    }
  };
  for (int i = 0; i < 50; ++i) {
    std::atomic<bool> captured_gone{false}, message_gone{false};
    const auto [p, m] = otp::spawn_monitor([held = slow_to_go(&captured_gone)] { otp::receive([](go) {}); });
    otp::send(p, slow_to_go(&message_gone));
    otp::send(p, go{});
    EXPECT_EQ(reason_of_end(m), otp::normal);
    EXPECT_TRUE(captured_gone) << "what the function captured";
    EXPECT_TRUE(message_gone) << "what it had not received";
  }
}

TEST(actor_test, spawn_monitor_is_atomic_however_soon_the_end_comes) {
  report_box reports;
  otp::system system(reports.options());
  for (int i = 0; i < 200; ++i) EXPECT_EQ(how_it_ends([] { otp::exit("at once"); }), "at once");
}

TEST(actor_test, messages_sent_before_the_end_come_before_the_down) {
  otp::system system;
  for (int i = 0; i < 200; ++i) {
    const auto [p, m] = otp::spawn_monitor([to = otp::self()] { otp::send(to, number{1}); });
    bool number_first = false;
    otp::receive([&](number) { number_first = true; }, [&](otp::down) {});
    EXPECT_TRUE(number_first);
    reason_of_end(m);
  }
}

TEST(actor_test, its_thread_carries_its_name) {
  otp::system system;
  struct name {
    std::string text;
  };
  const auto report_name = [to = otp::self()] {
    char text[16];
    pthread_getname_np(pthread_self(), text, sizeof text);
    otp::send(to, name{text});
  };
  otp::spawn("librarian", report_name);
  EXPECT_EQ(otp::expect<name>().text, "librarian");
  const otp::pid unnamed = otp::spawn(report_name);
  EXPECT_EQ(otp::expect<name>().text, to_string(unnamed));
}

TEST(actor_test, a_stack_can_be_as_large_as_asked_for) {
  otp::system system;
  const auto m = otp::spawn_opt({.name = "deep", .stack_size = 64u << 20, .monitor = true}, [] {
    const auto dig = [](auto& self, int depth) -> int {
      volatile char page[4096] = {};
      page[0] = char(depth);
      return depth == 0 ? page[0] : self(self, depth - 1) + page[0];
    };
    dig(dig, 5000);
  });
  EXPECT_EQ(reason_of_end(m.ref), otp::normal);
}

TEST(actor_test, a_foreign_thread_may_send_but_not_spawn) {
  otp::system system;
  const otp::pid me = otp::self();
  std::thread([me] {
    otp::send(me, number{7});
    EXPECT_THROW(otp::spawn([] {}), otp::error);
    EXPECT_THROW(otp::self(), otp::error);
    EXPECT_FALSE(otp::self_or_none());
  }).join();
  EXPECT_EQ(otp::expect<number>().n, 7);
}

TEST(actor_test, is_process_alive_is_false_from_the_moment_a_deadly_signal_was_sent) {
  otp::system system;
  for (int i = 0; i < 100; ++i) {
    const otp::pid p = idle();
    EXPECT_TRUE(otp::is_process_alive(p));
    otp::exit(p, otp::kill);
    EXPECT_FALSE(otp::is_process_alive(p));
  }
}

TEST(actor_test, real_time_an_exit_signal_is_met_in_each_operation_that_a_loop_may_consist_of) {
  otp::system system(real_time());
  const otp::pid other = idle();
  const std::vector<std::pair<std::string, std::function<void()>>> operations = {
      {"checkpoint", [] { otp::checkpoint(); }},
      {"send", [=] { otp::send(other, ready{}); }},
      {"link", [=] { otp::link(other); }},
      {"unlink", [=] { otp::unlink(other); }},
      {"monitor", [=] { otp::demonitor(otp::monitor(otp::self())); }},
      {"make_alias", [] { otp::make_alias(); }},
      {"process_info", [=] { otp::process_info(other); }},
      {"message_queue_len", [=] { otp::message_queue_len(other); }},
      {"is_process_alive", [=] { otp::is_process_alive(other); }},
      {"whereis_name", [] { otp::whereis_name("x"); }},
      {"processes", [] { otp::processes(); }},
      {"receive", [] { otp::receive(otp::after(0s, [] {})); }},
  };
  for (const auto& [name, operation] : operations) {
    std::atomic<bool> over = false;
    const auto [p, m] = otp::spawn_monitor([&, to = otp::self(), act = operation] {
      otp::send(to, ready{});
      while (!over) act();
    });
    otp::expect<ready>();
    otp::exit(p, "enough");
    const auto reason = otp::receive(otp::when([watch = m](const otp::down& d) { return d.ref == watch; },
                                               [](const otp::down& d) { return to_string(d.reason); }),
                                     otp::after(5s, [] { return std::string("has not ended"); }));
    over = true;  // one that does not meet it ends nevertheless
    EXPECT_EQ(reason, "enough") << name;
    if (reason != "enough") reason_of_end(m);
  }
}

TEST(actor_test, processes_lists_the_living_oldest_first) {
  otp::system system;
  const otp::pid a = idle(), gone = dead(), b = idle();
  EXPECT_EQ(otp::processes(), (std::vector<otp::pid>{otp::self(), a, b}));
}

}  // namespace
