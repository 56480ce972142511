// servers_call_test.cpp - the rows of gen_server about calls, casts and messages: GS.
#include "player.hpp"

namespace {

using servers = server_scene;

TEST_F(servers, GS_11_a_server_is_called_by_pid_or_by_name) {
  const auto a = start("a");
  otp::register_name("gs11", a);
  ask_and_note(a, "typed");
  ask_and_note(a.pid(), "by pid");
  ask_and_note("gs11", "by name");
  events({"typed: typed", "by pid: by pid", "by name: by name"});
}

TEST_F(servers, GS_12_a_call_to_the_dead_or_to_nobody_exits_with_noproc) {
  ask_and_note(dead("a"), "dead");
  ask_and_note("gs12", "nobody");
  events({"dead: exit {noproc,call}", "nobody: exit {noproc,call}"});
}

TEST_F(servers, GS_14_a_server_that_calls_itself_fails_at_once) {
  ask_and_note(start("a"), "call myself");
  events({"call myself: exit {{calling_self,call},call}"});
}

TEST_F(servers, GS_15_a_call_that_times_out_exits_and_its_late_reply_never_comes) {
  const auto a = start("a");
  ask_and_note(a, "defer", 20ms);
  otp::cast(a, order{"reply"});
  hear();
  ask_and_note(a, "still there");
  events({"defer: exit {timeout,call}", "nothing", "still there: still there"});
}

TEST_F(servers, GS_16_when_the_server_ends_before_replying_the_caller_gets_its_reason) {
  for (const char* end : {"stop normal", "stop", "error"}) ask_and_note(start(end), end);
  const auto a = start("a");
  const auto waiting = otp::spawn_monitor([=] { otp::call(a, ask{"defer"}); });
  named("waiting", waiting.pid);
  settle();
  otp::exit(a, otp::kill);
  otp::expect(otp::when([&](const otp::down& d) { return d.ref == waiting.ref; },
                        [&](otp::down d) { note(text_of(otp::message(std::move(d)))); }));
  events({"stop normal: exit {normal,call}", "stop: exit {gone,call}", "error: exit {error boom,call}",
          "DOWN waiting {killed,call}"});
}

TEST_F(servers, GS_18_a_reply_can_be_given_later_or_before_the_callback_returns) {
  const auto a = start("a");
  otp::spawn([=, row = otp::self()] { otp::send(row, told{"reply " + otp::call(a, ask{"defer"})}); });
  settle();
  otp::cast(a, order{"reply"});
  hear();
  ask_and_note(a, "reply first");
  hear();
  events({"reply late", "reply first: early", "after the reply"});
}

TEST_F(servers, GS_19_a_cast_always_succeeds) {
  attempt("dead", [&] { otp::cast(dead("a"), order{"x"}); });
  attempt("nobody", [] { otp::cast("gs19", order{"x"}); });
  events({"dead ok", "nobody ok"});
}

TEST_F(servers, GS_20_casts_messages_and_calls_of_one_client_are_handled_in_the_order_of_sending) {
  const auto a = start("a");
  otp::cast(a, order{"1"});
  otp::send(a, std::string("2"));
  otp::cast(a, order{"3"});
  ask_and_note(a, "call");
  hear_all();
  events({"call: call", "cast 1", "info 2", "cast 3"});
}

TEST_F(servers, GS_21_what_is_no_request_goes_to_handle_info) {
  const auto a = start("a", "trap");
  otp::send(a, std::string("hello"));
  otp::exit(a, "from us");
  hear_all();
  events({"info hello", "info EXIT from us"});
}

struct plain : otp::gen_server<plain> {
  using messages = otp::handles<ask>;
  std::string handle_call(const ask& a) { return a.what; }
};
TEST_F(servers, GS_22_without_handle_info_unexpected_messages_are_dropped_with_a_warning) {
  const auto a = otp::start<plain>();
  otp::send(a, std::string("hello"));
  ask_and_note(a, "still there");
  EXPECT_EQ(reports().size(), 1u);
  EXPECT_EQ(reports().at(0).what, otp::report::kind::warning);
  events({"still there: still there"});
}

TEST_F(servers, GS_23_a_timeout_runs_once_if_no_message_comes_and_any_message_cancels_it) {
  const auto a = start("a");
  ask_and_note(a, "timeout");
  hear();
  hear();
  ask_and_note(a, "timeout");
  otp::send(a, std::string("cancels"));
  hear();
  hear();
  events({"timeout: set", "info timeout", "nothing", "timeout: set", "info cancels", "nothing"});
}

TEST_F(servers, GS_25_a_zero_timeout_does_not_jump_the_queue) {
  const auto a = start("a");
  ask_and_note(a, "timeout 0");
  hear_all();
  events({"timeout 0: set", "info queued"});
}

TEST_F(servers, GS_26_continue_runs_before_any_message_also_from_init_and_chained) {
  const auto a = otp::start<player>(otp::self(), "continue");
  otp::send(a, std::string("hello"));
  hear_all();
  ask_and_note(a, "continue");
  hear_all();
  events({"init", "continue 1", "continue 2", "info hello", "continue: replied", "continue 1", "continue 2"});
}

TEST_F(servers, GS_42_send_request_is_a_call_that_does_not_wait) {
  const auto a = start("a");
  const auto result = [&](const auto& r) { note(r ? "reply " + *r.value : text_of(r.failure)); };
  result(otp::receive_response(otp::send_request(a, ask{"hello"}), 1s));
  const auto kept = otp::send_request(a, ask{"defer"});
  result(otp::wait_response(kept, 20ms));
  otp::cast(a, order{"reply"});
  result(otp::wait_response(kept, 1s));
  const auto given_up = otp::send_request(a, ask{"defer"});
  result(otp::receive_response(given_up, 20ms));
  otp::cast(a, order{"reply"});
  hear();
  result(otp::receive_response(otp::send_request(dead("d"), ask{"x"}), 1s));
  events({"reply hello", "timeout", "reply late", "timeout", "nothing", "noproc"});
}

TEST_F(servers, GS_43_a_collection_of_requests_is_answered_in_the_order_of_the_responses) {
  const auto a = start("a"), b = start("b");
  otp::request_ids<std::string> all;
  all.add(otp::send_request(a, ask{"defer"}), "first");
  all.add(otp::send_request(b, ask{"hello"}), "second");
  const auto next = [&] {
    const auto got = all.wait_response(1s);
    note(got ? got->label + " " + *got->response.value + ", left " + std::to_string(all.size()) : "no_request");
  };
  next();
  otp::cast(a, order{"reply"});
  next();
  next();
  events({"second hello, left 1", "first late, left 0", "no_request"});
}

TEST_F(servers, GS_45_a_suspended_server_answers_system_messages_only_and_resumes_with_its_backlog_in_order) {
  const auto a = start("a");
  otp::suspend(a);
  otp::cast(a, order{"1"});
  ask_and_note(a, "call", 20ms);
  otp::cast(a, order{"2"});
  hear();
  otp::resume(a);
  hear_all();
  events({"call: exit {timeout,call}", "nothing", "cast 1", "cast 2"});
}

}  // namespace
