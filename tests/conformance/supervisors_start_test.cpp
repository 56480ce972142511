// supervisors_start_test.cpp - the rows of supervisors about their start and what they refuse: SUP.
#include "supervisors.hpp"

namespace {

using supervisors = scene;

TEST_F(supervisors, SUP_01_children_start_in_order_stop_in_reverse_and_are_listed_newest_first) {
  const auto sup = start({}, {spec("a"), spec("b"), spec("c")});
  named("sup", sup);
  for (int i = 0; i < 3; ++i) hear();
  note(children(sup));
  for (const otp::child_info& c : otp::which_children(sup))
    note(c.id + (c.type == otp::child_type::worker ? " worker" : " supervisor"), otp::is_process_alive(c.pid));
  otp::exit(sup, otp::shutdown);
  hear_all();
  events({"up a", "up b", "up c", "children c b a", "c worker true", "b worker true", "a worker true",
          "down c shutdown", "down b shutdown", "down a shutdown", "EXIT sup shutdown"});
}

TEST_F(supervisors, SUP_02_the_defaults_of_flags_and_child_specs_are_OTPs) {
  const otp::child_spec a = spec("a"), s = otp::child_supervisor("s", {}, {});
  note("permanent", a.restart == otp::permanent);
  note("shutdown " + std::to_string(a.shutdown.time() / 1ms));
  note("worker", a.type == otp::child_type::worker);
  note("significant", a.significant);
  note("a supervisor's shutdown is infinity", s.shutdown.time() == otp::infinity);
  const otp::supervisor_flags flags;
  note("one_for_one", flags.strategy == otp::one_for_one);
  note("intensity " + std::to_string(flags.intensity) + " period " + std::to_string(flags.period / 1s));
  note("auto_shutdown never", flags.auto_shutdown == otp::never_by_itself);
  events({"permanent true", "shutdown 5000", "worker true", "significant false",
          "a supervisor's shutdown is infinity true", "one_for_one true", "intensity 1 period 5",
          "auto_shutdown never true"});
}

TEST_F(supervisors, SUP_18_a_child_that_fails_at_the_start_has_the_earlier_ones_stopped_and_is_named) {
  attempt("start", [] { start({}, {spec("a"), spec("b"), fails("c", "nope"), spec("d")}); });
  hear_all();
  events({"start {error,{shutdown,{failed_to_start_child,c,nope}}}", "up a", "up b", "down b shutdown",
          "down a shutdown"});
}

TEST_F(supervisors, SUP_19_what_a_start_function_throws_is_the_reason_of_the_failed_start) {
  const auto with = [](otp::child_start f) { return [f] { start({}, {starts_by("c", f)}); }; };
  attempt("crash", with([](const otp::start_args&) -> otp::start_result { throw std::runtime_error("oops"); }));
  attempt("exit", with([](const otp::start_args&) -> otp::start_result { otp::exit("weird"); }));
  events({"crash {error,{shutdown,{failed_to_start_child,c,error oops}}}",
          "exit {error,{shutdown,{failed_to_start_child,c,weird}}}"});
}

TEST_F(supervisors, SUP_20_a_child_that_says_ignore_keeps_its_spec_unless_it_is_temporary) {
  const auto sup = start({}, {ignores("i"), ignores("t", otp::temporary), spec("b")});
  hear();
  note(children(sup));
  note(counts(sup));
  note("start_child " + said(otp::start_child(sup, ignores("j"))));
  note("restart_child " + said(otp::restart_child(sup, "i")));
  note("temporary " + said(otp::start_child(sup, ignores("t", otp::temporary))));
  note(children(sup));
  events({"up b", "children b i=undefined", "specs 2 active 1 supervisors 0 workers 2", "start_child ok undefined",
          "restart_child ok undefined", "temporary ok undefined", "children j=undefined b i=undefined"});
}

TEST_F(supervisors, SUP_21_a_start_child_that_fails_tells_why_and_leaves_nothing_behind) {
  const auto sup = start({}, {spec("a")});
  skip(1);
  const otp::pid a = pid_of(sup, "a");
  note("start_child " + said(otp::start_child(sup, fails("x", "nope"))));
  hear();
  note(children(sup));
  note("the same a", pid_of(sup, "a") == a);
  events({"start_child error nope", "nothing", "children a", "the same a true"});
}

TEST_F(supervisors, SUP_23_flags_that_make_no_sense_are_refused_and_intensity_zero_does) {
  // Names of strategies and of flags that do not exist do not compile.
  note(refusal({.intensity = -1}, {}));
  note(refusal({.period = 0s}, {}));
  note("intensity 0 " + refusal({.intensity = 0}, {}));
  events({"invalid_intensity", "invalid_period", "intensity 0 accepted"});
}

TEST_F(supervisors, SUP_24_bad_child_specs_are_refused_before_any_child_is_started) {
  const auto refused = [](const otp::child_spec& bad) { return refusal({}, {spec("a"), bad}); };
  note(refused(spec("")));
  note(refused(starts_by("x", nullptr)));
  note(refused(spec("x", {.shutdown = -1ms})));
  note(refused(spec("a")));
  hear();
  events({"missing_id", "missing_start", "invalid_shutdown", "duplicate_child_name", "nothing"});
}

TEST_F(supervisors, SUP_34_simple_one_for_one_takes_exactly_one_spec) {
  const otp::supervisor_flags simple{.strategy = otp::simple_one_for_one};
  note("none accepted", refusal(simple, {}) == "accepted");
  note("two accepted", refusal(simple, {simple_spec(), simple_spec()}) == "accepted");
  note("one accepted", refusal(simple, {simple_spec()}) == "accepted");
  events({"none accepted false", "two accepted false", "one accepted true"});
}

TEST_F(supervisors, SUP_45_significant_needs_an_auto_shutdown_and_is_not_for_permanent_children) {
  note(refusal({}, {spec("a", {.restart = otp::transient, .significant = true})}));
  note(refusal({.auto_shutdown = otp::any_significant}, {spec("a", {.significant = true})}));
  hear();
  events({"bad_combination", "bad_combination", "nothing"});
}

TEST_F(supervisors, SUP_70_simple_one_for_one_takes_no_auto_shutdown) {
  for (const otp::auto_shutdown mode : {otp::any_significant, otp::all_significant})
    note(refusal({.strategy = otp::simple_one_for_one, .auto_shutdown = mode}, {simple_spec()}));
  events({"bad_combination", "bad_combination"});
}

TEST_F(supervisors, SUP_22_a_supervisor_whose_specification_is_bad_does_not_start) {
  // There is no init callback that could ignore or return something else: flags and children are values.
  otp::trap_exit(true);
  try {
    otp::start_supervisor({.intensity = -1}, {});
  } catch (const otp::start_error& e) {
    note("an error", e.reason().which() == otp::exit_reason::kind::bad_specification);
  }
  events({"an error true"});
}

}  // namespace
