// exit_signals_test.cpp - the rows of exit signals: EXIT.
#include "scene.hpp"

namespace {

using exit_signals = scene;

TEST_F(exit_signals, EXIT_01_an_exit_signal_ends_its_target_with_its_reason) {
  const otp::pid a = idle("a");
  otp::monitor(a);
  attempt("exit", [&] { otp::exit(a, "reason"); });
  hear();
  attempt("to the dead", [&] { otp::exit(a, "reason"); });
  events({"exit ok", "DOWN a reason", "to the dead ok"});
}

TEST_F(exit_signals, EXIT_02_a_normal_exit_signal_to_another_is_dropped_unless_it_traps) {
  const otp::pid a = idle("a");
  otp::exit(a, otp::normal);
  settle();
  note("alive", otp::is_process_alive(a));
  const otp::pid b = idle_trapping("b");
  otp::exit(b, otp::normal);
  hear();
  events({"alive true", "EXIT me normal"});
}

TEST_F(exit_signals, EXIT_04_a_normal_exit_signal_to_oneself_ends_one) {
  named("a", otp::spawn_monitor([to = otp::self()] {
               otp::exit(otp::self(), otp::normal);
               otp::send(to, std::string("not reached"));
             }).pid);
  hear();
  hear();
  events({"DOWN a normal", "nothing"});
}

TEST_F(exit_signals, EXIT_05_a_trapping_actor_gets_its_own_exit_signal_as_a_message) {
  otp::trap_exit(true);
  attempt("exit", [] { otp::exit(otp::self(), "reason"); });
  hear();
  otp::exit(otp::self(), otp::normal);
  hear();
  events({"exit ok", "EXIT me reason", "EXIT me normal"});
}

TEST_F(exit_signals, EXIT_06_an_exit_signal_to_oneself_takes_effect_before_it_returns_and_cannot_be_caught) {
  named("a", otp::spawn_monitor([to = otp::self()] {
               try {
                 otp::exit(otp::self(), "die");
                 otp::send(to, std::string("returned"));
               } catch (const std::exception&) {
                 otp::send(to, std::string("caught"));
               }
               otp::send(to, std::string("went on"));
             }).pid);
  hear();
  hear();
  events({"DOWN a die", "nothing"});
}

TEST_F(exit_signals, EXIT_07_kill_ends_anybody_and_everybody_sees_killed) {
  const otp::pid a = idle_trapping("a");
  otp::monitor(a);
  otp::exit(a, otp::kill);
  hear();
  events({"DOWN a killed"});
}

TEST_F(exit_signals, EXIT_08_killing_oneself_gives_killed_even_when_trapping) {
  named("a", otp::spawn_monitor([] {
               otp::trap_exit(true);
               otp::exit(otp::self(), otp::kill);
             }).pid);
  hear();
  events({"DOWN a killed"});
}

TEST_F(exit_signals, EXIT_09_exit_kill_ends_the_caller_with_kill_and_over_a_link_that_is_an_ordinary_reason) {
  otp::trap_exit(true);
  named("a", otp::spawn_link([] { otp::exit(otp::kill); }));
  hear();
  named("b", otp::spawn_monitor([] {
               otp::spawn_link([] { otp::exit(otp::kill); });
               otp::receive([](ready) {});
             }).pid);
  hear();
  const otp::pid c = idle_trapping("c");
  otp::exit(c, otp::killed);
  hear();
  events({"EXIT a kill", "DOWN b kill", "EXIT me killed"});
}

TEST_F(exit_signals, EXIT_10_of_two_exit_signals_the_first_decides_the_reason) {
  const otp::pid a = idle("a");
  otp::monitor(a);
  otp::exit(a, "first");
  otp::exit(a, "second");
  hear();
  events({"DOWN a first"});
}

TEST_F(exit_signals, EXIT_11_the_exit_message_carries_the_sender_and_needs_no_link) {
  const otp::pid a = idle_trapping("a");
  otp::exit(a, "reason");
  hear();
  note("links " + std::to_string(otp::process_info(a)->links.size()));
  events({"EXIT me reason", "links 0"});
}

TEST_F(exit_signals, EXIT_13_messages_before_an_exit_signal_are_there_and_those_after_it_are_never_seen) {
  // It takes its messages one by one, and only when told to: what it never took it cannot tell.
  const otp::pid a =
      named("a", otp::spawn([to = otp::self()] {
              otp::trap_exit(true);
              otp::receive([](ready) {});
              for (bool more = true; more;)
                otp::receive([&](const std::string& m) { otp::send(to, m); }, [&](otp::exit_message) { more = false; });
              otp::send(to, std::string("and the signal"));
            }));
  settle();
  otp::monitor(a);
  otp::send(a, std::string("one"));
  otp::send(a, std::string("two"));
  otp::exit(a, "now");
  otp::send(a, std::string("three"));
  otp::send(a, ready{});
  for (int i = 0; i < 5; ++i) hear();
  events({"message one", "message two", "message and the signal", "DOWN a normal", "nothing"});
}

TEST_F(exit_signals, EXIT_14_the_trap_flag_counts_when_a_signal_arrives) {
  const otp::pid a = named("a", otp::spawn([to = otp::self()] {
                             otp::trap_exit(true);
                             otp::send(to, ready{});
                             otp::receive([](ready) {});
                             otp::trap_exit(false);
                             otp::receive([&](const otp::exit_message&) { otp::send(to, std::string("kept")); });
                             otp::receive([](ready) {});
                           }));
  otp::expect<ready>();
  otp::monitor(a);
  otp::exit(a, "trapped");
  otp::send(a, ready{});
  hear();
  otp::exit(a, "deadly");
  hear();
  events({"message kept", "DOWN a deadly"});
}

TEST_F(exit_signals, EXIT_15_an_actor_ended_by_a_signal_goes_on_with_nothing_but_its_destructors) {
  struct says_goodbye {
    otp::pid to;
    ~says_goodbye() { otp::send(to, std::string("destructor")); }
  };
  const otp::pid a = named("a", otp::spawn([to = otp::self()] {
                             const says_goodbye runs{to};
                             try {
                               otp::send(to, ready{});
                               otp::receive([](ready) {});
                             } catch (const std::exception&) {
                               otp::send(to, std::string("handler"));
                             }
                             otp::send(to, std::string("code after"));
                           }));
  otp::expect<ready>();
  otp::monitor(a);
  otp::exit(a, "now");
  hear();
  hear();
  hear();
  events({"message destructor", "DOWN a now", "nothing"});
}

TEST_F(exit_signals, EXIT_16_exit_and_link_take_pids_not_names) {
  // With us a name does not compile; nobody's pid is the one that cannot be.
  static_assert(!std::is_invocable_v<decltype(static_cast<void (*)(const otp::pid&)>(otp::link)), const char*>);
  attempt("exit", [] { otp::exit(otp::pid(), "x"); });
  attempt("link", [] { otp::link(otp::pid()); });
  events({"exit error badarg", "link error badarg"});
}

TEST_F(exit_signals, EXIT_18_a_name_is_free_before_links_and_monitors_hear_of_the_end) {
  otp::trap_exit(true);
  const otp::pid a = idle_linked("a");
  otp::register_name("exit18", a);
  otp::send(a, std::string("gone"));
  hear();
  note("free", !otp::whereis_name("exit18"));
  const otp::pid b = idle("b");
  otp::register_name("exit18", b);
  otp::monitor(b);
  otp::send(b, std::string("gone"));
  hear();
  note("free", !otp::whereis_name("exit18"));
  events({"EXIT a gone", "free true", "DOWN b gone", "free true"});
}

TEST_F(exit_signals, EXIT_20_shutdown_is_nothing_special_to_a_link) {
  named("a", otp::spawn_monitor([] {
               otp::spawn_link([] { otp::exit(otp::shutdown); });
               otp::receive([](ready) {});
             }).pid);
  hear();
  named("b", otp::spawn_monitor([] {
               otp::spawn_link([] { otp::exit(otp::exit_reason::shutdown_because("why")); });
               otp::receive([](ready) {});
             }).pid);
  hear();
  events({"DOWN a shutdown", "DOWN b {shutdown,why}"});
}

}  // namespace
