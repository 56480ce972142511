// messages_test.cpp - the rows of sending and receiving: MSG.
#include "scene.hpp"

namespace {

using messages = scene;

/// The next message, whatever it is, noted behind the text.
std::string next_text() {
  return otp::receive([](const std::string& s) { return s; }, otp::after(0s, [] { return std::string("nothing"); }));
}
void send_all(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) otp::send(otp::self(), text);
}
bool is(const std::string& text, const std::string& wanted) { return text == wanted; }

TEST_F(messages, MSG_01_sending_to_a_pid_never_fails_dead_or_alive) {
  attempt("dead", [&] { otp::send(dead("a"), std::string("x")); });
  attempt("self", [] { otp::send(otp::self(), std::string("x")); });
  hear();
  events({"dead ok", "self ok", "message x"});
}

TEST_F(messages, MSG_02_messages_of_one_sender_arrive_in_the_order_of_sending) {
  for (int sender = 0; sender < 3; ++sender)
    otp::spawn([sender, to = otp::self()] {
      for (int i = 0; i < 50; ++i) otp::send(to, 100 * sender + i);
    });
  std::map<int, std::vector<int>> from;
  for (int i = 0; i < 150; ++i) {
    const int n = otp::expect<int>();
    from[n / 100].push_back(n % 100);
  }
  for (const auto& [sender, numbers] : from) note("in order", std::is_sorted(numbers.begin(), numbers.end()));
  events({"in order true", "in order true", "in order true"});
}

TEST_F(messages, MSG_03_what_an_actor_has_sent_comes_before_its_down) {
  named("a", otp::spawn_monitor([to = otp::self()] {
               otp::send(to, 1);
               otp::send(to, 2);
             }).pid);
  hear_all();
  events({"message 1", "message 2", "DOWN a normal"});
}

TEST_F(messages, MSG_04_between_different_senders_there_is_no_order_but_nothing_is_lost) {
  for (int i = 1; i <= 20; ++i) otp::spawn([i, to = otp::self()] { otp::send(to, i); });
  int sum = 0;
  for (int i = 1; i <= 20; ++i) sum += otp::expect<int>();
  note("sum " + std::to_string(sum));
  events({"sum 210"});
}

TEST_F(messages, MSG_07_selective_receive_takes_the_oldest_match_and_leaves_the_others_in_order) {
  send_all({"a", "x1", "b", "x2", "c"});
  const auto starts_with_x = [](const std::string& s) { return s[0] == 'x'; };
  otp::receive(otp::when(starts_with_x, [&](const std::string& s) { note("taken " + s); }));
  hear_all();
  events({"taken x1", "message a", "message b", "message x2", "message c"});
}

TEST_F(messages, MSG_08_the_oldest_message_that_any_clause_accepts_wins_not_the_first_clause) {
  send_all({"second", "first"});
  otp::receive(otp::when([](const std::string& s) { return is(s, "first"); }, [&](std::string) { note("clause 1"); }),
               otp::when([](const std::string& s) { return is(s, "second"); }, [&](std::string) { note("clause 2"); }));
  hear();
  events({"clause 2", "message first"});
}

TEST_F(messages, MSG_09_a_zero_timeout_fires_only_when_nothing_in_the_mailbox_matches) {
  for (int i = 0; i < 1000; ++i) otp::send(otp::self(), i);
  otp::send(otp::self(), std::string("at the end"));
  note(next_text());
  note(next_text());
  events({"at the end", "nothing"});
}

TEST_F(messages, MSG_10_messages_that_do_not_match_do_not_restart_the_timeout) {
  const otp::time_point start = otp::now();
  otp::spawn([to = otp::self()] {
    for (int i = 0; i < 10; ++i) {
      otp::sleep_for(20ms);
      otp::send(to, i);
    }
  });
  otp::receive([](const std::string&) {}, otp::after(50ms, [] {}));
  note("before the last", otp::now() - start < 180ms);
  events({"before the last true"});
}

TEST_F(messages, MSG_12_a_bad_timeout_is_an_error_but_only_once_nothing_has_matched) {
  otp::send(otp::self(), std::string("there"));
  attempt("with a match", [&] { otp::receive([](const std::string&) {}, otp::after(-1s, [] {})); });
  attempt("without", [&] { otp::receive([](const std::string&) {}, otp::after(-1s, [] {})); });
  events({"with a match ok", "without error timeout_value"});
}

TEST_F(messages, MSG_13_a_receive_with_only_a_timeout_sleeps_and_leaves_the_mailbox_alone) {
  send_all({"a", "b"});
  const otp::time_point start = otp::now();
  otp::receive(otp::after(20ms, [] {}));
  note("slept", otp::now() - start >= 20ms);
  hear_all();
  events({"slept true", "message a", "message b"});
}

TEST_F(messages, MSG_14_a_timeout_never_fires_early) {
  bool early = false;
  for (int i = 0; i < 20; ++i) {
    const otp::time_point start = otp::now();
    otp::receive([](const std::string&) {}, otp::after(5ms, [] {}));
    early |= otp::now() - start < 5ms;
  }
  note("early", early);
  events({"early false"});
}

TEST_F(messages, MSG_15_a_message_that_loses_the_race_with_a_timeout_waits_for_the_next_receive) {
  otp::spawn([to = otp::self()] {
    otp::sleep_for(10ms);
    otp::send(to, std::string("late"));
  });
  otp::receive([](const std::string&) {}, otp::after(1ms, [&] { note("timeout"); }));
  hear();
  events({"timeout", "message late"});
}

TEST_F(messages, MSG_16_an_exception_in_a_guard_means_no_match) {
  send_all({"a", "b"});
  const auto fails_on_a = [](const std::string& s) { return is(s, "a") ? throw std::runtime_error("bad") : true; };
  otp::receive(otp::when(fails_on_a, [&](const std::string& s) { note("taken " + s); }));
  hear();
  events({"taken b", "message a"});
}

TEST_F(messages, MSG_17_a_reply_to_a_fresh_reference_is_found_behind_any_backlog) {
  for (int i = 0; i < 10000; ++i) otp::send(otp::self(), i);
  const otp::receive_mark mark = otp::mark_mailbox();
  otp::send(otp::self(), std::string("reply"));
  int looked_at = 0;
  const auto count = [&](const std::string&) {
    ++looked_at;
    return true;
  };
  const auto no_number = [&](const int&) {
    ++looked_at;
    return false;
  };
  otp::receive(mark, otp::when(no_number, [](int) {}), otp::when(count, [&](const std::string& s) { note(s); }));
  EXPECT_EQ(looked_at, 1) << "none of the older ones";
  events({"reply"});
}

TEST_F(messages, MSG_18_a_message_is_out_of_the_mailbox_before_its_handler_runs) {
  send_all({"a", "b"});
  try {
    otp::receive([](const std::string&) { throw std::runtime_error("in the body"); });
  } catch (const std::runtime_error&) {
    note("failed");
  }
  hear_all();
  events({"failed", "message b"});
}

TEST_F(messages, MSG_19_exits_downs_and_timeouts_are_ordinary_messages_in_the_order_of_their_coming) {
  otp::trap_exit(true);
  otp::send(otp::self(), 1);
  otp::send(idle_linked("a"), std::string("gone"));
  settle();
  otp::send(otp::self(), 2);
  const otp::pid b = idle("b");
  otp::monitor(b);
  otp::send(b, std::string("stop"));
  settle();
  otp::send(otp::self(), 3);
  named("t", otp::start_timer(1ms, otp::self(), std::string("due")));
  settle();
  otp::send(otp::self(), 4);
  hear_all();
  events({"message 1", "EXIT a gone", "message 2", "DOWN b normal", "message 3", "timeout t due", "message 4"});
}

TEST_F(messages, MSG_20_sending_to_an_unregistered_name_is_badarg_and_to_a_dead_alias_silent) {
  attempt("name", [] { otp::send("msg20", std::string("x")); });
  const otp::alias address = otp::make_alias();
  otp::unalias(address);
  attempt("alias", [&] { otp::send(address, std::string("x")); });
  hear();
  events({"name error badarg", "alias ok", "nothing"});
}

TEST_F(messages, MSG_21_messages_that_wait_when_an_actor_ends_are_dropped_without_notice) {
  const otp::pid a = named("a", otp::spawn([] { otp::receive([](ready) {}); }));
  otp::monitor(a);
  for (int i = 0; i < 10; ++i) otp::send(a, i);
  otp::send(a, ready{});
  hear();
  hear();
  events({"DOWN a normal", "nothing"});
}

}  // namespace
