// link_test.cpp - links, what runs along them, and exit signals, kill among them.
#include "support.hpp"

#include <boost/thread/condition_variable.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/thread.hpp>

#include <otp/explore.hpp>

namespace {

/// Links the caller's partner: an actor that ends as told by a message with the reason.
struct end_with {
  otp::exit_reason reason;
};
otp::pid linked_partner() {
  return otp::spawn_link([] { otp::receive([](end_with e) { otp::exit(e.reason); }); });
}

TEST(link_test, a_trapping_actor_receives_the_exit_as_a_message) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_FALSE(otp::trap_exit(true));
  for (const otp::exit_reason& reason : {otp::exit_reason("crash"), otp::normal, otp::shutdown, otp::kill}) {
    const otp::pid partner = linked_partner();
    otp::send(partner, end_with{reason});
    const auto e = otp::expect<otp::exit_message>();
    EXPECT_EQ(e.from, partner);
    EXPECT_EQ(e.reason, reason);
  }
}

TEST(link_test, an_abnormal_end_takes_linked_actors_along_with_the_same_reason_and_a_normal_one_does_not) {
  report_box reports;
  otp::system system(reports.options());
  EXPECT_EQ(how_it_ends([] {
              otp::send(linked_partner(), end_with{"crash"});
              otp::receive([](done) {});
            }),
            "crash");
  EXPECT_EQ(how_it_ends([] {
              const otp::pid partner = linked_partner();
              const otp::ref m = otp::monitor(partner);
              otp::send(partner, end_with{otp::normal});
              reason_of_end(m);
            }),
            otp::normal);
}

TEST(link_test, the_exit_runs_along_a_chain_and_names_the_neighbour) {
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  struct chain {
    static void run(int length) {
      if (length == 0) otp::exit("origin");
      otp::spawn_link([length] { run(length - 1); });
      otp::receive([](done) {});
    }
  };
  const otp::pid first = otp::spawn_link([] { chain::run(20); });
  const auto e = otp::expect<otp::exit_message>();
  EXPECT_EQ(e.from, first);
  EXPECT_EQ(e.reason, "origin");
}

TEST(link_test, linking_twice_is_one_link_and_one_unlink_removes_it) {
  otp::system system;
  otp::trap_exit(true);
  const otp::pid p = idle();
  otp::link(p);
  otp::link(p);
  otp::unlink(p);
  otp::exit(p, otp::kill);
  EXPECT_EQ(reason_of_end(p), otp::noproc);
  otp::expect_none<otp::exit_message>();
}

TEST(link_test, unlink_of_a_dead_pid_of_nobodys_link_and_of_oneself_does_nothing) {
  otp::system system;
  otp::unlink(dead());
  otp::unlink(idle());
  otp::unlink(otp::self());
  otp::link(otp::self());
}

TEST(link_test, linking_to_the_dead_is_an_error_or_when_trapping_a_message) {
  otp::system system;
  const otp::pid gone = dead();
  try {
    otp::link(gone);
    FAIL();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::noproc);
  }
  otp::trap_exit(true);
  otp::link(gone);
  EXPECT_EQ(otp::expect<otp::exit_message>().reason, otp::noproc);
  otp::expect_none<otp::exit_message>();
}

TEST(link_test, after_unlink_no_exit_message_is_added) {
  otp::system system;
  otp::trap_exit(true);
  for (int i = 0; i < 500; ++i) {
    const otp::pid p = otp::spawn_link([] {});  // ends at any moment
    otp::unlink(p);
    const bool before = otp::receive(
        otp::when([&](const otp::exit_message& e) { return e.from == p; }, [](otp::exit_message) { return true; }),
        otp::after(0s, [] { return false; }));
    reason_of_end(p);
    otp::expect_none<otp::exit_message>();
    static_cast<void>(before);
  }
}

TEST(link_test, an_end_that_is_already_being_told_does_not_reach_who_has_just_unlinked) {
  otp::explore({.schedules = 300}, [] {
    otp::trap_exit(true);
    const auto [p, m] = otp::spawn_opt({.link = true, .monitor = true}, [] {});
    otp::unlink(p);
    otp::receive([](const otp::exit_message&) {}, otp::after(0s, [] {}));  // it may have come before
    reason_of_end(m);                                                      // links hear before monitors
    otp::expect_none<otp::exit_message>();
  });
}

TEST(link_test, two_actors_that_link_to_each_other_at_once_have_one_link) {
  otp::system system;
  struct partner {
    otp::pid pid;
  };
  for (int i = 0; i < 100; ++i) {
    const auto linker = [to = otp::self()] {
      otp::trap_exit(true);
      otp::link(otp::expect<partner>().pid);
      otp::send(to, ready{});
      otp::receive([](go) {});
      otp::expect<otp::exit_message>();
      otp::expect_none<otp::exit_message>();
    };
    const otp::pid a = otp::spawn(linker), b = otp::spawn(linker);
    otp::send(a, partner{b});
    otp::send(b, partner{a});
    otp::expect<ready>();
    otp::expect<ready>();
    const otp::ref m = otp::monitor(b);
    otp::exit(a, otp::kill);
    otp::send(b, go{});
    EXPECT_EQ(reason_of_end(m), otp::normal);
  }
}

TEST(link_test, two_actors_that_link_and_unlink_each_other_all_the_time_keep_no_link) {
  otp::system system;
  struct partner {
    otp::pid pid;
  };
  const auto churn = [to = otp::self()] {
    const otp::pid other = otp::expect<partner>().pid;
    for (int i = 0; i < 5'000; ++i) {
      otp::link(other);
      otp::unlink(other);  // writes into the table of the other, which is writing into it as well
    }
    otp::send(to, ready{});
    otp::receive([](go) {});
  };
  for (int i = 0; i < 5; ++i) {
    const otp::pid a = otp::spawn(churn), b = otp::spawn(churn);
    otp::send(a, partner{b});
    otp::send(b, partner{a});
    otp::expect<ready>();
    otp::expect<ready>();
    const otp::ref end_of_a = otp::monitor(a), end_of_b = otp::monitor(b);
    otp::exit(a, otp::kill);
    EXPECT_EQ(reason_of_end(end_of_a), otp::killed);
    otp::send(b, go{});
    EXPECT_EQ(reason_of_end(end_of_b), otp::normal);
  }
}

// ---- exit signals ---------------------------------------------------------------------------------------------------

TEST(link_test, kill_cannot_be_trapped_and_is_seen_as_killed) {
  otp::system system;
  const otp::pid p = idle_trapping();
  const otp::ref m = otp::monitor(p);
  otp::exit(p, otp::kill);
  EXPECT_EQ(reason_of_end(m), otp::killed);
}

TEST(link_test, the_first_deadly_signal_decides_the_reason) {
  otp::system system;
  for (int i = 0; i < 200; ++i) {
    const otp::pid p = idle();
    const otp::ref m = otp::monitor(p);
    otp::exit(p, "first");
    otp::exit(p, otp::kill);
    EXPECT_EQ(reason_of_end(m), "first");
  }
}

TEST(link_test, a_normal_exit_signal_ends_only_its_own_sender) {
  otp::system system;
  const otp::pid p = otp::spawn([] { otp::receive([](done) {}); });
  otp::exit(p, otp::normal);
  EXPECT_TRUE(otp::is_process_alive(p));
  bool reached = false;
  EXPECT_EQ(how_it_ends([&] {
              otp::exit(otp::self(), otp::normal);
              reached = true;
            }),
            otp::normal);
  EXPECT_FALSE(reached);
}

TEST(link_test, an_exit_signal_to_oneself_cannot_be_caught_by_std_exception) {
  otp::system system;
  EXPECT_EQ(how_it_ends([] {
              try {
                otp::exit(otp::self(), "die");
              } catch (const std::exception&) {
              }
            }),
            "die");
}

TEST(link_test, whoever_swallows_the_unwinding_meets_it_again_at_the_next_step) {
  otp::system system;
  int swallowed = 0;
  EXPECT_EQ(how_it_ends([&] {
              for (int i = 0; i < 3; ++i) try {
                  if (i == 0) otp::exit(otp::self(), "die");
                  otp::receive([](done) {});
                } catch (...) {
                  ++swallowed;
                }
            }),
            "die");
  EXPECT_EQ(swallowed, 3);
}

TEST(link_test, an_exit_signal_reaches_sends_checkpoints_and_sleeps) {
  otp::system system(virtual_time());
  const auto ends_in = [](auto loop) {
    const auto [p, m] = otp::spawn_monitor([to = otp::self(), loop] {
      otp::send(to, ready{});
      for (;;) loop();
    });
    otp::expect<ready>();
    otp::exit(p, "stop");
    return reason_of_end(m);
  };
  const otp::pid sink = dead();
  EXPECT_EQ(ends_in([sink] { otp::send(sink, 1); }), "stop");
  EXPECT_EQ(ends_in([] { otp::checkpoint(); }), "stop");
  EXPECT_EQ(ends_in([] { otp::sleep_for(1h); }), "stop");
  EXPECT_EQ(ends_in([] { otp::receive([](done) {}); }), "stop");
  EXPECT_EQ(ends_in([] { otp::receive([](done) {}, otp::after(1h, [] {})); }), "stop");
}

TEST(link_test, real_time_an_exit_signal_reaches_boosts_interruption_points) {
  otp::system system(real_time());
  const auto ends_in = [](auto wait) {
    const auto [p, m] = otp::spawn_monitor([to = otp::self(), wait] {
      otp::send(to, ready{});
      wait();
    });
    otp::expect<ready>();
    otp::exit(p, "stop");
    return reason_of_end(m);
  };
  EXPECT_EQ(ends_in([] { boost::this_thread::sleep_for(boost::chrono::hours(1)); }), "stop");
  EXPECT_EQ(ends_in([] {
              boost::mutex mutex;
              boost::condition_variable never;
              boost::unique_lock<boost::mutex> lock(mutex);
              never.wait(lock);
            }),
            "stop");
  EXPECT_EQ(ends_in([] {
              for (;;) boost::this_thread::interruption_point();
            }),
            "stop");
}

TEST(link_test, real_time_nothing_is_thrown_while_unwinding_or_while_exits_are_held) {
  report_box reports;
  otp::system system(real_time(reports.options()));
  struct talks_at_the_end {
    otp::pid to;
    ~talks_at_the_end() {
      otp::send(to, number{1});
      otp::receive([](done) {}, otp::after(1ms, [] {}));
      boost::this_thread::sleep_for(boost::chrono::milliseconds(1));
    }
  };
  EXPECT_EQ(how_it_ends([to = otp::self()] {
              talks_at_the_end t{to};
              otp::exit(otp::self(), "die");
            }),
            "die");
  EXPECT_EQ(otp::expect<number>().n, 1);
  EXPECT_EQ(how_it_ends([to = otp::self()] {
              {
                otp::hold_exits held;
                otp::exit(otp::self(), "die");
                otp::send(to, number{2});
              }
              otp::checkpoint();
              otp::send(to, number{3});
            }),
            "die");
  EXPECT_EQ(otp::expect<number>().n, 2);
  otp::expect_none<number>();
}

TEST(link_test, messages_before_an_exit_signal_are_there_and_those_after_it_are_never_seen) {
  otp::system system;
  const otp::pid p = otp::spawn([to = otp::self()] {
    otp::receive([](go) {});
    otp::trap_exit(true);
    for (;;) otp::receive([&](number n) { otp::send(to, n); }, [&](otp::exit_message) { otp::send(to, done{}); });
  });
  otp::send(p, number{1});
  otp::send(p, go{});
  EXPECT_EQ(otp::expect<number>().n, 1);
  otp::exit(p, "now");
  otp::send(p, number{2});
  otp::expect<done>();
  EXPECT_EQ(otp::expect<number>().n, 2) << "trapped, so it goes on, in order";
  otp::exit(p, otp::kill);
}

TEST(link_test, real_time_a_thread_that_will_not_die_is_abandoned_and_reported) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 20ms;
  const auto let_go = std::make_shared<std::atomic<bool>>(false);  // the thread may outlive this test
  otp::pid stuck;
  {
    otp::system system(options);
    const otp::pid me = otp::self();
    const auto spawned = otp::spawn_monitor("spinner", [let_go, me] {
      otp::send(me, ready{});
      while (!*let_go) std::this_thread::yield();
      otp::send(me, number{1});  // unwinds instead
    });
    stuck = spawned.pid;
    otp::register_name("the_spinner", stuck);
    otp::expect<ready>();
    otp::exit(stuck, otp::kill);
    EXPECT_EQ(reason_of_end(spawned.ref), otp::killed);
    EXPECT_FALSE(otp::whereis_name("the_spinner"));
    EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
    EXPECT_EQ(reports.all().at(0).name, "the_spinner");
    *let_go = true;
    otp::expect_none<number>();
  }
}

}  // namespace
