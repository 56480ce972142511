// statem_events_test.cpp - the rows of gen_statem about events: their order, postponed and inserted ones: STM.
#include "statem.hpp"

namespace {

using machines = statem_scene;

TEST_F(machines, STM_01_calls_casts_messages_inserted_events_and_timeouts_are_events_and_a_call_may_be_answered_later) {
  const auto m = start();
  ask_and_note(m, {"call"});
  ask_elsewhere(m, {"another", waits});
  otp::cast(m, event{"cast", [](machine& it) { return keep().reply(it.waiting.at(0), "later"); }});
  hear_all();
  const does last = sets(otp::event_timeout, 0ms, {"event timeout"});
  otp::send(m, event{"message", [last](machine&) {
                       return keep()
                           .insert(event{"inserted"})
                           .timeout(otp::state_timeout, 0ms, event{"state timeout"})
                           .timeout("named", 0ms, event{"named timeout", last});
                     }});
  hear_all();
  events({"call: yes", "a call", "a another", "a cast", "another: later", "a message", "a inserted", "a state timeout",
          "a named timeout", "a event timeout"});
}

TEST_F(machines, STM_02_postponed_events_come_again_after_a_change_of_state_the_oldest_first_before_newer_ones) {
  const auto m = start();
  queue(m, {{"1", in<a>(postpones)}, {"2", in<a>(postpones)}, {"same", goes(a{})}, {"go", goes(b{})}, {"later"}});
  hear_all();
  events({"a 1", "a 2", "a same", "a go", "b 1", "b 2", "b later"});
}

TEST_F(machines, STM_04_inserted_events_come_before_all_that_wait_in_their_order) {
  const auto m = start();
  queue(m,
        {{"go", [](machine&) { return keep().insert(event{"1"}).insert(event{"2"}).insert(event{"3"}); }}, {"later"}});
  hear_all();
  events({"a go", "a 1", "a 2", "a 3", "a later"});
}

/// Goes to b, with an inserted event.
next goes_and_inserts(machine&) { return go(b{}).insert(event{"inserted"}); }

TEST_F(machines, STM_05_after_a_change_come_the_enter_call_inserted_events_retried_ones_zero_timeouts_the_mailbox) {
  const auto m = start({.enter = enters});
  queue(m, {{"1", in<a>(postpones)},
            {"2", in<a>(postpones)},
            {"go", [](machine& it) { return goes_and_inserts(it).timeout(otp::state_timeout, 0ms, event{"timeout"}); }},
            {"later"}});
  hear_all();
  events(
      {"enter a from a", "a 1", "a 2", "a go", "enter b from a", "b inserted", "b 1", "b 2", "b timeout", "b later"});
}

/// Is postponed in all states but c.
next until_c(machine& it) { return it.here() == "c" ? keep() : keep().postpone(); }

TEST_F(machines, STM_30_events_postponed_again_keep_their_order_and_come_again_at_each_change) {
  const auto m = start();
  queue(m, {{"1", until_c}, {"2", until_c}, {"to b", goes(b{})}, {"3", until_c}, {"to c", goes(c{})}, {"4"}});
  hear_all();
  events({"a 1", "a 2", "a to b", "b 1", "b 2", "b 3", "b to c", "c 1", "c 2", "c 3", "c 4"});
}

TEST_F(machines, STM_31_an_event_that_changes_the_state_and_is_postponed_comes_again_in_the_new_one) {
  const auto m = start();
  queue(m, {{"1", in<a>(postpones)}, {"go", in<a>([](machine&) { return go(b{}).postpone(); })}, {"2"}});
  hear_all();
  events({"a 1", "a go", "b 1", "b go", "b 2"});
}

TEST_F(machines, STM_32_when_a_retried_event_changes_the_state_the_others_are_retried_in_the_newest) {
  const does goes_on = [](machine& it) { return it.here() == "a" ? keep().postpone() : go(c{}); };
  const auto m = start();
  queue(m, {{"1", until_c}, {"2", goes_on}, {"3", until_c}, {"go", goes(b{})}, {"later"}});
  hear_all();
  events({"a 1", "a 2", "a 3", "a go", "b 1", "b 2", "c 1", "c 3", "c later"});
}

TEST_F(machines, STM_33_repeating_a_state_retries_no_postponed_events) {
  const auto m = start({.enter = enters});
  queue(m, {{"1", postpones}, {"repeat", repeats}});
  hear_all();
  events({"enter a from a", "a 1", "a repeat", "enter a from a"});
}

TEST_F(machines, STM_35_a_postponed_call_is_answered_once_when_it_comes_again) {
  const auto m = start();
  ask_elsewhere(m, {"call", [](machine& it, const asker& caller) {
                      return it.here() == "a" ? keep().postpone() : keep().reply(caller, "at last");
                    }});
  hear();
  hear();
  otp::cast(m, event{"go", goes(b{})});
  hear_all();
  events({"a call", "nothing", "a go", "b call", "call: at last"});
}

TEST_F(machines, STM_36_of_several_words_about_postponing_the_last_counts) {
  const auto m = start();
  queue(m, {{"not", in<a>([](machine&) { return keep().postpone().postpone(false); })},
            {"yes", in<a>([](machine&) { return keep().postpone(false).postpone(true); })},
            {"go", goes(b{})}});
  hear_all();
  events({"a not", "a yes", "a go", "b yes"});
}

TEST_F(machines, STM_38_what_an_inserted_event_inserts_comes_before_those_inserted_with_it) {
  const does inserts = [](machine&) { return keep().insert(event{"1.1"}).insert(event{"1.2"}); };
  const auto m = start();
  otp::cast(m, event{"go", [inserts](machine&) { return keep().insert(event{"1", inserts}).insert(event{"2"}); }});
  hear_all();
  events({"a go", "a 1", "a 1.1", "a 1.2", "a 2"});
}

TEST_F(machines, STM_39_any_kind_of_event_may_be_inserted_a_call_of_a_waiting_caller_too) {
  const auto m = start();
  ask_and_note(m, {"call", [](machine&, const asker& caller) {
                     return keep()
                         .insert(event{"event"})
                         .insert(question{"question"}, caller)
                         .insert(otp::exit_message{otp::self(), "exit"});
                   }});
  hear_all();
  events({"call: yes", "a call", "a event", "a question", "a EXIT exit"});
}

TEST_F(machines, STM_66_one_return_may_answer_several_callers) {
  const auto m = start();
  ask_elsewhere(m, {"first", waits});
  ask_and_note(m, {"second", [](machine& it, const asker& caller) {
                     return keep().reply(it.waiting.at(0), "one").reply(caller, "two");
                   }});
  hear_all();
  events({"second: two", "a first", "a second", "first: one"});
}

TEST_F(machines, STM_70_an_event_inserted_by_a_retried_one_comes_before_the_others_that_are_retried) {
  const auto m = start();
  queue(m, {{"1", [](machine& it) { return it.here() == "a" ? keep().postpone() : keep().insert(event{"inserted"}); }},
            {"2", in<a>(postpones)},
            {"go", goes(b{})},
            {"3"}});
  hear_all();
  events({"a 1", "a 2", "a go", "b 1", "b inserted", "b 2", "b 3"});
}

TEST_F(machines, STM_71_the_order_in_one_picture_enter_inserted_retried_newer) {
  const auto m = start({.enter = enters});
  queue(m, {{"1", in<a>(postpones)}, {"go", goes_and_inserts}, {"2"}});
  hear_all();
  events({"enter a from a", "a 1", "a go", "enter b from a", "b inserted", "b 1", "b 2"});
}

}  // namespace
