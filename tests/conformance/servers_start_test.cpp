// servers_start_test.cpp - the rows of gen_server about its start: GS.
#include "player.hpp"

namespace {

class servers : public server_scene {
 protected:
  otp::start_result try_it(bool linked, const std::string& how, otp::start_options options = {}) {
    return linked ? otp::try_start_link<player>(options, otp::self(), how)
                  : otp::try_start<player>(options, otp::self(), how);
  }
};

TEST_F(servers, GS_01_start_returns_when_init_has_succeeded) {
  note_start("start", try_it(false, "ok"));
  note("init was before", otp::process_info(otp::self())->message_queue_len == 1);
  hear();
  note_start("start_link", try_it(true, "ok"));
  hear();
  events({"start ok", "init was before true", "init", "start_link ok", "init"});
}

TEST_F(servers, GS_02_an_init_that_stops_is_an_error_and_ends_a_linked_caller_that_does_not_trap_exits) {
  note_start("start", try_it(false, "exit"));
  hear_all();
  otp::trap_exit(true);
  note_start("start_link", try_it(true, "exit"));
  hear_all();
  named("caller", otp::spawn_monitor([row = otp::self()] { otp::try_start_link<player>({}, row, "exit"); }).pid);
  hear_all();
  events({"start {error,no_paper}", "init", "start_link {error,no_paper}", "init", "init", "DOWN caller no_paper"});
}

TEST_F(servers, GS_03_an_init_that_ignores_gives_ignore_and_a_normal_end) {
  otp::trap_exit(true);
  note_start("start", try_it(false, "ignore"));
  note_start("start_link", try_it(true, "ignore"));
  hear_all();
  events({"start ignore", "start_link ignore", "init", "init"});
}

TEST_F(servers, GS_04_an_init_that_fails_gives_its_error_and_one_that_exits_its_reason) {
  note_start("error", try_it(false, "error"));
  note_start("exit", try_it(false, "exit"));
  events({"error {error,error boom}", "exit {error,no_paper}"});
}

TEST_F(servers, GS_05_a_throw_in_init_or_a_callback_is_a_failure) {
  note_start("init", try_it(false, "throw"));
  hear();
  const auto a = start("a");
  ask_and_note(a, "throw");
  events({"init {error,nocatch}", "init", "throw: exit {nocatch,call}"});
}

TEST_F(servers, GS_06_an_init_that_returns_something_else_does_not_compile) {
  // The constructor is init, and constructors return nothing.
  note("does not compile");
  events({"does not compile"});
}

TEST_F(servers, GS_07_an_init_that_takes_too_long_is_killed_and_leaves_nothing) {
  otp::trap_exit(true);
  note_start("start", try_it(true, "hang", {.name = "gs07", .timeout = 20ms}));
  hear_all();
  events({"start {error,timeout}", "init"});
}

TEST_F(servers, GS_08_a_taken_name_is_already_started_and_init_is_not_called) {
  otp::trap_exit(true);
  named("a", note_start("first", try_it(false, "ok", {.name = "gs08"})));
  hear();
  note_start("second", try_it(true, "ok", {.name = "gs08"}));
  hear();
  events({"first ok", "init", "second {error,{already_started,a}}", "nothing"});
}

TEST_F(servers, GS_09_after_a_failed_start_the_name_is_free_when_it_returns) {
  bool free = true;
  for (int i = 0; i < 50; ++i) {
    free &= try_it(false, i % 2 ? "exit" : "ignore", {.name = "gs09"}).error != otp::exit_reason::already_started({});
    free &= !otp::whereis_name("gs09");
  }
  note("free", free);
  events({"free true"});
}

TEST_F(servers, GS_10_the_name_is_registered_before_init_runs) {
  try_it(false, "name", {.name = "gs10"});
  hear_all();
  events({"init", "registered"});
}

}  // namespace
