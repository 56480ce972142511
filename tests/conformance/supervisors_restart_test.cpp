// supervisors_restart_test.cpp - the rows of supervisors about restarts and intensity: SUP.
#include "supervisors.hpp"

namespace {

using supervisors = scene;

TEST_F(supervisors, SUP_03_one_for_one_restarts_the_ended_child_alone_and_in_its_place) {
  const auto sup = start({}, {spec("a"), spec("b")});
  skip(2);
  const otp::pid a = pid_of(sup, "a"), b = pid_of(sup, "b");
  note(ends(sup, "a", "boom"));
  hear_all();
  note(children(sup));
  note("a new a", pid_of(sup, "a") != a);
  note("the same b", pid_of(sup, "b") == b);
  otp::exit(sup, otp::shutdown);
  hear();
  hear();
  events(
      {"a ends boom", "up a", "children b a", "a new a true", "the same b true", "down b shutdown", "down a shutdown"});
}

TEST_F(supervisors, SUP_04_one_for_all_stops_the_others_in_reverse_and_starts_all_in_order) {
  const auto sup = start({.strategy = otp::one_for_all}, {spec("a"), spec("b"), spec("c")});
  skip(3);
  note(ends(sup, "b", "boom"));
  hear_all();
  events({"b ends boom", "down c shutdown", "down a shutdown", "up a", "up b", "up c"});
}

TEST_F(supervisors, SUP_05_rest_for_one_restarts_the_ended_child_and_those_started_after_it) {
  const auto sup = start({.strategy = otp::rest_for_one}, {spec("a"), spec("b"), spec("c"), spec("d")});
  skip(4);
  const otp::pid a = pid_of(sup, "a");
  note(ends(sup, "b", "boom"));
  hear_all();
  note("the same a", pid_of(sup, "a") == a);
  events({"b ends boom", "down d shutdown", "down c shutdown", "up b", "up c", "up d", "the same a true"});
}

TEST_F(supervisors, SUP_07_a_permanent_child_is_restarted_whatever_its_reason) {
  const auto sup = start({.intensity = 9}, {spec("a")});
  hear();
  for (const otp::exit_reason& reason :
       {otp::normal, otp::shutdown, otp::exit_reason::shutdown_because("x"), otp::exit_reason("boom"), otp::kill}) {
    note(ends(sup, "a", reason));
    hear();
  }
  events({"up a", "a ends normal", "up a", "a ends shutdown", "up a", "a ends {shutdown,x}", "up a", "a ends boom",
          "up a", "a ends killed", "up a"});
}

TEST_F(supervisors, SUP_08_a_transient_child_is_restarted_unless_it_ended_normally_or_by_shutdown) {
  std::vector<otp::child_spec> specs;
  for (const std::string id : {"a", "b", "c", "d", "e", "f"}) specs.push_back(spec(id, {.restart = otp::transient}));
  const auto sup = start({.intensity = 9}, specs);
  skip(6);
  note(ends(sup, "a", otp::normal));
  note(ends(sup, "b", otp::shutdown));
  note(ends(sup, "c", otp::exit_reason::shutdown_because("x")));
  hear();
  note(ends(sup, "d", "boom"));
  hear();
  note(ends(sup, "e", otp::kill));
  hear();
  note(ends(sup, "f", otp::noproc));
  hear();
  note(children(sup));
  note(counts(sup));
  events({"a ends normal", "b ends shutdown", "c ends {shutdown,x}", "nothing", "d ends boom", "up d", "e ends killed",
          "up e", "f ends noproc", "up f", "children f e d c=undefined b=undefined a=undefined",
          "specs 6 active 3 supervisors 0 workers 6"});
}

TEST_F(supervisors, SUP_09_a_temporary_child_is_never_restarted_its_spec_goes_and_its_end_does_not_count) {
  const otp::child_options options{.restart = otp::temporary};
  const auto sup = start({.intensity = 0}, {spec("a", options), spec("b", options), spec("c", options)});
  skip(3);
  note(ends(sup, "a", otp::normal));
  note(ends(sup, "b", "boom"));
  settle();
  note(children(sup));
  note(ends(sup, "c", otp::kill));
  hear();
  note(children(sup));
  note(counts(sup));
  events({"a ends normal", "b ends boom", "children c", "c ends killed", "nothing", "children",
          "specs 0 active 0 supervisors 0 workers 0"});
}

TEST_F(supervisors, SUP_10_with_intensity_zero_the_first_crash_stops_all_and_the_supervisor) {
  const auto sup = start({.intensity = 0}, {spec("a"), spec("b"), spec("c")});
  named("sup", sup);
  skip(3);
  note(ends(sup, "a", "boom"));
  hear_all();
  events({"a ends boom", "down c shutdown", "down b shutdown", "EXIT sup shutdown"});
}

TEST_F(supervisors, SUP_11_the_restart_above_the_intensity_is_refused_and_the_supervisor_gives_up) {
  const auto two = start({.intensity = 2}, {spec("a")}), by_default = start({}, {spec("b")});
  named("two", two);
  named("default", by_default);
  skip(2);
  for (int i = 0; i < 3; ++i) {
    note(ends(two, "a", "boom"));
    hear();
  }
  for (int i = 0; i < 2; ++i) {
    note(ends(by_default, "b", "boom"));
    hear();
  }
  events({"a ends boom", "up a", "a ends boom", "up a", "a ends boom", "EXIT two shutdown", "b ends boom", "up b",
          "b ends boom", "EXIT default shutdown"});
}

TEST_F(supervisors, SUP_13_the_window_is_exact_restarts_count_together_up_to_the_period_and_not_beyond) {
  const auto crashes = [&](otp::duration apart) {
    const auto sup = start({.intensity = 1, .period = 1s}, {spec("a")});
    named("sup", sup);
    skip(1);
    note(ends(sup, "a", "boom"));
    skip(1);
    otp::sleep_for(apart);
    note(ends(sup, "a", "boom"));
    hear();
  };
  crashes(0s);
  crashes(1500ms);
  events({"a ends boom", "a ends boom", "EXIT sup shutdown", "a ends boom", "a ends boom", "up a"});
}

TEST_F(supervisors, SUP_64_all_children_share_the_count_and_one_crash_counts_once) {
  const auto one = start({.intensity = 2}, {spec("a"), spec("b"), spec("c")});
  named("one", one);
  skip(3);
  for (const std::string id : {"a", "b", "c"}) {
    note(ends(one, id, "boom"));
    hear();
  }
  hear_all();
  const auto all = start({.strategy = otp::one_for_all, .intensity = 1}, {spec("d"), spec("e"), spec("f")});
  named("all", all);
  skip(3);
  note(ends(all, "d", "boom"));
  hear_all();
  note("alive", otp::is_process_alive(all));
  events({"a ends boom", "up a", "b ends boom", "up b", "c ends boom", "down b shutdown", "down a shutdown",
          "EXIT one shutdown", "d ends boom", "down f shutdown", "down e shutdown", "up d", "up e", "up f",
          "alive true"});
}

TEST_F(supervisors, SUP_37_a_restart_that_fails_is_tried_again_at_once_and_every_attempt_counts) {
  const failures left = no_failures();
  const auto sup = start({.intensity = 4}, {fragile("a", left)});
  named("sup", sup);
  skip(1);
  *left = 100;
  note(ends(sup, "a", "boom"));
  const otp::time_point before = otp::now();
  hear_all();
  note("attempts " + std::to_string(100 - *left));
  EXPECT_LT(otp::now() - before, 1s + 10ms) << "1 ms each, and the second that hear_all waits";
  events({"a ends boom", "tried a", "tried a", "tried a", "tried a", "EXIT sup shutdown", "attempts 4"});
}

TEST_F(supervisors, SUP_38_between_two_attempts_to_restart_a_child_the_supervisor_serves_requests) {
  const failures left = no_failures();
  const auto sup = start({.intensity = 1'000'000}, {fragile("a", left), spec("b")});
  skip(2);
  *left = 1'000'000;
  note(ends(sup, "a", "boom"));
  hear();
  note(children(sup));
  note(counts(sup));
  note("restart_child " + said(otp::restart_child(sup, "a")));
  note("delete_child " + said(otp::delete_child(sup, "a")));
  note("start_child " + said(otp::start_child(sup, spec("a"))));
  note("terminate_child " + said(otp::terminate_child(sup, "a")));
  note(children(sup));
  const int then = *left;
  settle();
  note("no more attempts", *left == then);
  *left = 0;
  note("restart_child " + said(otp::restart_child(sup, "a")));
  events({"a ends boom", "tried a", "children b a=restarting", "specs 2 active 1 supervisors 0 workers 2",
          "restart_child restarting", "delete_child restarting", "start_child already_present", "terminate_child ok",
          "children b a=undefined", "no more attempts true", "restart_child ok"});
}

TEST_F(supervisors, SUP_39_one_for_all_tries_the_whole_group_again_when_one_of_it_fails_to_start) {
  const failures left = no_failures();
  const auto sup = start({.strategy = otp::one_for_all, .intensity = 9}, {spec("a"), fragile("b", left), spec("c")});
  skip(3);
  *left = 1;
  note(ends(sup, "a", "boom"));
  hear_all();
  note(children(sup));
  events({"a ends boom", "down c shutdown", "down b shutdown", "up a", "tried b", "down a shutdown", "up a", "up b",
          "up c", "children c b a"});
}

TEST_F(supervisors, SUP_62_rest_for_one_tries_again_from_the_child_that_failed_to_start) {
  const failures left = no_failures();
  const auto sup = start({.strategy = otp::rest_for_one, .intensity = 9}, {spec("a"), fragile("b", left), spec("c")});
  skip(3);
  *left = 1;
  note(ends(sup, "a", "boom"));
  hear_all();
  note(children(sup));
  events({"a ends boom", "down c shutdown", "down b shutdown", "up a", "tried b", "up b", "up c", "children c b a"});
}

TEST_F(supervisors, SUP_40_a_temporary_child_stopped_for_its_siblings_sake_is_not_started_again) {
  const auto sup = start({.strategy = otp::one_for_all},
                         {spec("p"), spec("t", {.restart = otp::temporary}), spec("r", {.restart = otp::transient})});
  skip(3);
  note(ends(sup, "p", "boom"));
  hear_all();
  note(children(sup));
  const auto rest =
      start({.strategy = otp::rest_for_one}, {spec("a"), spec("t", {.restart = otp::temporary}), spec("c")});
  skip(3);
  note(ends(rest, "a", "boom"));
  hear_all();
  note(children(rest));
  events({"p ends boom", "down r shutdown", "down t shutdown", "up p", "up r", "children r p", "a ends boom",
          "down c shutdown", "down t shutdown", "up a", "up c", "children c a"});
}

TEST_F(supervisors, SUP_41_a_transient_child_that_had_finished_is_started_again_with_its_group) {
  const auto sup = start({.strategy = otp::one_for_all}, {spec("p"), spec("r", {.restart = otp::transient})});
  skip(2);
  note(ends(sup, "r", otp::normal));
  settle();
  note(children(sup));
  note(ends(sup, "p", "boom"));
  hear_all();
  note(children(sup));
  events({"r ends normal", "children r=undefined p", "p ends boom", "up p", "up r", "children r p"});
}

TEST_F(supervisors, SUP_47_a_supervisor_that_gives_up_is_restarted_by_its_parent_which_counts_that) {
  const auto sup = start({.intensity = 1}, {otp::child_supervisor("sub", {.intensity = 0}, {spec("a")})});
  named("sup", sup);
  hear();
  const auto ends_below = [&] { return ends(otp::supervisor_ref(pid_of(sup, "sub")), "a", "boom"); };
  note(ends_below());
  hear();
  note(counts(sup));
  note(ends_below());
  hear_all();
  events(
      {"up a", "a ends boom", "up a", "specs 1 active 1 supervisors 1 workers 0", "a ends boom", "EXIT sup shutdown"});
}

TEST_F(supervisors, SUP_48_a_transient_supervisor_that_gave_up_is_not_restarted_for_its_reason_is_shutdown) {
  const auto sup =
      start({}, {otp::child_supervisor("sub", {.intensity = 0}, {spec("a")}, {.restart = otp::transient})});
  skip(1);
  note(ends(otp::supervisor_ref(pid_of(sup, "sub")), "a", "boom"));
  hear();
  note(children(sup));
  events({"a ends boom", "nothing", "children sub=undefined"});
}

}  // namespace
