// dynamic_supervisors_test.cpp - the rows of Elixir's DynamicSupervisor: DYN.
#include "supervisors.hpp"

namespace {

class dynamic_supervisors : public scene {
 protected:
  otp::supervisor_ref start(const otp::dynamic_flags& flags = {}) {
    otp::trap_exit(true);
    const otp::supervisor_ref sup = otp::start_dynamic_supervisor(flags);
    named("sup", sup);
    return sup;
  }
  /// Starts a child and notes what that says.
  otp::pid add(const otp::supervisor_ref& sup, const std::string& what, otp::child_spec spec) {
    const otp::child_result result = otp::start_child(sup, std::move(spec));
    note(what + " " + (result && !result.pid ? "ignore" : said(result)));
    return result.pid;
  }
  void terminate(const otp::supervisor_ref& sup, const std::string& what, const otp::pid& child) {
    note(what + " " + said(otp::terminate_child(sup, child)));
  }
  void hear(int lines = 1) {
    while (lines-- > 0) scene::hear();
  }
};

TEST_F(dynamic_supervisors, DYN_01_children_have_no_ids_each_has_a_spec_of_its_own_and_goes_when_it_has_ended) {
  const auto sup = start({.max_children = 4});
  const otp::pid a = add(sup, "start_child", spec("a"));
  const otp::pid b = add(sup, "the same id", spec("a", {.restart = otp::transient}));
  const otp::pid c = add(sup, "temporary", spec("c", {.restart = otp::temporary}));
  add(sup, "a supervisor", otp::child_supervisor("sub", {}, {}));
  add(sup, "one more", spec("d"));
  hear(3);
  note(children(sup));
  note(counts(sup));
  terminate(sup, "terminate_child", a);
  hear();
  terminate(sup, "again", a);
  const otp::pid stranger = idle("stranger");
  terminate(sup, "stranger", stranger);
  note("alive", otp::is_process_alive(stranger));
  add(sup, "ignores:", ignores("x"));
  add(sup, "fails:", fails("x", "nope"));
  note(counts(sup));
  note(ends(b, "b", otp::normal));
  note(ends(c, "c", "boom"));
  hear();
  note(children(sup));
  events({"start_child ok",
          "the same id ok",
          "temporary ok",
          "a supervisor ok",
          "one more max_children",
          "up a",
          "up a",
          "up c",
          "children undefined undefined undefined undefined",
          "specs 4 active 4 supervisors 1 workers 3",
          "terminate_child ok",
          "down a shutdown",
          "again not_found",
          "stranger not_found",
          "alive true",
          "ignores: ignore",
          "fails: error nope",
          "specs 3 active 3 supervisors 1 workers 2",
          "b ends normal",
          "c ends boom",
          "nothing",
          "children undefined"});
}

TEST_F(dynamic_supervisors, DYN_05_three_restarts_within_five_seconds_are_done_and_with_the_fourth_it_gives_up) {
  const auto sup = start();
  add(sup, "start_child", spec("a"));
  hear();
  for (int i = 0; i < 4; ++i) {
    note(ends(otp::which_children(sup).at(0).pid, "a", otp::kill));
    hear();
  }
  events({"start_child ok", "up a", "a ends killed", "up a", "a ends killed", "up a", "a ends killed", "up a",
          "a ends killed", "EXIT sup shutdown"});
}

TEST_F(dynamic_supervisors, DYN_10_its_defaults_are_Elixirs_and_a_child_that_is_stopped_frees_its_slot_at_once) {
  const otp::dynamic_flags flags;
  note("max_restarts " + std::to_string(flags.intensity) + " max_seconds " + std::to_string(flags.period / 1s));
  note("any number of children", flags.max_children == 0);
  const auto sup = start({.max_children = 2});
  const otp::pid a = add(sup, "first", spec("a")), b = add(sup, "second", spec("b"));
  add(sup, "third", spec("c"));
  skip(2);
  note(ends(a, "a", "boom"));
  hear();
  note("one_for_one", otp::is_process_alive(b));
  add(sup, "a restarted child has its slot:", spec("c"));
  terminate(sup, "terminate_child", b);
  add(sup, "third", spec("c"));
  hear(2);
  events({"max_restarts 3 max_seconds 5", "any number of children true", "first ok", "second ok", "third max_children",
          "a ends boom", "up a", "one_for_one true", "a restarted child has its slot: max_children",
          "terminate_child ok", "third ok", "down b shutdown", "up c"});
}

TEST_F(dynamic_supervisors, DYN_14_all_children_are_told_to_stop_at_once) {
  const auto sup = start();
  for (int i = 0; i < 5; ++i) otp::start_child(sup, spec("a", {}, {.cleanup = 60ms}));
  skip(5);
  const otp::time_point before = otp::now();
  otp::exit(sup, otp::shutdown);
  hear(6);
  note("took less than the sum", otp::now() - before < 300ms);
  EXPECT_EQ(otp::now() - before, 60ms);
  events({"down a shutdown", "down a shutdown", "down a shutdown", "down a shutdown", "down a shutdown",
          "EXIT sup shutdown", "took less than the sum true"});
}

TEST_F(dynamic_supervisors, DYN_15_restarts_of_all_children_are_counted_together) {
  const auto sup = start({.intensity = 1});
  const otp::pid a = add(sup, "start_child", spec("a")), b = add(sup, "start_child", spec("b"));
  skip(2);
  note(ends(a, "a", "boom"));
  hear();
  note(ends(b, "b", "boom"));
  hear_all();
  events({"start_child ok", "start_child ok", "a ends boom", "up a", "b ends boom", "down a shutdown",
          "EXIT sup shutdown"});
}

}  // namespace
