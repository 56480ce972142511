// turns_test.cpp - the seeded schedule: whose turn it is, virtual time, stalls, deadlocks (src/schedule/turns.hpp).
#include <condition_variable>
#include <future>
#include <sstream>
#include <thread>

#include <random>
#include <set>

#include "support.hpp"

namespace {

// ---- the same bytes -------------------------------------------------------------------------------------------------

struct hello {
  int from, hops;
};

/// Twenty actors that talk at random, and what they say in the order in which they say it.
std::string babble(const otp::schedule_choice& schedule) {
  std::ostringstream out;  // no mutex: only one of them runs at a time
  {
    otp::system system{schedule};
    std::vector<otp::pid> all;
    const auto talk = [&, to = otp::self()](unsigned seed, int me) {
      std::mt19937 dice(seed);
      int heard = 0;
      for (bool more = true; more;)
        otp::receive(
            [&](hello h) {
              out << h.from << '>' << me << ' ';
              ++heard;
              if (h.hops > 0) otp::send(all[dice() % all.size()], hello{me, h.hops - 1});
            },
            otp::after(10ms * (me + 1), [&] { more = false; }));
      otp::send(to, number{heard});
    };
    for (int i = 0; i < 20; ++i)
      all.push_back(otp::spawn([&, i] {
        otp::receive([](go) {});
        talk(unsigned(i), i);
      }));
    for (const otp::pid& p : all) otp::send(p, go{});
    for (int i = 0; i < 4; ++i) otp::send(all[std::size_t(i)], hello{-1, 10});
    int heard = 0;
    for (int i = 0; i < 20; ++i) heard += otp::expect<number>(1h).n;
    out << heard << " at " << (otp::now().time_since_epoch() / 1ms);
  }
  return out.str();
}

TEST(turns_test, a_thousand_runs_of_one_seed_say_the_same) {
  const std::string first = babble(otp::seeded(42));
  EXPECT_NE(first.find("44 at"), std::string::npos) << first;
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(babble(otp::seeded(42)), first) << "run " << i;
}

TEST(turns_test, seeds_differ) {
  std::set<std::string> uniform, pct;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    uniform.insert(babble(otp::seeded(seed)));
    pct.insert(babble(otp::pct(seed)));
  }
  EXPECT_GE(uniform.size(), 50u);
  EXPECT_GE(pct.size(), 50u);
}

TEST(turns_test, one_at_a_time) {
  otp::system system{otp::seeded(1)};
  std::atomic<int> inside{0};
  std::vector<otp::ref> ends;
  for (int i = 0; i < 10; ++i)
    ends.push_back(otp::spawn_monitor([&] {
                     for (int step = 0; step < 20; ++step) {
                       EXPECT_EQ(++inside, 1);
                       std::this_thread::yield();
                       --inside;
                       otp::checkpoint();
                     }
                   }).ref);
  for (const otp::ref& end : ends) EXPECT_EQ(reason_of_end(end), otp::normal);
}

// ---- time -----------------------------------------------------------------------------------------------------------

TEST(turns_test, time_stands_still_while_somebody_can_run_and_jumps_when_nobody_can) {
  otp::system system{otp::seeded(1)};
  const otp::time_point start = otp::now();
  const otp::pid echo = otp::spawn([] {
    for (;;) otp::receive([](otp::pid to) { otp::send(to, ready{}); });
  });
  for (int i = 0; i < 100; ++i) {
    otp::send(echo, otp::self());
    otp::expect<ready>();
  }
  EXPECT_EQ(otp::now(), start);
  EXPECT_FALSE(otp::receive([](ready) { return true; }, otp::after(24h, [] { return false; })));
  EXPECT_EQ(otp::now() - start, 24h);
  otp::send_after(5min, otp::self(), ready{});
  otp::sleep_for(1min);
  EXPECT_EQ(otp::now() - start, 24h + 1min);
  otp::expect<ready>(1h);
  EXPECT_EQ(otp::now() - start, 24h + 5min);
}

TEST(turns_test, a_run_that_polls_the_clock_gets_there) {
  otp::system system{otp::seeded(1)};
  const otp::time_point end = otp::now() + 100ms;
  while (otp::now() < end) otp::checkpoint();
}

// ---- nobody can run -------------------------------------------------------------------------------------------------

std::string deadlock_of(const std::function<void()>& scenario) {
  report_box reports;
  otp::options chosen = reports.options();
  chosen.schedule = otp::seeded(3);
  try {
    otp::system system(chosen);
    scenario();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::deadlock);
    return e.what();
  }
  return "no deadlock";
}

void expect_in_order(const std::string& text, std::initializer_list<std::string> parts) {
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = text.find(part, at);
    ASSERT_NE(found, std::string::npos) << "no '" << part << "' behind place " << at << " of:\n" << text;
    at = found + part.size();
  }
}

TEST(turns_test, a_receive_that_nobody_will_answer_is_reported) {
  const std::string text = deadlock_of([] {
    otp::spawn("sleeper", [] { otp::sleep_for(otp::infinity); });
    otp::spawn("tuples", [] { otp::receive(otp::match("a", otp::any<int>, otp::ignore) >> [](int) {}); });
    otp::spawn("server", [] { otp::wait_for_end(); });
    otp::receive([](ready) {}, otp::when([](const otp::down&) { return true; }, [](otp::down) {}));
  });
  expect_in_order(text, {"deadlock after", "OTP_SCHEDULE=seed:3", "<0.1> main waits for ", "ready, otp::down",
                         "<0.2> sleeper waits for nothing, it sleeps", "<0.3> tuples waits for (", "int, _)",
                         "<0.4> server waits for its end"});
  EXPECT_EQ(text.find("a cycle"), std::string::npos);
}

TEST(turns_test, real_time_after_blocking_inside_of_blocking_the_outside_is_still_waited_for) {
  EXPECT_EQ(deadlock_of([] {
              otp::blocking([] { otp::blocking([] {}); });
              otp::spawn([to = otp::self()] {
                otp::blocking([] { std::this_thread::sleep_for(20ms); });
                otp::send(to, ready{});
              });
              otp::expect<ready>(otp::infinity);
            }),
            "no deadlock");
}

/// Its copy, which the clock's thread makes, does nothing for longer than a thread may that has the turn.
struct slow_to_copy {
  slow_to_copy() = default;
  slow_to_copy(const slow_to_copy&) {
    if (!otp::self_or_none()) std::this_thread::sleep_for(1500ms);
  }
};

TEST(turns_test, real_time_after_the_clock_has_stalled_a_deadlock_is_still_seen) {
  const std::string text = deadlock_of([] {
    const otp::ref timer = otp::send_interval(1ms, otp::self(), slow_to_copy());
    otp::expect<slow_to_copy>(otp::infinity);
    otp::cancel_timer(timer);
    otp::receive([](ready) {});
  });
  EXPECT_NE(text.find("deadlock after"), std::string::npos) << text;
}

struct ask {
  using reply = int;
};
struct next_is {
  otp::pid next;
};
struct asker : otp::gen_server<asker> {
  using messages = otp::handles<ask, next_is>;
  otp::pid next;
  int handle_call(ask) { return otp::call(next, ask{}, otp::infinity); }
  void handle_cast(next_is n) { next = n.next; }
};

TEST(turns_test, a_cycle_of_calls_is_reported) {
  const std::string text = deadlock_of([] {
    const auto a = otp::start<asker>(), b = otp::start<asker>(), c = otp::start<asker>();
    otp::cast(a, next_is{b});
    otp::cast(b, next_is{c});
    otp::cast(c, next_is{a});
    otp::call(a, ask{}, otp::infinity);
  });
  expect_in_order(text,
                  {"<0.1> main waits for a reply to ", "ask from <0.2>", "<0.2> ", "ask from <0.3>", "<0.3> ",
                   "ask from <0.4>", "<0.4> ", "ask from <0.2>", "a cycle: <0.2> ", "<0.3> ", "<0.4> ", "<0.2> "});
}

TEST(turns_test, a_supervisor_whose_child_never_initialises_is_reported) {
  struct stuck : otp::gen_server<stuck> {
    stuck() {
      otp::receive([](done) {});
    }
  };
  const std::string text =
      deadlock_of([] { otp::start_supervisor({}, {otp::child<stuck>("c", {.shutdown = otp::brutal_kill})}); });
  expect_in_order(text, {"<0.1> main waits for the end of init from <0.2>", "<0.2> ",
                         "waits for the end of init from <0.3>", "<0.3> ", "waits for ", "done"});
}

TEST(turns_test, a_program_in_deadlock_ends_with_a_status_that_is_not_zero) {
  report_box reports;
  otp::options chosen = reports.options();
  chosen.schedule = otp::seeded(1);
  EXPECT_EQ(otp::run([] { otp::receive([](done) {}); }, chosen), 1);
  ASSERT_EQ(reports.count(otp::report::kind::crash), 1u);
  EXPECT_NE(otp::to_string(reports.all()[0]).find("waits for"), std::string::npos);
}

TEST(turns_test, a_run_without_an_end_is_reported) {
  otp::schedule_choice choice = otp::pct(1);
  choice.longest = 10'000;
  otp::system system{choice};
  const otp::pid busy = otp::spawn("busy", [] {
    otp::trap_exit(true);
    for (;;) otp::checkpoint();
  });
  try {
    otp::receive([](done) {});
    ADD_FAILURE();
  } catch (const otp::error& e) {
    expect_in_order(e.what(), {"has not ended after 10000 steps", "main waits for", "<0.2> busy"});
  }
  otp::exit(busy, otp::kill);
  EXPECT_EQ(reason_of_end(busy), otp::noproc);
}

TEST(turns_test, pct_lets_even_the_lowest_have_its_turn_when_the_others_wait_busily_for_it) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    otp::schedule_choice choice = otp::pct(seed, 0);  // nobody's priority falls
    choice.longest = 1'000'000;
    otp::system system{choice};
    // Two that keep each other able to run, so that neither goes on for long alone, and one that would end it.
    const auto player = [] {
      return otp::spawn([] {
        for (;;) otp::receive([](otp::pid to) { otp::send(to, otp::self()); });
      });
    };
    const otp::pid one = player();
    otp::send(one, player());
    otp::spawn([main = otp::self()] { otp::send(main, done{}); });
    otp::expect<done>();
  }
}

// ---- the outside world ----------------------------------------------------------------------------------------------

TEST(turns_test, others_run_while_one_works_in_the_outside_world) {
  std::mutex mutex;
  std::condition_variable other_ran;
  bool ran = false;
  otp::system system{otp::seeded(1)};
  otp::spawn([&] {
    std::lock_guard lock(mutex);
    ran = true;
    other_ran.notify_one();
  });
  const int result = otp::blocking([&] {
    std::unique_lock lock(mutex);
    other_ran.wait(lock, [&] { return ran; });
    return 5;
  });
  EXPECT_EQ(result, 5);
}

TEST(turns_test, waiting_for_the_outside_world_is_no_deadlock) {
  otp::system system{otp::seeded(1)};
  otp::spawn([to = otp::self()] { otp::blocking([&] { std::thread([&] { otp::send(to, ready{}); }).join(); }); });
  otp::receive([](ready) {});
}

TEST(turns_test, an_actor_that_expects_a_thread_outside_is_no_deadlock) {
  otp::system system{otp::seeded(1)};
  std::thread outside;
  {
    const otp::expects_outside scope;
    outside = std::thread([to = otp::self()] { otp::send(to, ready{}); });
    otp::receive([](ready) {});
  }
  outside.join();
  EXPECT_THROW(otp::receive([](go) {}), otp::error) << "and afterwards it is one again";
}

TEST(turns_test, a_loop_that_looks_at_the_clock_lets_time_pass_and_wakes_those_who_sleep) {
  otp::system system{otp::seeded(5)};
  for (const otp::duration wait : {otp::duration(20ms), otp::duration(1h)}) {
    const auto [sleeper, its_end] = otp::spawn_monitor([=] { otp::sleep_for(wait / 2); });
    const otp::time_point until = otp::now() + wait;
    while (otp::now() < until) {
    }
    EXPECT_EQ(otp::receive(otp::when([&, m = its_end](const otp::down& d) { return d.ref == m; },
                                     [](otp::down) { return otp::now(); })) -
                      until <
                  1h,
              true);
  }
}

TEST(turns_test, a_few_looks_at_the_clock_let_no_time_pass) {
  otp::system system{otp::seeded(5)};
  const otp::time_point start = otp::now();
  for (int i = 0; i < 900; ++i) EXPECT_EQ(otp::now(), start);
  otp::checkpoint();
  for (int i = 0; i < 900; ++i) EXPECT_EQ(otp::now(), start);
}

TEST(turns_test, real_time_an_actor_that_waits_for_a_mutex_held_across_a_step_is_named_after_a_second) {
  report_box reports;
  otp::options chosen = reports.options();
  chosen.schedule = otp::seeded(1);
  otp::system system(chosen);
  std::mutex mutex;
  const auto start = std::chrono::steady_clock::now();
  std::vector<otp::ref> ends;
  for (const char* name : {"one", "other"})
    ends.push_back(otp::spawn_monitor(name, [&] {
                     for (int i = 0; i < 3; ++i) {
                       std::lock_guard lock(mutex);
                       for (int k = 0; k < 10; ++k) otp::checkpoint();
                     }
                   }).ref);
  for (const otp::ref& m : ends) EXPECT_EQ(reason_of_end(m), otp::normal);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 8s);
  ASSERT_GE(reports.count(otp::report::kind::warning), 1u);
  EXPECT_NE(reports.all().front().text.find("a mutex held across a step"), std::string::npos);
  EXPECT_NE(reports.all().front().name.find("o"), std::string::npos);
}

TEST(turns_test, real_time_an_actor_that_computes_for_longer_than_a_second_keeps_its_turn) {
  report_box reports;
  otp::options chosen = reports.options();
  chosen.schedule = otp::seeded(1);
  otp::system system(chosen);
  const otp::pid other = idle();
  otp::checkpoint();
  const auto until = std::chrono::steady_clock::now() + 1500ms;
  while (std::chrono::steady_clock::now() < until) {
  }
  otp::exit(other, otp::kill);
  EXPECT_TRUE(reports.all().empty());
}

TEST(turns_test, real_time_an_actor_that_computes_for_longer_than_ten_seconds_is_named) {
  report_box reports;
  otp::options chosen = reports.options();
  chosen.schedule = otp::seeded(1);
  otp::system system(chosen);
  const otp::pid other = idle();
  otp::checkpoint();
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (reports.all().empty() && std::chrono::steady_clock::now() < until) {
  }
  otp::exit(other, otp::kill);
  ASSERT_EQ(reports.count(otp::report::kind::warning), 1u);
  EXPECT_NE(reports.all().front().text.find("has taken no step for 10 s"), std::string::npos);
}

TEST(turns_test, real_time_a_killed_actor_that_stays_in_the_outside_world_is_abandoned) {
  const auto gate = std::make_shared<std::mutex>();  // shared with the thread, which outlives this test
  std::unique_lock closed(*gate);
  report_box reports;
  otp::options chosen = reports.options();
  chosen.schedule = otp::seeded(1);
  chosen.kill_grace = 10ms;
  {
    otp::system system(chosen);
    std::promise<void> inside;
    const auto [p, m] = otp::spawn_monitor([&, gate] {
      otp::blocking([&] {
        inside.set_value();
        std::lock_guard wait(*gate);
      });
    });
    otp::blocking([&] { inside.get_future().wait(); });
    otp::exit(p, otp::kill);
    EXPECT_EQ(reason_of_end(m), otp::killed);
  }
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
  closed.unlock();
}

}  // namespace
