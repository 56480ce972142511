// request_test.cpp - requests that are answered later, one or a collection of them.
#include <otp/request_ids.hpp>

#include <memory>

#include <otp/explore.hpp>

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

TEST(request_test, a_collection_can_be_listed_in_the_order_of_its_requests) {
  const otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  otp::request_ids<int> all;
  EXPECT_TRUE(all.to_list().empty());
  const auto first = otp::send_request(s, slow_question{1}), second = otp::send_request(s, slow_question{2});
  all.add(second, "b");
  all.add(first, "a");
  const auto listed = all.to_list();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].first.id, second.id);
  EXPECT_EQ(listed[0].second, "b");
  EXPECT_EQ(listed[1].first.id, first.id);
  EXPECT_EQ(listed[1].second, "a");
}

TEST(request_test, a_request_that_is_kept_has_its_label_and_is_not_answered_again) {
  const otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  otp::request_ids<int> all;
  for (int n = 1; n <= 2; ++n) all.add(otp::send_request(s, slow_question{n}), std::to_string(n));
  otp::cast(s, go{});
  EXPECT_EQ(all.wait_response(1s, otp::handled_request::kept)->label, "2");
  EXPECT_EQ(all.size(), 2u);
  EXPECT_EQ(all.to_list()[1].second, "2");
  EXPECT_EQ(all.wait_response(1s, otp::handled_request::kept)->label, "1");
  const otp::time_point begin = otp::now();
  EXPECT_FALSE(all.wait_response(1h)) << "both have been answered";
  EXPECT_EQ(otp::now() - begin, 1h);
  EXPECT_EQ(all.size(), 2u);
}

TEST(request_test, receive_response_of_a_collection_gives_up_all_of_it_when_the_time_is_up) {
  const otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  otp::request_ids<int> all;
  for (int n = 1; n <= 3; ++n) all.add(otp::send_request(s, slow_question{n}), std::to_string(n));
  EXPECT_FALSE(all.wait_response(1s));
  EXPECT_EQ(all.size(), 3u) << "wait_response gives up none";
  EXPECT_FALSE(all.receive_response(1s));
  EXPECT_EQ(all.size(), 0u);
  otp::cast(s, go{});
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::waiting_messages().empty());
  EXPECT_TRUE(otp::process_info(otp::self())->monitors.empty());

  all.add(otp::send_request(s, slow_question{4}), "4");
  otp::cast(s, go{});
  const auto in_time = all.receive_response(1s);
  ASSERT_TRUE(in_time);
  EXPECT_EQ(in_time->response.value, 40);
  EXPECT_FALSE(all.receive_response(otp::infinity)) << "none is left, so there is nothing to wait for";
}

/// Answers at once, and tells whether the caller got it.
struct told_question {
  using reply = int;
};
class telling : public otp::gen_server<telling> {
 public:
  explicit telling(otp::pid to) : to_(std::move(to)) {}
  void handle_call(told_question, const otp::from<int>& caller) {
    if (otp::reply(caller, 1)) otp::send(to_, done{});
  }

 private:
  otp::pid to_;
};

TEST(request_test, a_reply_that_is_delivered_is_given_also_at_the_last_moment) {
  otp::explore({.schedules = SANITIZED ? 100u : 1000u}, [] {
    otp::request_ids<int> all;
    for (int n = 0; n < 4; ++n)
      all.add(otp::send_request(otp::start<telling>(otp::self()), told_question{}), std::to_string(n));
    int given = 0, delivered = 0;
    while (all.size() > 0) given += all.receive_response(0ns).has_value();
    otp::sleep_for(1s);
    for (bool more = true; more;)
      more = otp::receive(
          [&](done) {
            ++delivered;
            return true;
          },
          otp::after(0s, [] { return false; }));
    if (given != delivered)
      throw otp::expectation_failed(std::to_string(delivered) + " delivered, given " + std::to_string(given));
    if (!otp::waiting_messages().empty()) throw otp::expectation_failed("something is left");
  });
}

TEST(request_test, a_message_received_by_other_means_can_be_checked_against_a_collection) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto s = otp::start<slow>();
  otp::request_ids<int> all;
  for (int n = 1; n <= 2; ++n) all.add(otp::send_request(s, slow_question{n}), std::to_string(n));
  const auto other = otp::send_request(s, slow_question{3});
  otp::cast(s, go{});
  std::string seen;
  const auto look = [&](otp::handled_request then) {
    otp::receive([&](otp::message m) {
      const auto got = all.check_response(m, then);
      seen += got ? got->label + "=" + std::to_string(got->response.value.value()) + " " : m.name() + " ";
    });
  };
  look(otp::handled_request::removed);
  look(otp::handled_request::kept);
  EXPECT_EQ(all.size(), 2u);
  look(otp::handled_request::removed);
  EXPECT_EQ(all.size(), 1u);
  EXPECT_EQ(seen, "reply int 2=20 1=10 ");
  all.add(otp::send_request(s, slow_question{4}), "4");
  otp::cast(s, done{});
  otp::receive([&](otp::message m) { EXPECT_EQ(all.check_response(m)->response.failure, "enough"); });
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(request_test, a_label_that_cannot_be_copied_goes_with_its_request) {
  const otp::system system(virtual_time());
  const auto s = otp::start<slow>();
  otp::request_ids<int, std::unique_ptr<int>> all;
  all.add(otp::send_request(s, slow_question{1}), std::make_unique<int>(7));
  otp::cast(s, go{});
  EXPECT_EQ(*all.wait_response(1s)->label, 7);
}

}  // namespace
