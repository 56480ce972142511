// supervisors_children_test.cpp - the rows of supervisors about children that are added, deleted and counted: SUP.
#include "supervisors.hpp"

namespace {

using supervisors = scene;

TEST_F(supervisors, SUP_65_stopping_and_restarting_children_by_hand_never_counts_as_a_restart) {
  const auto sup = start({.intensity = 0}, {spec("a")});
  hear();
  for (int i = 0; i < 3; ++i) {
    note("terminate_child " + said(otp::terminate_child(sup, "a")));
    hear();
    note(children(sup));
    note("restart_child " + said(otp::restart_child(sup, "a")));
    hear();
  }
  note("alive", otp::is_process_alive(sup));
  std::vector<std::string> expected{"up a"};
  for (int i = 0; i < 3; ++i)
    for (const std::string line :
         {"terminate_child ok", "down a shutdown", "children a=undefined", "restart_child ok", "up a"})
      expected.push_back(line);
  expected.push_back("alive true");
  events(expected);
}

TEST_F(supervisors, SUP_14_start_child_refuses_an_id_that_is_there_and_discards_the_new_spec) {
  const auto sup = start({}, {spec("a")});
  hear();
  const otp::pid a = pid_of(sup, "a");
  otp::child_spec other = spec("other");
  other.id = "a";
  const otp::child_result refused = otp::start_child(sup, other);
  note("running " + said(refused));
  note("its pid", refused.pid == a);
  otp::terminate_child(sup, "a");
  note("stopped " + said(otp::start_child(sup, other)));
  note(children(sup));
  otp::restart_child(sup, "a");
  hear_all();
  events({"up a", "running already_started", "its pid true", "stopped already_present", "children a=undefined",
          "down a shutdown", "up a"});
}

TEST_F(supervisors, SUP_15_what_restart_child_delete_child_and_terminate_child_answer) {
  const auto sup = start({}, {spec("a")});
  const auto restarts = [&](const std::string& id) { note("restart_child " + said(otp::restart_child(sup, id))); };
  const auto deletes = [&](const std::string& id) { note("delete_child " + said(otp::delete_child(sup, id))); };
  const auto stops = [&](const std::string& id) { note("terminate_child " + said(otp::terminate_child(sup, id))); };
  for (const std::string id : {"a", "unknown"}) {
    restarts(id);
    deletes(id);
    stops(id);
  }
  stops("a");
  restarts("a");
  stops("a");
  deletes("a");
  restarts("a");
  note(children(sup));
  events({"restart_child running", "delete_child running", "terminate_child ok", "restart_child not_found",
          "delete_child not_found", "terminate_child not_found", "terminate_child ok", "restart_child ok",
          "terminate_child ok", "delete_child ok", "restart_child not_found", "children"});
}

TEST_F(supervisors, SUP_16_terminate_child_of_a_temporary_child_deletes_its_spec) {
  const auto sup = start({.intensity = 0}, {spec("a", {.restart = otp::temporary})});
  hear();
  note("terminate_child " + said(otp::terminate_child(sup, "a")));
  hear();
  note(children(sup));
  note("terminate_child " + said(otp::terminate_child(sup, "a")));
  events({"up a", "terminate_child ok", "down a shutdown", "children", "terminate_child not_found"});
}

TEST_F(supervisors, SUP_32_simple_one_for_one_starts_children_on_request_each_with_arguments_of_its_own) {
  const auto sup = start({.strategy = otp::simple_one_for_one}, {simple_spec()});
  note(children(sup));
  const otp::child_result a = otp::start_child(sup, otp::with_args("a"));
  note("start_child " + said(a));
  note("start_child " + said(otp::start_child(sup, otp::with_args("b"))));
  note(children(sup));
  note(counts(sup));
  note(ends(a.pid, "a", "boom"));
  hear_all();
  note(children(sup));
  events({"children", "start_child ok", "start_child ok", "children undefined undefined",
          "specs 1 active 2 supervisors 0 workers 2", "a ends boom", "up a", "up b", "up a",
          "children undefined undefined"});
}

TEST_F(supervisors, SUP_33_children_of_simple_one_for_one_have_no_ids_and_are_stopped_by_pid) {
  const auto sup = start({.strategy = otp::simple_one_for_one}, {simple_spec()});
  const otp::pid a = otp::start_child(sup, otp::with_args("a")).pid, stranger = idle("stranger");
  hear();
  note("terminate_child " + said(otp::terminate_child(sup, "a")));
  note("restart_child " + said(otp::restart_child(sup, "a")));
  note("delete_child " + said(otp::delete_child(sup, "a")));
  note("by pid " + said(otp::terminate_child(sup, a)));
  hear();
  note(children(sup));
  note("dead " + said(otp::terminate_child(sup, a)));
  note("stranger " + said(otp::terminate_child(sup, stranger)));
  note("alive", otp::is_process_alive(stranger));
  events({"up a", "terminate_child simple_one_for_one", "restart_child simple_one_for_one",
          "delete_child simple_one_for_one", "by pid ok", "down a shutdown", "children", "dead ok",
          "stranger not_found", "alive true"});
}

TEST_F(supervisors, SUP_69_a_child_of_simple_one_for_one_that_is_being_restarted_is_stopped_by_the_pid_it_had) {
  const failures left = no_failures();
  const auto sup = start({.strategy = otp::simple_one_for_one, .intensity = 1000000}, {fragile("a", left)});
  const otp::pid a = otp::start_child(sup).pid;
  hear();
  *left = 1000000;
  note(ends(a, "a", "boom"));
  hear();
  note(children(sup));
  note(counts(sup));
  note("terminate_child " + said(otp::terminate_child(sup, a)));
  note(children(sup));
  const int then = *left;
  settle();
  note("no more attempts", *left == then);
  *left = 0;
  note("again " + said(otp::terminate_child(sup, a)));
  events({"up a", "a ends boom", "tried a", "children undefined=restarting", "specs 1 active 0 supervisors 0 workers 1",
          "terminate_child ok", "children", "no more attempts true", "again ok"});
}

TEST_F(supervisors, SUP_35_a_failed_start_in_simple_one_for_one_tells_why_and_ignore_adds_nothing) {
  const auto sup = start({.strategy = otp::simple_one_for_one},
                         {starts_by("", [](const otp::start_args& extra) -> otp::start_result {
                           if (std::get<0>(*extra.as<std::string>()) == "ignore") return {.ignored = true};
                           return {.error = "nope"};
                         })});
  note("fails: " + said(otp::start_child(sup, otp::with_args("fail"))));
  note("ignores: " + said(otp::start_child(sup, otp::with_args("ignore"))));
  note(children(sup));
  note(counts(sup));
  events({"fails: error nope", "ignores: ok undefined", "children", "specs 1 active 0 supervisors 0 workers 0"});
}

TEST_F(supervisors, SUP_36_a_child_of_simple_one_for_one_that_is_not_restarted_disappears) {
  const auto sup = start({.strategy = otp::simple_one_for_one}, {simple_spec({.restart = otp::transient})});
  const otp::pid a = otp::start_child(sup, otp::with_args("a")).pid;
  otp::start_child(sup, otp::with_args("b"));
  skip(2);
  note(counts(sup));
  note(ends(a, "a", otp::normal));
  hear();
  note(children(sup));
  note(counts(sup));
  events({"specs 1 active 2 supervisors 0 workers 2", "a ends normal", "nothing", "children undefined",
          "specs 1 active 1 supervisors 0 workers 1"});
}

TEST_F(supervisors, SUP_54_requests_to_no_supervisor_exit_with_noproc_and_none_of_them_times_out) {
  const otp::supervisor_ref nobody(std::string("sup54"));
  attempt("which_children", [&] { otp::which_children(nobody); });
  attempt("count_children", [&] { otp::count_children(nobody); });
  attempt("start_child", [&] { otp::start_child(nobody, spec("a")); });
  attempt("terminate_child", [&] { otp::terminate_child(nobody, "a"); });
  attempt("restart_child", [&] { otp::restart_child(nobody, "a"); });
  attempt("delete_child", [&] { otp::delete_child(nobody, "a"); });
  const auto sup = start({}, {});
  const auto slowly = [works = spec("a").start](const otp::start_args& extra) {
    otp::sleep_for(1h);
    return works(extra);
  };
  note("a slow start " + said(otp::start_child(sup, starts_by("a", slowly))));
  events({"which_children exit {noproc,call}", "count_children exit {noproc,call}", "start_child exit {noproc,call}",
          "terminate_child exit {noproc,call}", "restart_child exit {noproc,call}", "delete_child exit {noproc,call}",
          "a slow start ok"});
}

TEST_F(supervisors, SUP_58_a_child_that_starts_slowly_holds_up_all_that_the_supervisor_is_asked) {
  const auto sup = start({}, {spec("b")});
  skip(1);
  const otp::pid b = pid_of(sup, "b");
  const auto slowly = [to = otp::self(), works = spec("a").start](const otp::start_args& extra) {
    tell(to, "a begins to start");
    otp::sleep_for(1s);
    return works(extra);
  };
  otp::spawn([sup, a = starts_by("a", slowly)] { otp::start_child(sup, a); });
  hear();
  note(ends(b, "b", "boom"));
  otp::sleep_for(100ms);
  note(children(sup));
  hear_all();
  events({"a begins to start", "b ends boom", "children a b", "up a", "up b"});
}

}  // namespace
