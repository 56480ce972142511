// reply_test.cpp - whether an answer was delivered, and calls that return what became of them.
#include <string>

#include "counter.hpp"
#include "support.hpp"

namespace {

/// Keeps the address of its caller for others.
struct whom {
  using reply = int;
};
class silent : public otp::gen_server<silent> {
 public:
  explicit silent(otp::pid tells) : tells_(std::move(tells)) {}
  otp::result<int> handle_call(whom, const otp::from<int>& caller) {
    otp::send(tells_, caller);
    return otp::noreply;
  }

 private:
  otp::pid tells_;
};
}  // namespace

TEST(reply, it_is_delivered_to_a_caller_that_waits_once) {
  const otp::system system;
  const auto server = otp::start_link<silent>(system.main());
  const otp::pid caller = otp::spawn([server, main = system.main()] { otp::send(main, otp::call(server, whom{})); });
  const auto to = otp::receive([](otp::from<int> f) { return f; });
  EXPECT_TRUE(otp::reply(to, 1));
  EXPECT_FALSE(otp::reply(to, 2)) << "the first answer counts";
  EXPECT_EQ(otp::expect<int>(), 1);
}

TEST(reply, it_is_not_delivered_to_a_caller_that_has_given_up) {
  const otp::system system(virtual_time());
  const auto server = otp::start_link<silent>(system.main());
  EXPECT_EQ(otp::try_call(server, whom{}, 10ms).failure, otp::timeout);
  EXPECT_FALSE(otp::reply(otp::receive([](otp::from<int> f) { return f; }), 1));
  otp::expect_none<otp::reply_message<int>>();
}

TEST(reply, it_is_not_delivered_to_one_that_is_dead_or_dying) {
  const otp::system system;
  const auto server = otp::start_link<silent>(system.main());
  const auto [caller, end] = otp::spawn_monitor([server] { otp::call(server, whom{}, otp::infinity); });
  const auto to = otp::receive([](otp::from<int> f) { return f; });
  otp::exit(caller, "enough");
  EXPECT_FALSE(otp::reply(to, 1)) << "its thread may still unwind; it will not receive";
  EXPECT_EQ(reason_of_end(end), otp::exit_reason("enough"));
  EXPECT_FALSE(otp::reply(to, 1));
}

TEST(reply, an_alias_says_whether_it_takes_a_message) {
  const otp::system system;
  const otp::alias many = otp::make_alias(), once = otp::make_alias(otp::alias_use::once);
  EXPECT_TRUE(otp::send(many, 1));
  EXPECT_TRUE(otp::send(many, 2));
  EXPECT_TRUE(otp::send(once, 3));
  EXPECT_FALSE(otp::send(once, 4));
  otp::unalias(many);
  EXPECT_FALSE(otp::send(many, 5));
  for (int expected = 1; expected <= 3; ++expected) EXPECT_EQ(otp::expect<int>(), expected);
  otp::expect_none<int>();
}

TEST(try_call, it_returns_the_reply_or_the_reason_and_throws_neither) {
  const otp::system system(virtual_time());
  report_box reports;
  const auto server = otp::start<counter>(5);
  EXPECT_EQ(otp::try_call(server, get{}).value, 5);
  EXPECT_EQ(otp::try_call(server.pid(), get{}).value, 5) << "by pid";
  EXPECT_EQ(otp::try_call("no such name", get{}).failure, otp::noproc);
  EXPECT_EQ(otp::try_call(otp::self(), get{}).failure, otp::calling_self);
  EXPECT_EQ(otp::try_call(server.pid(), whom{}).failure, otp::exit_reason("function_clause"));
  EXPECT_EQ(otp::try_call(otp::start<silent>(otp::self()), whom{}, 10ms).failure, otp::timeout);
  const otp::pid dead = otp::spawn([] {});
  reason_of_end(dead);
  EXPECT_EQ(otp::try_call(dead, get{}).failure, otp::noproc);
  EXPECT_THROW(otp::try_call(server, get{}, -1ms), otp::error);
}

TEST(try_call, a_crash_of_the_server_is_its_reason_and_leaves_nothing_behind) {
  report_box reports;
  const otp::system system(reports.options());
  const auto server = otp::start<counter>();
  const auto answer = otp::try_call(server, crash{});
  EXPECT_FALSE(answer);
  EXPECT_NE(to_string(answer.failure).find("asked to"), std::string::npos) << to_string(answer.failure);
  EXPECT_TRUE(otp::receive([](const otp::message&) { return false; }, otp::after(0s, [] { return true; })));
}

TEST(try_call, an_exit_signal_of_the_callers_own_passes) {
  const otp::system system;
  const auto [caller, end] = otp::spawn_monitor([main = system.main()] {
    const auto server = otp::start<silent>(main);
    otp::try_call(server, whom{}, otp::infinity);
    ADD_FAILURE() << "it goes on";
  });
  otp::receive([](otp::from<int>) {});
  otp::exit(caller, "enough");
  EXPECT_EQ(reason_of_end(end), otp::exit_reason("enough"));
}
