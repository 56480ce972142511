// gen_statem_test.cpp - a state machine as a server among others: requests, ends, supervision, traces, what it refuses.
#include <otp/gen_statem.hpp>

#include <otp/supervisor.hpp>
#include <otp/sys.hpp>

#include "turnstile.hpp"

namespace {

std::string heard() { return otp::expect<std::string>(0s); }
void nothing_heard() { EXPECT_EQ(otp::process_info(otp::self())->message_queue_len, 0u); }

TEST(gen_statem_test, requests_reach_it_by_reference_pid_and_name) {
  const otp::system system(virtual_time());
  const auto gate = otp::start<turnstile>({.name = "gate"}, otp::self());
  otp::cast(gate, coin{});
  otp::cast(gate.pid(), coin{});
  otp::send("gate", coin{});
  EXPECT_EQ(otp::call(gate, total{}), 3);
  EXPECT_EQ(otp::call(gate.pid(), total{}), 3);
  EXPECT_EQ(otp::call("gate", total{}), 3);
  const auto asked = otp::send_request(gate, total{});
  EXPECT_EQ(otp::receive_response(asked, 1s).value, 3);
}

TEST(gen_statem_test, a_postponed_event_is_handled_once_in_the_next_state) {
  const otp::system system(virtual_time());
  const auto gate = otp::start<turnstile>(otp::self());
  otp::cast(gate, push{});
  otp::cast(gate, push{});
  EXPECT_EQ(otp::call(gate, total{}), 0);
  nothing_heard();
  otp::cast(gate, coin{});
  EXPECT_EQ(otp::call(gate, total{}), 1);
  EXPECT_EQ(heard(), "passed");
  nothing_heard();  // the second push has found it locked again
  otp::cast(gate, coin{});
  otp::call(gate, total{});
  EXPECT_EQ(heard(), "passed");
}

TEST(gen_statem_test, a_state_timeout_ends_with_its_state_and_an_unchanged_state_keeps_it) {
  const otp::system system(virtual_time());
  const auto gate = otp::start<turnstile>(otp::self());
  otp::cast(gate, coin{});
  otp::sleep_for(9s);
  otp::cast(gate, coin{});  // two coins: the first timeout passes, and leaves it open
  otp::sleep_for(2s);
  EXPECT_EQ(heard(), "passed");
  otp::cast(gate, push{});
  otp::call(gate, total{});
  EXPECT_EQ(heard(), "passed");
  otp::cast(gate, coin{});
  otp::cast(gate, push{});
  otp::sleep_for(1h);
  EXPECT_EQ(heard(), "passed");
  nothing_heard();
}

TEST(gen_statem_test, what_the_class_does_not_know_is_dropped_with_a_warning_and_a_call_refused) {
  report_box reports;
  const otp::system system(reports.options());
  struct unknown {
    using reply = int;
  };
  const auto gate = otp::start<turnstile>();
  otp::cast(gate, coin{});
  EXPECT_EQ(failure_of([&] { otp::call(gate.pid(), unknown{}); }), "function_clause");
  otp::send(gate, std::string("what is this?"));
  EXPECT_EQ(otp::call(gate, total{}), 1) << "its state is kept";
  EXPECT_EQ(reports.count(otp::report::kind::warning), 2u);
}

struct one {};
class hearer : public otp::gen_statem<hearer, otp::states<one>> {
 public:
  explicit hearer(otp::pid owner) : gen_statem(one{}), owner_(std::move(owner)) { otp::trap_exit(true); }
  void on(one&, const otp::down& d) { otp::send(owner_, "down " + to_string(d.reason)); }
  void on(one&, const otp::exit_message& e) { otp::send(owner_, "exit " + to_string(e.reason)); }
  void on(one&, const otp::message& m) { otp::send(owner_, "other " + m.name()); }

 private:
  otp::pid owner_;
};

TEST(gen_statem_test, what_the_library_sends_and_the_rest_are_events_if_the_class_takes_them) {
  const otp::system system(virtual_time());
  const auto all = otp::start<hearer>(otp::self());
  otp::send(all, otp::down{{}, {}, "", "bored"});
  otp::exit(all, "no reason");
  otp::send(all, 5);
  otp::get_status(all);
  EXPECT_EQ(heard(), "down bored");
  EXPECT_EQ(heard(), "exit no reason");
  EXPECT_EQ(heard(), "other int");
}

TEST(gen_statem_test, its_parents_end_stops_it_when_it_traps) {
  const otp::system system(virtual_time());
  otp::pid machine;
  const otp::ref end = otp::monitor(otp::spawn([&, me = otp::self()] {
    machine = otp::start_link<hearer>(me);
    otp::send(me, std::string("started"));
    otp::receive([](coin) {});
    otp::exit("parent's reason");
  }));
  EXPECT_EQ(otp::expect<std::string>(1s), "started");
  const otp::ref of_machine = otp::monitor(machine);
  otp::exit(machine, "from a stranger");
  EXPECT_EQ(otp::expect<std::string>(1s), "exit from a stranger");
  otp::exit(otp::process_info(machine)->links.at(0), otp::kill);
  EXPECT_EQ(reason_of_end(of_machine), otp::killed);
  reason_of_end(end);
}

TEST(gen_statem_test, it_is_stopped_suspended_and_resumed_and_terminate_sees_the_state) {
  const otp::system system(virtual_time());
  const auto gate = otp::start<turnstile>(otp::self());
  otp::suspend(gate);
  otp::cast(gate, coin{});
  EXPECT_EQ(otp::get_status(gate).message_queue_len, 1u);
  otp::resume(gate);
  EXPECT_EQ(otp::call(gate, total{}), 1);
  otp::stop(gate, otp::shutdown);
  EXPECT_EQ(heard(), "unlocked at shutdown");
}

TEST(gen_statem_test, a_failure_runs_terminate_names_the_event_and_a_supervisor_starts_it_anew) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_supervisor({}, {otp::child<turnstile>("gate", {.name = "gate"}, otp::self())});
  otp::cast("gate", coin{});
  EXPECT_EQ(otp::call("gate", total{}), 1);
  const otp::ref end = otp::monitor("gate");
  otp::cast("gate", break_it{});
  EXPECT_EQ(reason_of_end(end).text(), "broken");
  EXPECT_EQ(reports.all().front().last_message, "cast break_it");
  EXPECT_EQ(otp::expect<std::string>(1s).substr(0, 11), "unlocked at");
  EXPECT_TRUE(otp::eventually([] { return bool{otp::whereis_name("gate")}; }));
  EXPECT_EQ(otp::call("gate", total{}), 0);
  otp::stop(sup);
}

TEST(gen_statem_test, an_event_taken_by_reference_may_be_moved_from) {
  const otp::system system(virtual_time());
  const auto gate = otp::start<turnstile>(otp::self());
  otp::cast(gate, parcel{std::make_unique<std::string>("a parcel")});
  otp::send(gate, parcel{std::make_unique<std::string>("another")});
  otp::call(gate, total{});
  EXPECT_EQ(heard(), "a parcel");
  EXPECT_EQ(heard(), "another");
}

struct spin {};
class spinner : public otp::gen_statem<spinner, otp::states<one>> {
 public:
  using messages = otp::handles<spin>;
  spinner() : gen_statem(one{}) {}
  next on(one&, spin) { return keep().insert(spin{}); }
};

TEST(gen_statem_test, one_that_only_gives_itself_events_can_be_killed) {
  const otp::system system(virtual_time());
  const auto busy = otp::start<spinner>();
  const otp::ref end = otp::monitor(busy);
  otp::cast(busy, spin{});
  otp::exit(busy, "enough");
  EXPECT_EQ(reason_of_end(end), "enough");
}

TEST(gen_statem_test, its_steps_are_in_the_trace) {
  std::vector<std::string> seen;
  otp::options chosen = virtual_time();
  chosen.trace = [&](const otp::trace_event& e) {
    if (e.what == otp::trace_event::kind::transition) seen.push_back(e.text);
  };
  const otp::system system(chosen);
  const auto gate = otp::start<turnstile>();
  otp::cast(gate, push{});
  otp::cast(gate, coin{});
  otp::call(gate, total{});
  otp::cast(gate, coin{});
  otp::sleep_for(11s);
  const std::vector<std::string> expected = {
      "[*] --start--> locked",          "locked --cast push--> locked (postponed)",
      "locked --cast coin--> unlocked", "unlocked --cast push--> locked",
      "locked --call total--> locked",  "locked --cast coin--> unlocked",
      "unlocked --event push--> locked"};
  EXPECT_EQ(seen, expected);
}

}  // namespace
