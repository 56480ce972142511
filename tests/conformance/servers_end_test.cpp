// servers_end_test.cpp - the rows of gen_server about its end: GS.
#include "player.hpp"

namespace {

using servers = server_scene;

TEST_F(servers, GS_28_a_stop_with_a_reply_runs_terminate_first_and_then_replies) {
  const auto a = start("a");
  ask_and_note(a, "stop with reply");
  note("terminate was before", otp::process_info(otp::self())->message_queue_len == 1);
  hear();
  events({"stop with reply: bye", "terminate was before true", "terminate done"});
}

TEST_F(servers, GS_29_a_stop_without_a_reply_gives_the_caller_the_reason) {
  const auto a = start("a");
  otp::monitor(a);
  ask_and_note(a, "stop");
  hear_all();
  events({"stop: exit {gone,call}", "terminate gone", "DOWN a gone"});
}

TEST_F(servers, GS_30_an_error_or_an_exit_in_a_callback_runs_terminate_and_is_the_reason) {
  const auto a = start("a"), b = start("b");
  otp::monitor(a);
  otp::monitor(b);
  ask_and_note(a, "error");
  hear_all();
  ask_and_note(b, "exit");
  hear_all();
  events({"error: exit {error boom,call}", "terminate error boom", "DOWN a error boom", "exit: exit {left,call}",
          "terminate left", "DOWN b left"});
}

TEST_F(servers, GS_33_a_callback_that_returns_something_else_does_not_compile) {
  static_assert(!std::is_constructible_v<otp::result<int>, std::string>);
  static_assert(!std::is_convertible_v<int, otp::next>);
  note("does not compile");
  events({"does not compile"});
}

TEST_F(servers, GS_34_terminate_is_not_called_when_an_exit_signal_ends_a_server_that_does_not_trap) {
  const auto a = start("a"), b = start("b", "trap");
  otp::monitor(a);
  otp::monitor(b);
  otp::exit(a, "signal");
  hear_all();
  otp::exit(b, otp::kill);
  hear_all();
  events({"DOWN a signal", "DOWN b killed"});
}

/// Starts a player linked to a parent of its own, and ends the parent with this reason.
class with_parent : public server_scene {
 protected:
  void end_parent(const std::string& how, const otp::exit_reason& reason) {
    const otp::pid parent = otp::spawn([row = otp::self(), how, reason] {
      otp::send(row, otp::start_link<player>(row, how).pid());
      otp::receive([](ready) {});
      otp::exit(reason);
    });
    otp::monitor(named("server", otp::expect<otp::pid>()));
    otp::expect<told>();
    otp::send(parent, ready{});
    hear_all();
  }
};

TEST_F(with_parent, GS_35_a_trapping_server_stops_with_its_parents_reason_and_others_are_messages) {
  end_parent("trap", "parent ends");
  const auto a = start("a", "trap");
  otp::exit(a, "stranger");
  hear_all();
  events({"terminate parent ends", "DOWN server parent ends", "info EXIT stranger"});
}

TEST_F(with_parent, GS_36_a_trapping_server_ends_with_its_parent_even_normally_another_survives_that) {
  end_parent("trap", otp::normal);
  end_parent("ok", otp::normal);
  events({"terminate normal", "DOWN server normal"});
}

TEST_F(servers, GS_37_stop_waits_for_the_end_and_of_the_dead_it_exits_with_noproc) {
  const auto a = start("a");
  attempt("stop", [&] { otp::stop(a); });
  note("alive", otp::is_process_alive(a));
  hear();
  attempt("dead", [&] { otp::stop(a); });
  attempt("nobody", [] { otp::stop("gs37"); });
  events({"stop ok", "alive false", "terminate normal", "dead exit noproc", "nobody exit noproc"});
}

TEST_F(servers, GS_38_stop_with_a_reason_ends_the_server_with_it_and_another_reason_is_told) {
  const auto a = start("a"), b = start("b");
  otp::monitor(a);
  attempt("stop", [&] { otp::stop(a, "asked to"); });
  hear_all();
  ask_and_note(b, "break terminate");
  attempt("stop", [&] { otp::stop(b, "asked to"); });
  events({"stop ok", "terminate asked to", "DOWN a asked to", "break terminate: break terminate",
          "stop exit error in_terminate"});
}

TEST_F(servers, GS_39_a_stop_that_times_out_exits_and_the_server_stops_later) {
  const auto a = start("a");
  otp::monitor(a);
  otp::spawn([=] { otp::call(a, ask{"wait"}); });
  settle();
  attempt("stop", [&] { otp::stop(a, otp::normal, 20ms); });
  otp::send(a, ready{});
  hear_all();
  events({"stop exit timeout", "terminate normal", "DOWN a normal"});
}

TEST_F(servers, GS_40_a_failure_in_terminate_replaces_the_reason) {
  const auto a = start("a");
  otp::monitor(a);
  ask_and_note(a, "break terminate");
  ask_and_note(a, "stop");
  hear_all();
  events({"break terminate: break terminate", "stop: exit {error in_terminate,call}", "terminate gone",
          "DOWN a error in_terminate"});
}

TEST_F(servers, GS_55_a_crash_is_reported_and_a_normal_end_a_shutdown_or_an_exit_signal_is_not) {
  const auto crashes = [&] {
    std::size_t n = 0;
    for (const otp::report& r : reports()) n += r.what == otp::report::kind::crash;
    return std::to_string(n > 0);
  };
  const auto a = start("a"), b = start("b"), c = start("c");
  otp::stop(a);
  otp::stop(b, otp::shutdown);
  otp::exit(c, "signal");
  settle();
  note("quiet " + crashes());
  const auto d = start("d");
  ask_and_note(d, "error");
  settle();
  note("crash " + crashes());
  events({"quiet 0", "error: exit {error boom,call}", "crash 1"});
}

}  // namespace
