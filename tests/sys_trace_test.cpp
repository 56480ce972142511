// sys_trace_test.cpp - what is reported of one server while it is traced.
#include <otp/sys.hpp>

#include "counter.hpp"
#include "turnstile.hpp"

namespace {

/// What the reports of tracing say, without who says it.
class traced_lines : public report_box {
 public:
  std::vector<std::string> operator()() {
    std::vector<std::string> lines;
    for (const otp::report& each : all())
      if (each.what == otp::report::kind::debug) lines.push_back(each.text);
    return lines;
  }
};
using lines = std::vector<std::string>;

struct look {
  using reply = int;
};
struct farewell {
  using reply = void;
};
struct later {
  using reply = void;
};
struct fill {
  int cups;
};
class jug : public otp::gen_server<jug> {
 public:
  using messages = otp::handles<look, fill>;
  int handle_call(look) { return cups_; }
  otp::result<void> handle_call(farewell) { return {otp::ok(), otp::and_stop(otp::normal)}; }
  void handle_call(later, otp::from<void> caller) { otp::reply(caller); }
  otp::next handle_cast(fill f) {
    cups_ += f.cups;
    return and_continue(look{});
  }
  void handle_continue(look) {}
  void handle_info(const otp::message&) {}
  std::string format_status() const {
    if (cups_ > 9) throw std::runtime_error("too much");
    return std::to_string(cups_) + " cups";
  }

 private:
  int cups_ = 0;
};

TEST(sys_trace_test, each_message_each_reply_and_the_state_after_it) {
  traced_lines traced;
  const otp::system system(virtual_time(traced.options()));
  const auto j = otp::start<jug>({.name = "jug"});
  otp::call(j, look{});
  EXPECT_EQ(traced(), lines{}) << "not yet";
  otp::trace_server(j, true);
  const std::string me = to_string(otp::self());
  otp::call(j, look{});
  EXPECT_EQ(traced(), (lines{"got call look from " + me, "sent reply int to " + me, "new state 0 cups"}));
  EXPECT_EQ(to_string(traced.all().front()),
            "otp: *DBG* " + to_string(j.pid()) + " jug got call look from " + me + "\n");
}

TEST(sys_trace_test, casts_and_other_messages_have_no_sender_and_late_replies_are_not_seen) {
  traced_lines traced;
  const otp::system system(virtual_time(traced.options()));
  const auto j = otp::start<jug>({.name = "jug"});
  otp::trace_server("jug", true);
  otp::cast(j, fill{2});
  otp::send(j, number{3});
  otp::sleep_for(1s);
  EXPECT_EQ(traced(), (lines{"got cast fill", "new state 2 cups", "got continue look", "new state 2 cups", "got number",
                             "new state 2 cups"}));
  otp::call(j, later{});
  otp::sleep_for(1s);
  EXPECT_EQ(traced().size(), 8U);
  EXPECT_EQ(traced()[6], "got call later from " + to_string(otp::self()));
  EXPECT_EQ(traced()[7], "new state 2 cups");
}

TEST(sys_trace_test, it_ends_when_it_is_switched_off_and_system_messages_are_not_traced) {
  traced_lines traced;
  const otp::system system(virtual_time(traced.options()));
  const auto j = otp::start<jug>();
  otp::trace_server(j, true);
  otp::trace_server(j, true);
  otp::suspend(j);
  otp::get_status(j);
  otp::resume(j);
  otp::trace_server(j, false);
  otp::call(j, look{});
  EXPECT_EQ(traced(), lines{});
  EXPECT_EQ(otp::get_status(j).now, otp::server_status::sys_state::running);
  otp::suspend(j);
  otp::trace_server(j, true);
  EXPECT_EQ(otp::get_status(j).now, otp::server_status::sys_state::suspended) << "tracing does not resume";
}

TEST(sys_trace_test, a_stop_with_a_reply_and_one_without_a_state) {
  traced_lines traced;
  const otp::system system(virtual_time(traced.options()));
  const std::string me = to_string(otp::self());
  const auto j = otp::start<jug>();
  otp::trace_server(j, true);
  otp::call(j, farewell{});
  EXPECT_EQ(traced(), (lines{"got call farewell from " + me, "sent reply void to " + me}));
  const auto c = otp::start<counter>();
  otp::trace_server(c, true);
  otp::call(c, add{5});
  otp::sleep_for(1s);
  EXPECT_EQ(traced().back(), "sent reply int to " + me);
}

TEST(sys_trace_test, a_format_status_that_fails_ends_nothing) {
  traced_lines traced;
  const otp::system system(virtual_time(traced.options()));
  const auto j = otp::start<jug>();
  otp::trace_server(j, true);
  otp::cast(j, fill{10});
  EXPECT_EQ(otp::call(j, look{}), 10);
  EXPECT_EQ(traced()[1], "new state: format_status has failed: {std::runtime_error,\"too much\"}");
}

TEST(sys_trace_test, of_a_state_machine_the_state_and_events_that_are_handled_again) {
  traced_lines traced;
  const otp::system system(virtual_time(traced.options()));
  const std::string me = to_string(otp::self());
  const auto gate = otp::start<turnstile>();
  otp::trace_server(gate, true);
  otp::cast(gate, push{});
  otp::cast(gate, coin{});
  EXPECT_EQ(otp::call(gate, total{}), 1);
  otp::sleep_for(1s);
  EXPECT_EQ(traced(),
            (lines{"got cast push", "new state locked", "got cast coin", "new state unlocked", "got cast push",
                   "new state locked", "got call total from " + me, "sent reply int to " + me, "new state locked"}));
}

}  // namespace
