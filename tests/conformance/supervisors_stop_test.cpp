// supervisors_stop_test.cpp - the rows of supervisors about stopping children: SUP.
#include "supervisors.hpp"

namespace {

/// A scene that notes what supervisors report, in OTP's words for what ours says in sentences.
class supervisors : public scene {
 protected:
  void note_supervisors(const otp::report& r) {
    if (r.what != otp::report::kind::supervisor) return;
    if (r.text.starts_with("child did not end as told")) note("reported shutdown_error " + to_string(r.reason));
    if (r.text.starts_with("child terminated")) note("reported child_terminated " + to_string(r.reason));
    if (r.text.starts_with("reached maximum restart intensity")) note("reported " + to_string(r.reason));
  }
};

TEST_F(supervisors, SUP_25_brutal_kill_kills_at_once_and_that_is_no_error) {
  const auto sup = start({}, {spec("a", {.shutdown = otp::brutal_kill})});
  skip(1);
  otp::monitor(named("a", pid_of(sup, "a")));
  note("terminate_child " + said(otp::terminate_child(sup, "a")));
  hear_all();
  note("reports " + std::to_string(reports().size()));
  events({"terminate_child ok", "DOWN a killed", "reports 0"});
}

TEST_F(supervisors, SUP_26_a_child_is_killed_if_it_has_not_stopped_in_its_shutdown_time) {
  const auto sup =
      start({}, {spec("a", {.shutdown = 40ms}, {.deaf = true}), spec("b", {.shutdown = 0ms}, {.deaf = true}),
                 spec("c", {.shutdown = otp::infinity}, {.cleanup = 60ms})});
  skip(3);
  for (const std::string id : {"a", "b", "c"}) {
    otp::monitor(named(id, pid_of(sup, id)));
    const otp::time_point before = otp::now();
    otp::terminate_child(sup, id);
    const otp::duration took = otp::now() - before;
    EXPECT_EQ(took, id == "a" ? 40ms : id == "b" ? 0ms : 60ms);
    if (id != "b") note("waited", took >= (id == "a" ? 40ms : 60ms));
    hear_all();
  }
  events({"waited true", "DOWN a killed", "DOWN b killed", "waited true", "down c shutdown", "DOWN c shutdown"});
}

TEST_F(supervisors, SUP_28_a_child_that_does_not_trap_exits_ends_of_shutdown_at_once) {
  const auto sup = start({}, {spec("a", {.shutdown = 5s}, {.traps = false, .cleanup = 5s})});
  skip(1);
  otp::monitor(named("a", pid_of(sup, "a")));
  const otp::time_point before = otp::now();
  otp::terminate_child(sup, "a");
  note("at once", otp::now() - before < 4s);
  EXPECT_EQ(otp::now(), before);
  hear_all();
  events({"at once true", "DOWN a shutdown"});
}

TEST_F(supervisors, SUP_53_a_child_that_ends_oddly_while_being_stopped_is_reported_and_that_is_all) {
  const auto sup = start({}, {spec("a", {}, {.as = "odd"}), spec("b")});
  skip(2);
  otp::monitor(named("a", pid_of(sup, "a")));
  note("terminate_child " + said(otp::terminate_child(sup, "a")));
  hear_all();
  note(children(sup));
  for (int i = 0; i < 2; ++i) {
    note(ends(sup, "b", otp::normal));
    settle();
  }
  for (const otp::report& r : reports()) note_supervisors(r);
  events({"terminate_child ok", "down a shutdown", "DOWN a odd", "children b a=undefined", "b ends normal",
          "b ends normal", "reported shutdown_error odd", "reported child_terminated normal",
          "reported child_terminated normal", "reported shutdown"});
}

TEST_F(supervisors, SUP_71_a_permanent_child_that_is_told_to_stop_may_end_with_shutdown_alone) {
  const otp::exit_reason because = otp::exit_reason::shutdown_because("x");
  for (const otp::restart kind : {otp::permanent, otp::transient, otp::temporary})
    for (const otp::exit_reason& as : {otp::normal, because, otp::shutdown}) {
      const auto sup = start({}, {spec("a", {.restart = kind}, {.as = as})});
      skip(1);
      note("terminate_child " + said(otp::terminate_child(sup, "a")));
      skip(1);
    }
  const auto sup = start({.strategy = otp::simple_one_for_one}, {simple_spec({}, {.as = because})});
  named("sup", sup);
  for (int i = 0; i < 2; ++i) otp::start_child(sup, otp::with_args("a"));
  skip(2);
  otp::exit(sup, otp::shutdown);
  skip(2);
  hear();
  for (const otp::report& r : reports()) note_supervisors(r);
  std::vector<std::string> expected(9, "terminate_child ok");
  for (const std::string line : {"EXIT sup shutdown", "reported shutdown_error normal",
                                 "reported shutdown_error {shutdown,x}", "reported shutdown_error {shutdown,x}"})
    expected.push_back(line);
  events(expected);
}

TEST_F(supervisors, SUP_30_children_are_stopped_one_after_another) {
  const manner slow{.cleanup = 30ms};
  const auto sup = start({}, {spec("a", {}, slow), spec("b", {}, slow), spec("c", {}, slow)});
  named("sup", sup);
  skip(3);
  const otp::time_point before = otp::now();
  otp::exit(sup, otp::shutdown);
  for (int i = 0; i < 4; ++i) hear();
  note("took the sum", otp::now() - before >= 90ms);
  EXPECT_EQ(otp::now() - before, 90ms);
  events({"down c shutdown", "down b shutdown", "down a shutdown", "EXIT sup shutdown", "took the sum true"});
}

TEST_F(supervisors, SUP_31_children_of_simple_one_for_one_are_stopped_in_parallel) {
  const auto sup = start({.strategy = otp::simple_one_for_one}, {simple_spec({}, {.cleanup = 60ms})});
  named("sup", sup);
  for (int i = 0; i < 8; ++i) otp::start_child(sup, otp::with_args("a"));
  skip(8);
  const otp::time_point before = otp::now();
  otp::exit(sup, otp::shutdown);
  for (int i = 0; i < 9; ++i) hear();
  note("took less than the sum", otp::now() - before < 480ms);
  EXPECT_EQ(otp::now() - before, 60ms);
  events({"down a shutdown", "down a shutdown", "down a shutdown", "down a shutdown", "down a shutdown",
          "down a shutdown", "down a shutdown", "down a shutdown", "EXIT sup shutdown", "took less than the sum true"});
}

TEST_F(supervisors, SUP_42_with_any_significant_the_final_end_of_one_stops_the_supervisor) {
  const auto stops = [&](otp::restart restart, const otp::exit_reason& reason) {
    const auto sup = start({.auto_shutdown = otp::any_significant},
                           {spec("a", {.restart = restart, .significant = true}), spec("b"), spec("c")});
    named("sup", sup);
    skip(3);
    note(ends(sup, "a", reason));
    hear_all();
  };
  stops(otp::transient, otp::normal);
  stops(otp::temporary, "boom");
  events({"a ends normal", "down c shutdown", "down b shutdown", "EXIT sup shutdown", "a ends boom", "down c shutdown",
          "down b shutdown", "EXIT sup shutdown"});
}

TEST_F(supervisors, SUP_43_with_all_significant_only_the_end_of_the_last_one_stops_it) {
  const auto sup = start({.auto_shutdown = otp::all_significant},
                         {spec("a", {.restart = otp::transient, .significant = true}),
                          spec("b", {.restart = otp::temporary, .significant = true}), spec("c")});
  named("sup", sup);
  skip(3);
  note(ends(sup, "a", otp::normal));
  hear();
  note(ends(sup, "b", "boom"));
  hear_all();
  events({"a ends normal", "nothing", "b ends boom", "down c shutdown", "EXIT sup shutdown"});
}

TEST_F(supervisors, SUP_44_a_restart_or_a_stop_by_others_of_a_significant_child_does_not_stop_it) {
  const auto sup =
      start({.auto_shutdown = otp::any_significant}, {spec("a", {.restart = otp::transient, .significant = true}),
                                                      spec("b", {.restart = otp::temporary, .significant = true})});
  skip(2);
  note(ends(sup, "a", "boom"));
  hear();
  note("terminate_child " + said(otp::terminate_child(sup, "b")));
  hear_all();
  note("alive", otp::is_process_alive(sup));
  const auto all = start({.strategy = otp::one_for_all, .auto_shutdown = otp::any_significant},
                         {spec("c", {.restart = otp::transient, .significant = true}), spec("d")});
  skip(2);
  note(ends(all, "d", "boom"));
  hear_all();
  note("alive", otp::is_process_alive(all));
  events({"a ends boom", "up a", "terminate_child ok", "down b shutdown", "alive true", "d ends boom",
          "down c shutdown", "up c", "up d", "alive true"});
}

TEST_F(supervisors, SUP_50_unknown_messages_exits_of_strangers_and_unknown_requests_are_no_harm) {
  struct bogus {
    using reply = int;
  };
  const auto sup = start({}, {spec("a")});
  named("sup", sup);
  skip(1);
  otp::send(sup.pid(), std::string("garbage"));
  otp::spawn([to = sup.pid()] { otp::exit(to, "stranger"); });
  hear();
  note(children(sup));
  attempt("call", [&] { otp::call(sup.pid(), bogus{}); });
  otp::cast(sup.pid(), bogus{});
  hear_all();
  note("alive", otp::is_process_alive(sup));
  events({"nothing", "children a", "call exit {function_clause,call}", "alive true"});
}

TEST_F(supervisors, SUP_51_when_its_parent_ends_the_supervisor_stops_its_children_and_ends_likewise) {
  const otp::pid parent = otp::spawn([to = otp::self(), a = spec("a")] {
    otp::send(to, start({}, {a}).pid());
    otp::receive([](die) {});
    otp::exit("parent_ends");
  });
  skip(1);
  otp::monitor(named("sup", otp::expect<otp::pid>()));
  otp::send(parent, die{});
  hear_all();
  events({"down a shutdown", "DOWN sup parent_ends"});
}

TEST_F(supervisors, SUP_52_a_killed_supervisor_stops_nobody_its_children_hear_of_it_by_their_links) {
  const auto sup = start({}, {spec("a"), otp::child("orphan", [to = otp::self()] {
                                otp::trap_exit(true);
                                tell(to, "up orphan");
                                for (;;) otp::receive([](otp::exit_message) {});
                              })});
  otp::unlink(sup);
  skip(2);
  const otp::pid orphan = pid_of(sup, "orphan");
  otp::monitor(named("a", pid_of(sup, "a")));
  otp::exit(sup, otp::kill);
  hear_all();
  note("orphan alive", otp::is_process_alive(orphan));
  events({"down a killed", "DOWN a killed", "orphan alive true"});
}

}  // namespace
