// events_test.cpp - the rows of gen_event: EVT.
#include <algorithm>

#include "handlers.hpp"

namespace {

using events_of_handlers = event_scene;

TEST_F(events_of_handlers,
       EVT_01_handlers_live_in_one_process_the_newest_first_and_sync_notify_returns_after_them_all) {
  const auto m = start();
  add(m, "a");
  add(m, "b");
  which(m);
  otp::sync_notify(m, {"hello"});
  note("all have run", otp::message_queue_len(otp::self()) == 2u);
  hear_all();
  for (const char* id : {"a", "b"})
    note(id + std::string(" lives in the manager"), *otp::call_handler<handler>(m, where{}, id).value == m.pid());
  for (const char* name : {"c", "d"}) otp::add_handler<handler>(m, otp::self(), name);
  which(m);
  otp::sync_notify(m, {"hello"});
  hear_all();
  events({"which {handler,b} {handler,a}", "all have run true", "b hello", "a hello", "a lives in the manager true",
          "b lives in the manager true", "which handler handler {handler,b} {handler,a}", "d hello", "c hello",
          "b hello", "a hello"});
}

TEST_F(events_of_handlers, EVT_03_a_crashing_handler_is_removed_and_the_manager_and_the_others_go_on) {
  const auto m = start();
  for (const char* id : {"a", "b", "c"}) add(m, id);
  otp::sync_notify(m, {"crash", "b"});
  otp::sync_notify(m, {"exit", "c"});
  hear_all();
  which(m);
  otp::sync_notify(m, {"hello"});
  hear_all();
  attempt("bad", [&] { add(m, "bad"); });
  which(m);
  events({"c crash", "b terminate {error,error boom}", "a crash", "c terminate {error,left}", "a exit",
          "which {handler,a}", "a hello", "bad {error,error boom}", "which {handler,a}"});
}

TEST_F(events_of_handlers, EVT_04_the_adder_of_a_supervised_handler_is_told_how_it_ended) {
  const auto m = start();
  for (const char* what : {"crash", "exit", "remove", "swap"}) {
    add_supervised(m, "a");
    otp::sync_notify(m, {what, "a"});
    hear_all();
  }
  which(m);
  otp::stop(m);
  hear_all();
  events({"a terminate {error,error boom}", "gen_event_EXIT {handler,a} error boom", "a terminate {error,left}",
          "gen_event_EXIT {handler,a} left", "a terminate remove_handler", "gen_event_EXIT {handler,a} normal",
          "a terminate swapped", "gen_event_EXIT {handler,a} {swapped,{handler,new}}", "new gets bye",
          "which {handler,new}", "new terminate stop", "gen_event_EXIT {handler,new} shutdown"});
}

TEST_F(events_of_handlers, EVT_05_when_its_adder_dies_a_supervised_handler_is_removed) {
  const auto m = start();
  add(m, "stays");
  for (const char* how : {"gone", "stop"}) {
    const otp::pid adder = otp::spawn([m, row = otp::self()] {
      otp::add_sup_handler<handler>(m, {.id = "a"}, row, "a");
      otp::send(row, ready{});
      otp::receive([](const std::string& reason) {
        if (reason != "stop") otp::exit(reason);
      });
    });
    otp::receive([](ready) {});
    which(m);
    otp::send(adder, std::string(how));
    hear_all();
  }
  which(m);
  events({"which {handler,a} {handler,stays}", "a terminate {stop,gone}", "which {handler,a} {handler,stays}",
          "a terminate {stop,normal}", "which {handler,stays}"});
}

TEST_F(events_of_handlers, EVT_06_a_call_to_an_unknown_handler_is_an_error_and_one_that_crashes_in_it_is_removed) {
  const auto m = start();
  add(m, "a");
  note_answer("a", otp::call_handler<handler>(m, question{"ask"}, "a"));
  note_answer("b", otp::call_handler<handler>(m, question{"ask"}, "b"));
  note_answer("a", otp::call_handler<handler>(m, question{"crash"}, "a"));
  hear_all();
  which(m);
  events({"a yes", "b {error,bad_module}", "a {error,error boom}", "a terminate {error,error boom}", "which"});
}

TEST_F(events_of_handlers, EVT_07_delete_returns_what_terminate_returned_and_each_way_to_end_tells_it_its_own_reason) {
  const auto m = start();
  add(m, "a");
  note_answer("a", otp::delete_handler<handler>(m, "a"));
  note_answer("a", otp::delete_handler<handler>(m, "a"));
  for (const char* id : {"a", "b", "c"}) add(m, id);
  otp::sync_notify(m, {"remove", "b"});
  hear_all();
  otp::stop(m);
  hear_all();
  events({"a bye", "a {error,module_not_found}", "a terminate deleted", "c remove", "b terminate remove_handler",
          "a remove", "c terminate stop", "a terminate stop"});
}

TEST_F(events_of_handlers, EVT_08_a_successor_gets_what_terminate_of_the_old_one_returned_or_error_without_one) {
  const auto m = start();
  for (const char* id : {"a", "b"}) add(m, id);
  otp::swap_handler<handler, handler>(m, {.old_id = "a", .id = "c"}, otp::self(), "c");
  hear_all();
  which(m);
  otp::swap_handler<handler, handler>(m, {.old_id = "a", .id = "d"}, otp::self(), "d");
  hear_all();
  which(m);
  otp::sync_notify(m, {"swap", "c"});
  hear_all();
  which(m);
  events({"a terminate swapped", "c gets bye", "which {handler,c} {handler,b}", "d gets error",
          "which {handler,d} {handler,c} {handler,b}", "d swap", "c terminate swapped", "new gets bye", "b swap",
          "which {handler,d} {handler,new} {handler,b}"});
}

TEST_F(events_of_handlers, EVT_11_to_notify_the_dead_is_ok_a_free_name_badarg_and_what_waits_for_it_exits_with_noproc) {
  const manager gone(dead("gone")), nobody("nobody");
  attempt("notify the dead", [&] { otp::notify(gone, {"x"}); });
  attempt("notify nobody", [&] { otp::notify(nobody, {"x"}); });
  attempt("sync_notify the dead", [&] { otp::sync_notify(gone, {"x"}); });
  attempt("sync_notify nobody", [&] { otp::sync_notify(nobody, {"x"}); });
  attempt("call the dead", [&] { otp::call_handler<handler>(gone, question{"x"}); });
  attempt("call nobody", [&] { otp::call_handler<handler>(nobody, question{"x"}); });
  events({"notify the dead ok", "notify nobody error badarg", "sync_notify the dead exit noproc",
          "sync_notify nobody exit noproc", "call the dead exit {noproc,call}", "call nobody exit {noproc,call}"});
}

TEST_F(events_of_handlers, EVT_22_the_adder_of_a_supervised_handler_that_is_deleted_is_told_normal) {
  const auto m = start();
  add_supervised(m, "a");
  note_answer("a", otp::delete_handler<handler>(m, "a"));
  hear_all();
  events({"a bye", "a terminate deleted", "gen_event_EXIT {handler,a} normal"});
}

TEST_F(events_of_handlers, EVT_23_the_link_to_the_adder_stays_after_the_handler_is_deleted) {
  const auto m = start();
  const auto linked = [&] {
    const auto links = otp::process_info(otp::self())->links;
    note("linked", std::find(links.begin(), links.end(), m.pid()) != links.end());
  };
  linked();
  add_supervised(m, "a");
  linked();
  otp::delete_handler<handler>(m, "a");
  linked();
  hear_all();
  events({"linked false", "linked true", "linked true", "a terminate deleted", "gen_event_EXIT {handler,a} normal"});
}

TEST_F(events_of_handlers, EVT_24_events_of_one_sender_come_in_its_order_and_sync_notify_after_them) {
  const auto m = start();
  add(m, "a");
  for (const char* each : {"1", "2", "3"}) otp::notify(m, {each});
  otp::sync_notify(m, {"4"});
  note("all have run", otp::message_queue_len(otp::self()) == 4u);
  otp::notify(m, {"5"});
  hear_all();
  events({"all have run true", "a 1", "a 2", "a 3", "a 4", "a 5"});
}

TEST_F(events_of_handlers, EVT_25_when_the_manager_is_killed_the_adder_hears_of_it_by_its_link_alone) {
  const auto m = start();
  add_supervised(m, "a");
  otp::trap_exit(true);
  otp::exit(m, otp::kill);
  hear_all();
  events({"EXIT manager killed"});
}

}  // namespace
