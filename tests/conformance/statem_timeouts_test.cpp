// statem_timeouts_test.cpp - the rows of gen_statem about timeouts: STM.
#include "statem.hpp"

namespace {

using machines = statem_scene;

TEST_F(machines, STM_07_a_state_timeout_survives_other_events_and_ends_with_a_change_of_state) {
  const auto m = start();
  queue(m, {{"arm", sets(otp::state_timeout, 40ms, {"timeout"})}, {"other"}});
  hear_all();
  queue(m, {{"arm", sets(otp::state_timeout, 40ms, {"never"})}, {"go", goes(b{})}});
  hear_all();
  otp::cast(m, event{"back", [](machine&) { return go(a{}).timeout(otp::state_timeout, 40ms, event{"of a"}); }});
  hear_all();
  events({"a arm", "a other", "a timeout", "a arm", "a go", "b back", "a of a"});
}

TEST_F(machines, STM_08_an_event_timeout_ends_with_any_event_an_inserted_one_too) {
  const auto m = start();
  const event arm{"arm", sets(otp::event_timeout, 40ms, {"bored"})};
  otp::cast(m, arm);
  hear_all();
  queue(m, {arm, {"other"}});
  hear_all();
  otp::cast(m, event{"go", [](machine&) {
                       return keep().timeout(otp::event_timeout, 40ms, event{"never"}).insert(event{"inserted"});
                     }});
  hear_all();
  events({"a arm", "a bored", "a arm", "a other", "a go", "a inserted"});
}

TEST_F(machines, STM_09_named_timeouts_survive_changes_of_state_begin_anew_when_set_again_and_can_be_cancelled) {
  const auto m = start();
  const event arm{
      "arm", [](machine&) { return keep().timeout("1", 20ms, event{"first"}).timeout("2", 40ms, event{"second"}); }};
  queue(m, {arm, {"go", goes(b{})}});
  hear_all();
  queue(m, {arm, {"again", [](machine&) { return keep().timeout("1", 60ms, event{"new"}).cancel("2"); }}});
  hear_all();
  events({"a arm", "a go", "b first", "b second", "b arm", "b again", "b new"});
}

TEST_F(machines, STM_22_update_changes_what_comes_at_once_if_none_runs_and_of_several_actions_the_last_counts) {
  const auto m = start();
  queue(m, {{"arm", sets(otp::state_timeout, 40ms, {"old"})},
            {"update", [](machine&) { return keep().update(otp::state_timeout, event{"new"}); }}});
  hear_all();
  queue(m, {{"update none", [](machine&) { return keep().update("named", event{"at once"}); }},
            {"twice",
             [](machine&) { return keep().timeout("named", 0ms, event{"1"}).timeout("named", 20ms, event{"2"}); }},
            {"set and update",
             [](machine&) {
               return keep().timeout(otp::state_timeout, 40ms, event{"3"}).update(otp::state_timeout, event{"4"});
             }},
            {"later"}});
  hear_all();
  events({"a arm", "a update", "a new", "a update none", "a at once", "a twice", "a set and update", "a 4", "a later",
          "a 2"});
}

TEST_F(machines, STM_34_repeating_a_state_leaves_its_timeout_running) {
  const auto m = start();
  queue(m, {{"arm", sets(otp::state_timeout, 40ms, {"timeout"})}, {"repeat", repeats}});
  hear_all();
  events({"a arm", "a repeat", "a timeout"});
}

TEST_F(machines, STM_37_a_timeout_can_be_postponed_like_any_event) {
  const auto m = start();
  queue(m, {{"arm", sets(otp::state_timeout, 0ms, {"timeout", in<a>(postpones)})}, {"go", goes(b{})}});
  hear_all();
  events({"a arm", "a timeout", "a go", "b timeout"});
}

TEST_F(machines, STM_41_timeouts_of_zero_come_in_the_order_of_the_actions_before_what_waits) {
  const auto m = start();
  queue(m, {{"go",
             [](machine&) {
               return keep()
                   .timeout("2", 0ms, event{"named 2"})
                   .timeout(otp::state_timeout, 0ms, event{"state"})
                   .timeout("1", 0ms, event{"named 1"});
             }},
            {"later"}});
  hear_all();
  events({"a go", "a named 2", "a state", "a named 1", "a later"});
}

TEST_F(machines, STM_42_an_event_timeout_of_zero_comes_before_what_waits) {
  const auto m = start();
  queue(m, {{"go", sets(otp::event_timeout, 0ms, {"timeout"})}, {"later"}});
  hear_all();
  events({"a go", "a timeout", "a later"});
}

TEST_F(machines, STM_43_a_retried_event_ends_the_event_timeout_that_the_change_has_set) {
  const auto m = start();
  queue(m, {{"1", in<a>(postpones)},
            {"go", [](machine&) { return go(b{}).timeout(otp::event_timeout, 20ms, event{"never"}); }}});
  hear_all();
  events({"a 1", "a go", "b 1"});
}

TEST_F(machines, STM_45_a_time_of_infinity_ends_a_timeout) {
  const auto both = [](otp::duration time) {
    return [time](machine&) {
      return keep().timeout(otp::state_timeout, time, event{"never"}).timeout("named", time, event{"nor this"});
    };
  };
  const auto m = start();
  queue(m, {{"arm", both(40ms)}, {"end", both(otp::infinity)}});
  hear_all();
  events({"a arm", "a end"});
}

TEST_F(machines, STM_46_a_timeout_of_zero_that_an_inserted_event_cancels_never_comes) {
  const auto m = start();
  const does cancels = [](machine&) { return keep().cancel(otp::state_timeout); };
  otp::cast(m, event{"go", [cancels](machine&) {
                       return keep().timeout(otp::state_timeout, 0ms, event{"never"}).insert(event{"cancels", cancels});
                     }});
  hear_all();
  events({"a go", "a cancels"});
}

/// A state timeout and a named one.
next both_timeouts(machine&) {
  return keep().timeout(otp::state_timeout, 20ms, event{"state"}).timeout("named", 20ms, event{"named"});
}

TEST_F(machines, STM_47_a_timeout_whose_time_has_passed_and_that_is_cancelled_then_never_comes) {
  const auto m = start();
  queue(m, {{"arm", both_timeouts}, {"busy", [](machine&) {
                                       otp::sleep_for(60ms);
                                       return keep().cancel(otp::state_timeout).cancel("named");
                                     }}});
  hear_all();
  events({"a arm", "a busy"});
}

TEST_F(machines, STM_48_after_its_time_a_state_timeout_still_ends_with_a_change_and_a_named_one_does_not) {
  const auto m = start();
  queue(m, {{"arm", both_timeouts}, {"busy", [](machine&) {
                                       otp::sleep_for(60ms);
                                       return go(b{});
                                     }}});
  hear_all();
  events({"a arm", "a busy", "b named"});
}

TEST_F(machines, STM_49_a_timeout_whose_time_passes_while_the_machine_is_busy_takes_its_place_in_the_mailbox) {
  const does busy = [](machine&) {
    otp::cast(otp::self(), event{"early"});
    otp::sleep_for(80ms);
    otp::cast(otp::self(), event{"late"});
    return keep();
  };
  const auto m = start();
  otp::cast(m, event{"arm", [busy](machine&) {
                       return keep().timeout(otp::state_timeout, 40ms, event{"timeout"}).insert(event{"busy", busy});
                     }});
  hear_all();
  events({"a arm", "a busy", "a early", "a timeout", "a late"});
}

TEST_F(machines, STM_50_update_keeps_the_time_and_setting_again_begins_anew) {
  const auto at_40 = [](const does& that) {
    return [that](machine&) {
      return keep()
          .timeout("it", 80ms, event{"old"})
          .timeout("now", 40ms, event{"at 40", that})
          .timeout("first mark", 60ms, event{"mark at 60"})
          .timeout("second mark", 100ms, event{"mark at 100"});
    };
  };
  const auto m = start();
  otp::cast(m, event{"update", at_40([](machine&) { return keep().update("it", event{"at 80"}); })});
  hear_all();
  otp::cast(m, event{"set", at_40(sets("it", 80ms, {"at 120"}))});
  hear_all();
  events({"a update", "a at 40", "a mark at 60", "a at 80", "a mark at 100", "a set", "a at 40", "a mark at 60",
          "a mark at 100", "a at 120"});
}

TEST_F(machines, STM_51_what_the_enter_call_says_about_a_timeout_replaces_what_the_change_has_said) {
  const auto m = start({.enter = [](machine& it) {
    if (it.here() == "b") return entered().timeout(otp::state_timeout, 40ms, event{"of enter"});
    return it.here() == "c" ? entered().update(otp::state_timeout, event{"at once"}) : entered();
  }});
  const auto sets_and_goes = [](auto target) {
    return [target](machine&) { return go(target).timeout(otp::state_timeout, 20ms, event{"of go"}); };
  };
  otp::cast(m, event{"go", sets_and_goes(b{})});
  hear_all();
  queue(m, {{"go", sets_and_goes(c{})}, {"later"}});
  hear_all();
  events({"enter a from a", "a go", "enter b from a", "b of enter", "b go", "enter c from b", "c at once", "c later"});
}

TEST_F(machines, STM_72_a_state_timeout_of_zero_ends_when_an_inserted_event_changes_the_state_first) {
  const auto m = start();
  queue(m, {{"go",
             [](machine&) {
               return go(b{}).timeout(otp::state_timeout, 0ms, event{"never"}).insert(event{"further", goes(c{})});
             }},
            {"later"}});
  hear_all();
  events({"a go", "b further", "c later"});
}

TEST_F(machines, STM_73_retried_events_come_before_timeouts_of_zero_and_those_before_the_mailbox) {
  const auto m = start();
  queue(m, {{"1", in<a>(postpones)},
            {"go",
             [](machine&) {
               return go(b{}).timeout(otp::state_timeout, 0ms, event{"state"}).timeout("named", 0ms, event{"named"});
             }},
            {"later"}});
  hear_all();
  events({"a 1", "a go", "b 1", "b state", "b named", "b later"});
}

TEST_F(machines, STM_74_an_event_timeout_of_zero_never_comes_if_an_event_is_retried_or_inserted) {
  const auto m = start();
  const does inserts = [](machine&) {
    return keep().timeout(otp::event_timeout, 0ms, event{"never"}).insert(event{"inserted"});
  };
  queue(m, {{"1", in<a>(postpones)},
            {"go", [](machine&) { return go(b{}).timeout(otp::event_timeout, 0ms, event{"never"}); }},
            {"insert", inserts},
            {"later"}});
  hear_all();
  events({"a 1", "a go", "b 1", "b insert", "b inserted", "b later"});
}

}  // namespace
