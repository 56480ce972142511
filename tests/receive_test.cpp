// receive_test.cpp - receive: which message and which clause, patterns and guards, marks, timeouts.
#include "support.hpp"

namespace {

// The main actor sends to itself: order is that of the calls.
void send_numbers(int first, int last) {
  for (int i = first; i <= last; ++i) otp::send(otp::self(), number{i});
}
int next_number() { return otp::expect<number>().n; }

TEST(receive_test, takes_the_oldest_message_that_matches_and_leaves_the_rest_in_order) {
  otp::system system;
  send_numbers(1, 3);
  otp::send(otp::self(), go{});
  send_numbers(4, 5);
  otp::expect<go>();
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(next_number(), i);
}

TEST(receive_test, the_oldest_message_wins_not_the_first_clause) {
  otp::system system;
  otp::send(otp::self(), number{1});
  otp::send(otp::self(), go{});
  EXPECT_EQ(otp::receive([](go) { return "go"; }, [](number) { return "number"; }), std::string("number"));
}

TEST(receive_test, returns_what_the_handler_returns) {
  otp::system system(virtual_time());
  otp::send(otp::self(), number{4});
  const double result = otp::receive([](number n) { return n.n; }, otp::after(1s, [] { return 0.5; }));
  EXPECT_EQ(result, 4.0);
  EXPECT_EQ(otp::receive([](go) { return 1; }, otp::after(0s, [] { return 2; })), 2);
}

TEST(receive_test, guards_decide_by_value) {
  otp::system system;
  send_numbers(1, 5);
  const auto even = [](const number& n) { return n.n % 2 == 0; };
  EXPECT_EQ(otp::receive(otp::when(even, [](number n) { return n.n; })), 2);
  EXPECT_EQ(otp::receive(otp::when(even, [](number n) { return n.n; })), 4);
  EXPECT_EQ(next_number(), 1);
}

TEST(receive_test, a_guard_that_throws_does_not_match) {
  otp::system system;
  send_numbers(1, 1);
  const auto bad = [](const number&) -> bool { throw std::runtime_error("in guard"); };
  EXPECT_EQ(otp::receive(otp::when(bad, [](number) { return 1; }), otp::after(0s, [] { return 2; })), 2);
  EXPECT_EQ(next_number(), 1);
}

TEST(receive_test, tuple_structure_literals_match_wildcards_extract_or_ignore) {
  otp::system system;
  using otp::any, otp::ignore, otp::match;
  const auto me = otp::self();
  otp::send(me, std::tuple("add", 5));
  otp::send(me, std::tuple("data", "json", 1, std::vector<int>{1, 2}));
  otp::send(me, std::tuple("nested", std::tuple("point", 3, 4)));
  EXPECT_EQ(otp::receive(
                match("sub", any<int>) >> [](int) { return 0; }, match("add", any<long>) >> [](long) { return 1; },
                match("add", any<int>) >> [](int n) { return n; }),
            5);
  EXPECT_EQ(otp::receive(
                match("data", "xml", ignore, ignore) >> [] { return 0u; },
                match("data", "json", ignore, any<std::vector<int>>) >>
                    [](std::vector<int> v) { return unsigned(v.size()); }),
            2u);
  EXPECT_EQ(otp::receive(match("nested", match("point", any<int>, any<int>)) >> [](int x, int y) { return x * y; }),
            12);
}

TEST(receive_test, tuple_patterns_need_the_same_arity_and_types) {
  otp::system system;
  otp::send(otp::self(), std::tuple("add", 5, 6));
  otp::send(otp::self(), std::string("add"));
  EXPECT_EQ(otp::receive(
                otp::match("add", otp::any<int>) >> [](int) { return 1; }, otp::match("add") >> [] { return 2; },
                otp::after(0s, [] { return 3; })),
            3);
}

TEST(receive_test, any_message_takes_whatever_comes) {
  otp::system system;
  otp::send(otp::self(), go{});
  otp::send(otp::self(), 7);
  EXPECT_EQ(otp::receive(otp::any_message >> [](const otp::message& m) { return m.name(); }), "go");
  EXPECT_EQ(otp::receive([](otp::message m) { return m.as<int>(); }), 7);
}

TEST(receive_test, move_only_messages_are_moved_to_the_handler) {
  otp::system system;
  otp::send(otp::self(), std::make_unique<int>(3));
  const std::unique_ptr<int> got = otp::receive([](std::unique_ptr<int> p) { return p; });
  EXPECT_EQ(*got, 3);
}

TEST(receive_test, a_receive_inside_a_handler_keeps_the_skipped_messages_in_order) {
  otp::system system;
  send_numbers(1, 2);
  otp::send(otp::self(), go{});
  send_numbers(3, 3);
  otp::send(otp::self(), done{});
  send_numbers(4, 4);
  otp::receive([](go) { otp::receive([](done) {}); });
  for (int i = 1; i <= 4; ++i) EXPECT_EQ(next_number(), i);
}

TEST(receive_test, a_handler_that_throws_does_not_put_the_message_back) {
  otp::system system;
  send_numbers(1, 2);
  EXPECT_THROW(otp::receive([](number) { throw std::logic_error("x"); }), std::logic_error);
  EXPECT_EQ(next_number(), 2);
}

TEST(receive_test, a_zero_timeout_polls_the_whole_mailbox) {
  otp::system system;
  send_numbers(1, 1000);
  otp::send(otp::self(), go{});
  EXPECT_TRUE(otp::receive([](go) { return true; }, otp::after(0s, [] { return false; })));
  EXPECT_FALSE(otp::receive([](go) { return true; }, otp::after(0s, [] { return false; })));
}

TEST(receive_test, only_after_sleeps_and_leaves_the_mailbox_alone) {
  otp::system system(virtual_time());
  send_numbers(1, 3);
  otp::receive(otp::after(1ms, [] {}));
  EXPECT_EQ(next_number(), 1);
}

TEST(receive_test, a_negative_timeout_is_an_error_once_nothing_matches) {
  otp::system system(virtual_time());
  send_numbers(1, 1);
  EXPECT_EQ(otp::receive([](number n) { return n.n; }, otp::after(-1s, [] { return -1; })), 1);
  EXPECT_THROW(otp::receive([](number) {}, otp::after(-1s, [] {})), otp::error);
}

TEST(receive_test, in_a_thread_that_is_no_actor_is_a_clear_error) {
  otp::system system;
  std::string text;
  std::thread([&, to = otp::self()] {
    try {
      otp::receive([](go) {});
    } catch (const otp::error& e) {
      if (e.code() == otp::errc::not_an_actor) text = e.what();
    }
    otp::send(to, go{});  // sending it may
  }).join();
  EXPECT_NE(text.find("receive"), std::string::npos);
  EXPECT_NE(text.find("no actor"), std::string::npos);
  otp::expect<go>();
}

TEST(receive_test, from_a_mark_on_older_messages_are_not_looked_at) {
  otp::system system;
  send_numbers(1, 100);
  const otp::receive_mark mark = otp::mark_mailbox();
  send_numbers(101, 102);
  int looked = 0;
  EXPECT_EQ(otp::receive(mark, otp::when(
                                   [&](const number& n) {
                                     ++looked;
                                     return n.n == 102;
                                   },
                                   [](number n) { return n.n; })),
            102);
  EXPECT_EQ(looked, 2);
  EXPECT_EQ(next_number(), 1);
  EXPECT_EQ(otp::receive(mark, [](number n) { return n.n; }), 101);
}

TEST(receive_test, messages_from_several_senders_keep_each_senders_order) {
  otp::system system;
  struct from_sender {
    int sender, n;
  };
  constexpr int senders = 4, each = 5000;
  for (int s = 0; s < senders; ++s)
    otp::spawn([s, to = otp::self()] {
      for (int n = 0; n < each; ++n) otp::send(to, from_sender{s, n});
    });
  std::array<int, senders> next{};
  for (int i = 0; i < senders * each; ++i) {
    const auto m = otp::expect<from_sender>();
    EXPECT_EQ(m.n, next[std::size_t(m.sender)]++);
  }
}

TEST(receive_test, real_time_a_timeout_never_fires_early) {
  otp::system system(real_time());
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    otp::receive([](go) {}, otp::after(3ms, [] {}));
    EXPECT_GE(std::chrono::steady_clock::now() - start, 3ms);
  }
}

int twice(number n) { return 2 * n.n; }
int thrice(const number& n) noexcept { return 3 * n.n; }
bool odd(const number& n) { return n.n % 2 == 1; }
int whatever(const otp::message&) { return -1; }
int no_answer() { return -2; }

TEST(receive_test, a_plain_function_is_a_clause_too) {
  otp::system system;
  const auto next = [](int n) { otp::send(otp::self(), number{n}); };
  next(1);
  EXPECT_EQ(otp::receive(twice), 2);
  next(2);
  EXPECT_EQ(otp::receive(&thrice), 6);
  next(4);
  next(3);
  EXPECT_EQ(otp::receive(otp::when(odd, thrice)), 9);
  EXPECT_EQ(otp::receive(otp::any_message >> whatever), -1);
  next(5);
  EXPECT_EQ(otp::receive(std::function<int(number)>(twice), otp::after(0s, no_answer)), 10);
  EXPECT_EQ(otp::receive(twice, otp::after(0s, no_answer)), -2);
}

TEST(receive_test, a_sleep_of_no_time_is_a_step_too) {
  otp::system system(virtual_time());
  bool slept = false;
  EXPECT_EQ(how_it_ends([&slept] {
              {
                const otp::hold_exits held;
                otp::exit(otp::self(), "told");
              }
              otp::sleep_for(0s);
              slept = true;
            }),
            "told");
  EXPECT_FALSE(slept);
}

}  // namespace
