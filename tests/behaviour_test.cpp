// behaviour_test.cpp - all that a server can be asked for works on a behaviour of the test's own (echo_server.hpp).
#include "echo_server.hpp"

#include <otp/supervisor.hpp>

#include "support.hpp"

namespace {

TEST(behaviour_test, calls_reach_it_by_reference_pid_and_name_and_what_it_does_not_know_is_refused) {
  report_box reports;
  otp::system system(reports.options());
  const auto bird = otp::start<polly>({.name = "bird"}, otp::self(), "Jack");
  EXPECT_EQ(otp::call(bird, echo{"hello"}), "Jack hello 1");
  EXPECT_EQ(otp::call(bird.pid(), echo{"hello"}), "Jack hello 2");
  EXPECT_EQ(otp::call("bird", echo{"hello"}), "Jack hello 3");
  struct unknown {
    using reply = int;
  };
  EXPECT_EQ(failure_of([&] { otp::call(bird.pid(), unknown{}); }), "function_clause");
  EXPECT_THROW(otp::start<polly>(otp::self(), std::string()), otp::init_ignore);
}

TEST(behaviour_test, it_is_stopped_suspended_resumed_and_tells_its_status) {
  otp::system system(virtual_time());
  otp::trap_exit(true);
  const auto bird = otp::start_link<polly>(otp::self());
  otp::server_status status = otp::get_status(bird);
  EXPECT_EQ(status.parent, otp::self());
  EXPECT_EQ(status.last_message, "");
  otp::call(bird, echo{"hello"});
  otp::suspend(bird);
  const auto late = otp::send_request(bird, echo{"late"});
  status = otp::get_status(bird);
  EXPECT_EQ(status.now, otp::server_status::sys_state::suspended);
  EXPECT_NE(status.last_message.find("echo"), std::string::npos) << status.last_message;
  EXPECT_EQ(status.message_queue_len, 1U);
  EXPECT_EQ(otp::wait_response(late, 1h).failure, otp::timeout);
  otp::resume(bird);
  EXPECT_EQ(otp::wait_response(late, 1s).value, "Polly late 2");
  EXPECT_EQ(otp::get_status(bird).now, otp::server_status::sys_state::running);
  otp::stop(bird, otp::shutdown);
  EXPECT_EQ(otp::expect<std::string>(0s), "farewell shutdown");
}

TEST(behaviour_test, its_failure_runs_terminate_and_a_supervisor_restarts_it) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({}, {otp::child<polly>("bird", {.name = "bird"}, otp::self())});
  EXPECT_EQ(failure_of([] { otp::call("bird", echo{"boo"}); }).text(), "frightened");
  EXPECT_EQ(otp::expect<std::string>(0s).substr(0, 8), "farewell");
  const auto of_bird = [&] { return otp::which_children(sup).front().pid; };
  EXPECT_EQ(otp::call(of_bird(), echo{"again"}), "Polly again 1") << "a new bird counts anew";
  EXPECT_EQ(reports.all().front().last_message, "call echo");
  otp::stop(sup);
  EXPECT_FALSE(otp::whereis_name("bird"));
}

struct slow : polly {
  using host = parrot_host<slow>;
  explicit slow(const otp::pid& owner) : polly(owner) { otp::sleep_for(1h); }
};

TEST(behaviour_test, one_that_took_too_long_to_start_leaves_no_acknowledgement_behind) {
  otp::system system(virtual_time());
  EXPECT_EQ(otp::try_start_link<slow>({.timeout = 1s}, otp::self()).error, otp::timeout);
  otp::sleep_for(2h);
  EXPECT_EQ(otp::process_info(otp::self())->message_queue_len, 0U);
}

}  // namespace
