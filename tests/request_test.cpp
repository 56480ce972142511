// request_test.cpp - requests that are answered later, one or a collection of them.
#include <otp/request_ids.hpp>

#include "counter.hpp"

namespace {

/// Answers when it is told to.
struct slow_question {
  using reply = int;
  int n;
};
class slow : public otp::gen_server<slow> {
 public:
  using messages = otp::handles<slow_question, go, done>;
  void handle_call(slow_question q, otp::from<int> who) { waiting_.emplace_back(who, q.n); }
  void handle_cast(go) {  // the newest first
    for (; !waiting_.empty(); waiting_.pop_back()) otp::reply(waiting_.back().first, 10 * waiting_.back().second);
  }
  void handle_cast(done) { otp::exit("enough"); }

 private:
  std::vector<std::pair<otp::from<int>, int>> waiting_;
};

TEST(request_test, a_request_is_a_call_that_can_be_answered_while_one_does_something_else) {
  otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  const auto asked = otp::send_request(s, slow_question{1});
  EXPECT_EQ(otp::wait_response(asked, 0s).failure, otp::timeout) << "not yet";
  otp::cast(s, go{});
  const auto got = otp::wait_response(asked, 1s);
  ASSERT_TRUE(got);
  EXPECT_EQ(*got.value, 10);
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(request_test, a_response_that_is_given_up_never_comes) {
  otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  const auto asked = otp::send_request(s, slow_question{1});
  EXPECT_EQ(otp::receive_response(asked, 1s).failure, otp::timeout);
  otp::cast(s, go{});
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(request_test, failures_are_the_response) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto s = otp::start<slow>();
  const auto asked = otp::send_request(s, slow_question{1});
  otp::cast(s, done{});
  EXPECT_EQ(otp::receive_response(asked, 1s).failure, "enough");
  EXPECT_EQ(otp::receive_response(otp::send_request(s, slow_question{1}), 1s).failure, otp::noproc);
  EXPECT_EQ(otp::receive_response(otp::send_request("nobody", slow_question{1}), 1s).failure, otp::noproc);
  const auto c = otp::start<counter>();
  EXPECT_EQ(otp::receive_response(otp::send_request(c.pid(), slow_question{1}), 1s).failure, "function_clause");
}

TEST(request_test, a_message_received_by_other_means_can_be_checked) {
  otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  const auto asked = otp::send_request(s, slow_question{4});
  otp::send(otp::self(), number{7});
  otp::cast(s, go{});
  std::vector<std::string> seen;
  for (int i = 0; i < 2; ++i)
    otp::receive([&](otp::message m) {
      if (const auto response = otp::check_response(m, asked))
        seen.push_back(std::to_string(response->value.value()));
      else
        seen.push_back("other");
    });
  EXPECT_EQ(seen, (std::vector<std::string>{"other", "40"}));
}

TEST(request_test, many_requests_are_answered_in_the_order_of_their_responses) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto s = otp::start<slow>();
  otp::request_ids<int> all;
  for (int n = 1; n <= 3; ++n) all.add(otp::send_request(s, slow_question{n}), "q" + std::to_string(n));
  EXPECT_FALSE(all.wait_response(1s));
  EXPECT_EQ(all.size(), 3u);
  otp::cast(s, go{});
  std::string order;
  while (const auto got = all.wait_response(1s)) order += got->label + "=" + std::to_string(*got->response.value) + " ";
  EXPECT_EQ(order, "q3=30 q2=20 q1=10 ");
  EXPECT_EQ(all.size(), 0u);
  EXPECT_FALSE(all.wait_response(otp::infinity)) << "none is left, so there is nothing to wait for";
  all.add(otp::send_request(s, slow_question{9}), "last");
  otp::cast(s, done{});
  EXPECT_EQ(all.wait_response(1s)->response.failure, "enough");
}

TEST(request_test, a_request_to_a_name_that_nobody_holds_is_answered_by_a_message) {
  otp::system system(virtual_time());
  const otp::server_ref<slow> typed(std::string("nobody"));
  for (const auto& asked : {otp::send_request("nobody", slow_question{1}), otp::send_request(typed, slow_question{1}),
                            otp::send_request(otp::pid(), slow_question{1})}) {
    const auto got = otp::receive([&](otp::message m) { return otp::check_response(m, asked); },
                                  otp::after(1h, [] { return std::optional<otp::response<int>>(); }));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->failure, otp::noproc);
  }
  EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
  otp::request_ids<int> all;
  all.add(otp::send_request("nobody", slow_question{1}), "q");
  EXPECT_EQ(all.wait_response(1s)->response.failure, otp::noproc);
  EXPECT_EQ(otp::wait_response(otp::send_request("nobody", slow_question{1}), 1s).failure, otp::noproc);
}

TEST(request_test, a_call_to_a_name_that_nobody_holds_fails_at_once_and_leaves_nothing_behind) {
  otp::system system(virtual_time());
  EXPECT_EQ(failure_of([] { otp::call("nobody", slow_question{1}); }), otp::noproc);
  EXPECT_EQ(failure_of([] { otp::call(otp::server_ref<slow>(std::string("nobody")), slow_question{1}); }), otp::noproc);
  EXPECT_TRUE(otp::waiting_messages().empty());
  EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());
}

TEST(request_test, a_collection_takes_each_request_once) {
  otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  const auto asked = otp::send_request(s, slow_question{1});
  otp::request_ids<int> all;
  all.add(asked, "a");
  try {
    all.add(asked, "b");
    ADD_FAILURE() << "taken twice";
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::badarg);
  }
  EXPECT_EQ(all.size(), 1u);
}

TEST(request_test, a_collection_does_not_look_at_what_came_before_the_oldest_of_its_requests) {
  otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  // Forged: no real response can stand before its request, so what stands there need not be looked at.
  const std::uint64_t mine = otp::self().get()->serial();
  const otp::ref last = otp::make_ref();
  ASSERT_EQ(last, otp::ref(mine, last.count()));
  for (std::uint64_t n = 1; n <= 10; ++n)
    otp::send(otp::self(), otp::reply_message<int>{otp::ref(mine, last.count() + n), -1});
  otp::request_ids<int> all;
  const auto first = otp::send_request(s, slow_question{1}), second = otp::send_request(s, slow_question{2});
  ASSERT_LE(second.id.count(), last.count() + 10);
  all.add(second, "second");
  all.add(first, "first");
  otp::cast(s, go{});
  std::string order;
  while (const auto got = all.wait_response(1s)) order += got->label + "=" + std::to_string(*got->response.value) + " ";
  EXPECT_EQ(order, "second=20 first=10 ");
}

}  // namespace
