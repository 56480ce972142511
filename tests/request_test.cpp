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

}  // namespace
