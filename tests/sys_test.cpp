// sys_test.cpp - suspend and resume.
#include <otp/sys.hpp>

#include "counter.hpp"

namespace {

TEST(sys_test, a_suspended_server_keeps_its_messages_and_handles_them_in_order_when_resumed) {
  otp::system system(virtual_time());
  const auto c = otp::start<counter>(0);
  otp::suspend(c);
  otp::suspend(c);
  EXPECT_EQ(failure_of([&] { otp::call(c, add{1}); }), otp::timeout);
  const auto asked = otp::send_request(c, add{10});
  EXPECT_EQ(otp::wait_response(asked, 1h).failure, otp::timeout);
  otp::resume(c);
  EXPECT_EQ(otp::wait_response(asked, 1s).value, 11) << "the call that timed out was handled, too, and before";
  EXPECT_EQ(otp::call(c, get{}), 11);
  otp::resume(c);
  EXPECT_EQ(otp::call(c, get{}), 11) << "resumed twice is resumed";
}

TEST(sys_test, a_suspended_server_can_be_stopped_and_ends_with_its_parent) {
  otp::system system(virtual_time());
  const auto c = otp::start<counter>(0);
  otp::suspend(c);
  otp::stop(c);
  EXPECT_FALSE(otp::is_process_alive(c));
  EXPECT_EQ(failure_of([&] { otp::suspend(c); }), otp::noproc);
  struct trapping : otp::gen_server<trapping> {
    trapping() { otp::trap_exit(true); }
  };
  const auto [parent, m] = otp::spawn_monitor([to = otp::self()] {
    const auto child = otp::start_link<trapping>();
    otp::suspend(child);
    otp::send(to, child.pid());
  });
  const otp::pid child = otp::expect<otp::pid>();
  const otp::exit_reason why = reason_of_end(child);
  EXPECT_TRUE(why == otp::normal || why == otp::noproc) << why;
}

TEST(sys_test, the_status_says_what_the_loop_knows_and_a_system_message_is_no_message_of_the_servers) {
  otp::system system(virtual_time());
  const auto c = otp::start<counter>(0);
  otp::server_status status = otp::get_status(c);
  EXPECT_EQ(status.now, otp::server_status::sys_state::running);
  EXPECT_EQ(status.parent, otp::pid()) << "not linked: no parent";
  EXPECT_EQ(status.last_message, "");
  EXPECT_EQ(status.message_queue_len, 0U);
  otp::call(c, add{1});
  otp::suspend(c);
  otp::cast(c, reset{});
  otp::cast(c, reset{});
  status = otp::get_status(c);
  EXPECT_EQ(status.now, otp::server_status::sys_state::suspended);
  EXPECT_EQ(status.last_message, "call add");
  EXPECT_EQ(status.message_queue_len, 2U);
  EXPECT_EQ(otp::message_queue_len(c), 2U);
  otp::resume(c);
  EXPECT_EQ(otp::call(c, get{}), 0);
  EXPECT_EQ(otp::get_status(c).now, otp::server_status::sys_state::running);
  EXPECT_EQ(otp::message_queue_len(dead()), std::nullopt);
}

TEST(sys_test, an_actor_without_a_behaviour_answers_no_system_message) {
  otp::system system(virtual_time());
  EXPECT_EQ(failure_of([plain = idle()] { otp::get_status(plain); }), otp::timeout);
}

}  // namespace
