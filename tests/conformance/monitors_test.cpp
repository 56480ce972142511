// monitors_test.cpp - the rows of monitors and aliases: MON.
#include "scene.hpp"

namespace {

using monitors = scene;

TEST_F(monitors, MON_01_the_end_of_the_watched_arrives_as_a_down_with_its_reason) {
  const otp::pid a = idle("a");
  const otp::ref first = otp::monitor(a), second = otp::monitor(a);
  note("unique", first != second);
  otp::demonitor(second);
  otp::send(a, std::string("reason"));
  hear();
  events({"unique true", "DOWN a reason"});
}

TEST_F(monitors, MON_02_monitoring_the_dead_answers_noproc_at_once) {
  otp::monitor(dead("a"));
  hear();
  events({"DOWN a noproc"});
}

TEST_F(monitors, MON_03_monitors_stack_and_each_of_many_watchers_gets_its_down) {
  const otp::pid a = idle("a");
  for (int i = 0; i < 3; ++i) otp::monitor(a);
  for (int i = 0; i < 100; ++i)
    otp::spawn([a, to = otp::self()] {
      otp::monitor(a);
      otp::send(to, ready{});
      otp::receive([&](otp::down) { otp::send(to, 1); });
    });
  for (int i = 0; i < 100; ++i) otp::expect<ready>();
  otp::send(a, std::string("gone"));
  int told = 0;
  for (int i = 0; i < 100; ++i) told += otp::expect<int>();
  note("watchers told " + std::to_string(told));
  hear_all();
  events({"watchers told 100", "DOWN a gone", "DOWN a gone", "DOWN a gone"});
}

TEST_F(monitors, MON_04_a_monitor_fires_once_and_is_gone) {
  const otp::pid a = idle("a");
  const otp::ref m = otp::monitor(a);
  otp::exit(a, "first");
  otp::exit(a, "second");
  hear();
  hear();
  note("still there", otp::demonitor(m));
  events({"DOWN a first", "nothing", "still there false"});
}

TEST_F(monitors, MON_05_the_watchers_end_leaves_the_watched_alone) {
  const otp::pid a = idle("a");
  const auto [w, m] = otp::spawn_monitor([a] {
    otp::monitor(a);
    otp::exit("watcher crashed");
  });
  named("w", w);
  hear();
  settle();
  note("alive", otp::is_process_alive(a));
  note("watchers " + std::to_string(otp::process_info(a)->monitored_by.size()));
  events({"DOWN w watcher crashed", "alive true", "watchers 0"});
}

TEST_F(monitors, MON_06_by_name_the_down_carries_the_name_and_nobody_is_noproc) {
  const otp::pid a = idle("a");
  otp::register_name("mon06", a);
  otp::monitor("mon06");
  otp::send(a, std::string("gone"));
  hear();
  otp::monitor("mon06");
  hear();
  events({"DOWN mon06 gone", "DOWN mon06 noproc"});
}

TEST_F(monitors, MON_07_a_monitor_by_name_stays_with_the_holder_of_that_moment) {
  const otp::pid a = idle("a"), b = idle("b");
  otp::register_name("mon07", a);
  otp::monitor("mon07");
  otp::unregister_name("mon07");
  otp::register_name("mon07", b);
  otp::exit(b, "b ends");
  hear();
  otp::exit(a, "a ends");
  hear();
  events({"nothing", "DOWN mon07 a ends"});
}

TEST_F(monitors, MON_08_monitoring_oneself_creates_nothing_and_never_fires) {
  const auto [a, m] = otp::spawn_monitor([to = otp::self()] {
    otp::monitor(otp::self());
    otp::send(to, std::string("watched_by " + std::to_string(otp::process_info(otp::self())->monitored_by.size())));
  });
  named("a", a);
  hear();
  hear();
  events({"message watched_by 1", "DOWN a normal"});
}

TEST_F(monitors, MON_09_demonitor_always_succeeds_and_no_down_comes) {
  const otp::pid a = idle("a");
  const otp::ref m = otp::monitor(a);
  attempt("once", [&] { otp::demonitor(m); });
  attempt("twice", [&] { otp::demonitor(m); });
  attempt("unknown", [&] { otp::demonitor(otp::make_ref()); });
  otp::exit(a, otp::kill);
  hear();
  events({"once ok", "twice ok", "unknown ok", "nothing"});
}

TEST_F(monitors, MON_10_demonitor_does_not_remove_a_down_that_has_come) {
  const otp::pid a = idle("a");
  const otp::ref m = otp::monitor(a);
  otp::exit(a, "gone");
  settle();
  otp::demonitor(m);
  hear();
  events({"DOWN a gone"});
}

TEST_F(monitors, MON_11_demonitor_with_flush_also_removes_a_down_that_has_come) {
  const otp::pid a = idle("a");
  const otp::ref m = otp::monitor(a);
  otp::exit(a, "gone");
  settle();
  otp::demonitor(m, otp::flush);
  hear();
  events({"nothing"});
}

TEST_F(monitors, MON_12_demonitor_tells_whether_it_was_in_time) {
  const otp::pid a = idle("a");
  const otp::ref first = otp::monitor(a);
  note("active", otp::demonitor(first));
  note("again", otp::demonitor(first));
  const otp::ref second = otp::monitor(a);
  otp::exit(a, "gone");
  settle();
  note("too late", otp::demonitor(second));
  hear();
  events({"active true", "again false", "too late false", "DOWN a gone"});
}

TEST_F(monitors, MON_13_with_flush_it_says_false_if_and_only_if_a_down_was_flushed) {
  const otp::pid a = idle("a");
  const otp::ref first = otp::monitor(a);
  note("active", otp::demonitor(first, otp::flush));
  const otp::ref second = otp::monitor(a);
  otp::exit(a, "gone");
  settle();
  note("flushed", otp::demonitor(second, otp::flush));
  hear();
  events({"active true", "flushed false", "nothing"});
}

TEST_F(monitors, MON_17_a_down_carries_the_reason_whatever_kind_of_end_it_was) {
  const auto end_of = [&](const std::string& name, auto f) {
    named(name, otp::spawn_monitor(f).pid);
    hear();
  };
  end_of("returns", [] {});
  end_of("exits", [] { otp::exit("r"); });
  end_of("fails", [] { throw std::runtime_error("boom"); });
  end_of("throws", [] { throw 42; });
  const otp::pid a = idle("a"), b = idle("b");
  otp::monitor(a);
  otp::exit(a, otp::kill);
  hear();
  otp::monitor(b);
  otp::exit(b, otp::shutdown);
  hear();
  events({"DOWN returns normal", "DOWN exits r", "DOWN fails error boom", "DOWN throws nocatch", "DOWN a killed",
          "DOWN b shutdown"});
}

TEST_F(monitors, MON_18_a_down_needs_no_trap_exit_and_is_sent_for_normal_ends_too) {
  note("trapping", otp::trap_exit(false));
  const otp::pid a = idle("a");
  otp::monitor(a);
  otp::send(a, std::string("stop"));
  hear();
  events({"trapping false", "DOWN a normal"});
}

TEST_F(monitors, MON_21_exit_and_then_monitor_by_one_actor_is_noproc) {
  const otp::pid a = idle("a");
  otp::exit(a, "reason");
  otp::monitor(a);
  hear();
  events({"DOWN a noproc"});
}

TEST_F(monitors, MON_27_an_alias_can_be_sent_to_until_it_is_revoked) {
  const otp::alias address = otp::make_alias();
  const auto tell = [address](const std::string& text) {
    const auto sender = otp::spawn_monitor([=] { otp::send(address, text); });
    otp::await_down(sender.ref);
  };
  tell("through");
  hear();
  note("unalias", otp::unalias(address));
  tell("dropped");
  hear();
  note("unalias again", otp::unalias(address));
  events({"message through", "unalias true", "nothing", "unalias again false"});
}

TEST_F(monitors, MON_28_an_alias_for_one_reply_accepts_one_message) {
  const otp::alias address = otp::make_alias(otp::alias_use::once);
  otp::spawn([address] {
    otp::send(address, std::string("first"));
    otp::send(address, std::string("second"));
  });
  hear();
  hear();
  events({"message first", "nothing"});
}

TEST_F(monitors, MON_29_the_first_message_through_a_reply_demonitor_alias_ends_alias_and_monitor) {
  const otp::pid a = idle("a");
  const otp::ref m = otp::monitor(a, otp::alias_mode::reply_demonitor);
  const otp::alias address{otp::self(), m};
  otp::spawn([address] {
    otp::send(address, std::string("first"));
    otp::send(address, std::string("second"));
  });
  hear();
  hear();
  otp::exit(a, otp::kill);
  hear();
  events({"message first", "nothing", "nothing"});
}

TEST_F(monitors, MON_30_demonitor_ends_the_alias_and_an_explicit_one_outlives_the_down) {
  const otp::pid a = idle("a"), b = idle("b");
  const otp::ref m = otp::monitor(a, otp::alias_mode::demonitor);
  otp::demonitor(m, otp::flush);
  otp::send(otp::alias{otp::self(), m}, std::string("late"));
  hear();
  const otp::ref outlives = otp::monitor(b, otp::alias_mode::explicit_unalias);
  otp::send(b, std::string("stop"));
  hear();
  otp::send(otp::alias{otp::self(), outlives}, std::string("still"));
  hear();
  note("unalias", otp::unalias({otp::self(), outlives}));
  otp::send(otp::alias{otp::self(), outlives}, std::string("no more"));
  hear();
  events({"nothing", "DOWN b normal", "message still", "unalias true", "nothing"});
}

TEST_F(monitors, MON_35_unalias_ends_the_alias_of_a_monitor_too_whatever_its_mode_and_the_monitor_stays) {
  for (const auto mode :
       {otp::alias_mode::explicit_unalias, otp::alias_mode::demonitor, otp::alias_mode::reply_demonitor}) {
    const otp::pid a = idle("a");
    const otp::alias address{otp::self(), otp::monitor(a, mode)};
    note("unalias", otp::unalias(address));
    note("again", otp::unalias(address));
    otp::send(address, std::string("dropped"));
    otp::send(a, std::string("gone"));
    hear_all();
  }
  std::vector<std::string> expected;
  for (int i = 0; i < 3; ++i)
    for (const std::string line : {"unalias true", "again false", "DOWN a gone"}) expected.push_back(line);
  events(expected);
}

}  // namespace
