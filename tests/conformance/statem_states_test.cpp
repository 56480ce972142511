// statem_states_test.cpp - the rows of gen_statem about states, enter calls, start, calls that fail, and the end: STM.
#include "statem.hpp"

namespace {

using machines = statem_scene;

/// Stops, and answers.
auto stops_with_reply(const std::string& reason) {
  return [reason](machine&, const asker& caller) { return machine::stop(reason).reply(caller, "bye"); };
}

// ---- states and enter calls -----------------------------------------------------------------------------------------

TEST_F(machines, STM_06_enter_is_called_for_the_first_state_at_each_change_and_by_repeat_and_not_for_the_same_state) {
  const auto m = start({.enter = enters, .init = [] { return keep().insert(event{"inserted"}); }});
  queue(m, {{"to b", goes(b{})}, {"same", goes(b{})}, {"keep"}, {"repeat", repeats}, {"to c", goes(c{})}});
  hear_all();
  events({"enter a from a", "a inserted", "a to b", "enter b from a", "b same", "b keep", "b repeat", "enter b from b",
          "b to c", "enter c from b"});
}

TEST_F(machines, STM_52_an_enter_call_may_change_the_data_and_may_stop) {
  const auto m = start({.enter = [](machine& it) -> entered {
    it.data += it.here();
    if (it.here() == "c") return entered().stop("no_way");
    return {};
  }});
  otp::monitor(m);
  otp::cast(m, event{"go", goes(b{})});
  ask_and_note(m, {"data", [](machine& it, const asker& caller) { return keep().reply(caller, it.data); }});
  otp::cast(m, event{"go", goes(c{})});
  hear_all();
  events({"data: ab", "enter a from a", "a go", "enter b from a", "b data", "b go", "enter c from b",
          "terminate no_way in c", "DOWN m no_way"});
}

TEST_F(machines, STM_54_an_enter_call_may_answer_a_caller) {
  const auto m = start({.enter = [](machine& it) {
    entered answers;
    for (const asker& caller : it.waiting) answers.reply(caller, "entered");
    return answers;
  }});
  ask_and_note(m, {"call", [](machine& it, const asker& caller) {
                     it.waiting.push_back(caller);
                     return go(b{});
                   }});
  hear_all();
  events({"call: entered", "enter a from a", "a call", "enter b from a"});
}

TEST_F(machines, STM_55_to_go_to_the_same_state_enters_retries_and_cancels_nothing_and_a_new_timeout_replaces_the_old) {
  const auto m = start({.enter = enters});
  queue(m, {{"1", postpones}, {"arm", sets(otp::state_timeout, 40ms, {"timeout"})}, {"same", goes(a{})}});
  hear_all();
  queue(m, {{"arm", sets(otp::state_timeout, 40ms, {"old"})},
            {"again", [](machine&) { return go(a{}).timeout(otp::state_timeout, 20ms, event{"new"}); }}});
  hear_all();
  events({"enter a from a", "a 1", "a arm", "a same", "a timeout", "a arm", "a again", "a new"});
}

TEST_F(machines, STM_56_states_that_carry_a_value_are_the_same_when_their_values_are_equal) {
  const auto m = start({.enter = enters, .first = numbered{1}});
  queue(m, {{"to 1", goes(numbered{1})}, {"to 2", goes(numbered{2})}});
  hear_all();
  events(
      {"enter numbered 1 from numbered 1", "numbered 1 to 1", "numbered 1 to 2", "enter numbered 2 from numbered 1"});
}

// ---- start ----------------------------------------------------------------------------------------------------------

TEST_F(machines, STM_17_init_may_refuse_or_decline) {
  const auto try_it = [&](const std::string& text, auto init) {
    note_start(text, otp::try_start<machine>({}, otp::self(), machine::how{.init = init}));
  };
  try_it("start", keep);
  try_it("refuses", []() -> next { otp::exit("no_paper"); });
  try_it("declines", []() -> next { throw otp::init_ignore(); });
  events({"start ok", "refuses {error,no_paper}", "declines ignore"});
}

TEST_F(machines, STM_63_init_may_insert_events_and_set_timeouts) {
  start({.init = [] { return keep().timeout(otp::state_timeout, 20ms, event{"timeout"}).insert(event{"inserted"}); }});
  hear_all();
  events({"a inserted", "a timeout"});
}

TEST_F(machines, STM_64_to_postpone_in_init_is_accepted_and_means_nothing) {
  const auto m = start({.init = [] { return keep().postpone(); }});
  otp::cast(m, event{"go", goes(b{})});
  hear_all();
  events({"a go"});
}

TEST_F(machines, STM_80_a_failure_in_the_first_enter_call_comes_after_start_has_returned) {
  otp::trap_exit(true);
  const machine::how fails{.enter = [](machine&) -> entered { otp::exit("no_entry"); }};
  named("m", note_start("start", otp::try_start_link<machine>({}, otp::self(), fails)));
  hear_all();
  events({"start ok", "enter a from a", "terminate no_entry in a", "EXIT m no_entry"});
}

// ---- calls ----------------------------------------------------------------------------------------------------------

TEST_F(machines, STM_15_a_call_that_fails_exits_with_the_reason_and_it_gives_up_after_five_seconds) {
  const auto m = start();
  ask_and_note(m, {"times out", waits}, 20ms);
  ask_and_note(m, {"stops", [](machine&, const asker&) { return machine::stop("gone"); }});
  ask_and_note(otp::server_ref<machine>(dead("d")), {"dead"});
  ask_and_note(otp::server_ref<machine>("stm15"), {"nobody"});
  const auto begin = otp::now();
  EXPECT_FALSE(otp::try_call(start(), question{"by default", waits}));
  note("by default it waits " + std::to_string((otp::now() - begin) / 1ms));
  events({"times out: exit {timeout,call}", "stops: exit {gone,call}", "dead: exit {noproc,call}",
          "nobody: exit {noproc,call}", "by default it waits 5000"});
}

TEST_F(machines, STM_68_after_a_call_has_timed_out_no_late_reply_comes) {
  const auto m = start();
  ask_and_note(m,
               {"slow",
                [](machine&, const asker& caller) {
                  otp::sleep_for(60ms);
                  return keep().reply(caller, "late");
                }},
               20ms);
  hear_all();
  events({"slow: exit {timeout,call}", "a slow"});
}

struct unknown {
  using reply = int;
};
TEST_F(machines, STM_69_an_event_that_the_machine_does_not_know_is_dropped_with_a_warning_and_a_call_refused) {
  const auto m = start();
  otp::monitor(m);
  otp::send(m, std::string("unknown"));
  hear_all();
  EXPECT_EQ(otp::try_call(m.pid(), unknown{}).failure, otp::exit_reason("function_clause"));
  ask_and_note(m, {"still there"});
  ASSERT_EQ(reports().size(), 2u);
  for (const otp::report& each : reports()) EXPECT_EQ(each.what, otp::report::kind::warning);
  events({"still there: yes"});
}

// ---- the end --------------------------------------------------------------------------------------------------------

TEST_F(machines, STM_11_a_machine_that_stops_with_a_reply_answers_and_then_terminates) {
  const auto m = start();
  otp::monitor(m);
  ask_and_note(m, {"call", stops_with_reply("done")});
  hear_all();
  events({"call: bye", "a call", "terminate done in a", "DOWN m done"});
}

TEST_F(machines, STM_12_a_machine_that_stops_or_fails_terminates_with_the_reason_in_its_state) {
  const auto m = start(), failing = start();
  named("failing", failing);
  otp::monitor(m);
  otp::monitor(failing);
  queue(m, {{"go", goes(b{})}, {"stop", [](machine&) { return machine::stop("why"); }}});
  hear_all();
  ask_and_note(failing, {"call", [](machine&, const asker&) -> next { throw std::runtime_error("boom"); }});
  hear_all();
  events({"a go", "b stop", "terminate why in b", "DOWN m why", "call: exit {error boom,call}", "a call",
          "terminate boom in a", "DOWN failing error boom"});
}

TEST_F(machines, STM_59_without_a_reason_a_machine_stops_normally) {
  const auto m = start();
  otp::monitor(m);
  queue(m, {{"go", goes(b{})}, {"stop", [](machine&) { return machine::stop(); }}});
  hear_all();
  events({"a go", "b stop", "terminate normal in b", "DOWN m normal"});
}

TEST_F(machines, STM_60_a_stop_does_not_answer_postponed_calls_whose_callers_get_the_reason) {
  const auto m = start();
  ask_elsewhere(m, {"call", [](machine&, const asker&) { return keep().postpone(); }});
  otp::cast(m, event{"stop", [](machine&) { return machine::stop("gone"); }});
  hear_all();
  events({"a call", "a stop", "terminate gone in a", "call: exit {gone,call}"});
}

TEST_F(machines, STM_61_the_caller_has_the_reply_of_a_stop_before_terminate_has_ended) {
  const auto m = start({.ends_slowly = true});
  ask_and_note(m, {"call", stops_with_reply("done")});
  note("it lives", otp::is_process_alive(m));
  hear_all();
  events({"call: bye", "it lives true", "a call", "terminate done in a"});
}

TEST_F(machines, STM_62_a_machine_that_traps_exits_ends_with_its_parent_and_others_exits_are_events) {
  const otp::pid parent = otp::spawn([row = otp::self()] {
    otp::send(row, otp::start_link<machine>(row, machine::how{.traps = true}).pid());
    otp::receive([](ready) {});
    otp::exit("parent_gone");
  });
  const otp::pid m = named("m", otp::expect<otp::pid>());
  otp::monitor(m);
  otp::spawn([m] {
    otp::link(m);
    otp::exit("stranger");
  });
  settle();
  otp::send(parent, ready{});
  hear_all();
  events({"a EXIT stranger", "terminate parent_gone in a", "DOWN m parent_gone"});
}

TEST_F(machines, STM_78_a_request_is_a_call_that_does_not_wait_and_after_a_stop_no_timeout_comes) {
  const auto m = start();
  const auto answer = otp::receive_response(otp::send_request(m, question{"request"}), 1s);
  note(answer ? "reply " + *answer.value : "none");
  otp::cast(m, event{"arm", sets(otp::state_timeout, 40ms, {"never"})});
  attempt("stop", [&] { otp::stop(m); });
  hear_all();
  events({"reply yes", "stop ok", "a request", "a arm", "terminate normal in a"});
}

}  // namespace
