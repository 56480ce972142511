// descriptors_test.cpp - waits for descriptors, and for messages meanwhile.
#include <otp/descriptors.hpp>

#include <sys/resource.h>

#include <string>
#include <thread>

#include "channel.hpp"
#include "support.hpp"

namespace {

/// What a receive with these two clauses has come to.
std::string message_or_byte(const channel& bytes, otp::duration wait = 0s) {
  return otp::receive([](int n) { return "message " + std::to_string(n); },
                      otp::readable(bytes.reader()) >> [&] { return std::string("byte ") + bytes.get(); },
                      otp::after(wait, [] { return std::string("nothing"); }));
}

}  // namespace

TEST(descriptors, a_clause_runs_as_long_as_there_is_something_to_read) {
  const channel bytes;
  const otp::system system;
  EXPECT_EQ(message_or_byte(bytes), "nothing");
  bytes.put('a');
  bytes.put('b');
  EXPECT_EQ(message_or_byte(bytes), "byte a");
  EXPECT_EQ(message_or_byte(bytes), "byte b");
  EXPECT_EQ(message_or_byte(bytes), "nothing");
}

TEST(descriptors, a_wait_ends_with_what_comes_first) {
  const channel bytes;
  const otp::system system;
  const otp::pid writer = otp::spawn([&bytes, main = system.main()] {
    otp::receive([](go) {});
    bytes.put('a');
    otp::receive([](go) {});
    otp::send(main, 7);
  });
  otp::send(writer, go{});
  EXPECT_EQ(message_or_byte(bytes, otp::infinity), "byte a");
  otp::send(writer, go{});
  EXPECT_EQ(message_or_byte(bytes, otp::infinity), "message 7");
}

TEST(descriptors, messages_come_first) {
  const channel bytes;
  const otp::system system;
  bytes.put('a');
  otp::send(otp::self(), 1);
  EXPECT_EQ(message_or_byte(bytes), "message 1");
  EXPECT_EQ(message_or_byte(bytes), "byte a");
}

TEST(descriptors, a_message_that_no_clause_accepts_does_not_come_first_and_stays) {
  const channel bytes;
  const otp::system system;
  otp::send(otp::self(), std::string("other"));
  bytes.put('a');
  EXPECT_EQ(message_or_byte(bytes, otp::infinity), "byte a");
  EXPECT_EQ(otp::receive([](std::string s) { return s; }), "other");
}

TEST(descriptors, a_flood_of_messages_holds_up_a_descriptor_for_sixteen_of_them) {
  const channel bytes;
  const otp::system system;
  for (int i = 0; i < 100; ++i) otp::send(otp::self(), i);
  bytes.put('a');
  bytes.put('b');
  std::vector<int> places;
  for (int i = 0; i < 102; ++i)
    if (message_or_byte(bytes).starts_with("byte")) places.push_back(i);
  EXPECT_EQ(places, (std::vector{16, 33}));
}

TEST(descriptors, of_those_that_are_ready_the_first_clause_runs) {
  const channel first, second;
  const otp::system system;
  const auto which = [&] {
    return otp::receive(
        otp::readable(first.reader()) >> [] { return 1; }, otp::readable(second.reader()) >> [] { return 2; },
        [](int n) { return n; }, otp::writable(second.writer()) >> [] { return 3; }, otp::after(0s, [] { return 0; }));
  };
  EXPECT_EQ(which(), 3);
  second.put();
  EXPECT_EQ(which(), 2);
  first.put();
  EXPECT_EQ(which(), 1);
}

TEST(descriptors, more_of_them_than_fit_on_the_stack) {
  const channel c;
  const otp::system system;
  const auto silent = otp::readable(c.reader()) >> [] { return 0; };
  c.fill();
  c.empty();
  EXPECT_EQ(otp::receive(
                silent, silent, silent, silent, silent, silent, silent, silent, silent,
                otp::writable(c.writer()) >> [] { return 1; }, otp::after(0s, [] { return 2; })),
            1);
}

TEST(descriptors, writable_is_what_has_room) {
  const channel bytes;
  const otp::system system;
  EXPECT_TRUE(otp::wait_writable(bytes.writer()));
  bytes.fill();
  EXPECT_FALSE(otp::wait_writable(bytes.writer(), 0s));
  bytes.empty();
  EXPECT_TRUE(otp::wait_writable(bytes.writer(), 0s));
}

TEST(descriptors, an_end_counts_as_readable) {
  channel bytes;
  const otp::system system;
  bytes.close_writer();
  EXPECT_TRUE(otp::wait_readable(bytes.reader()));
}

TEST(descriptors, wait_readable_passes_over_messages) {
  const channel bytes;
  const otp::system system;
  otp::spawn([&bytes, main = system.main()] {
    otp::send(main, 1);
    otp::send(main, 2);
    bytes.put();
  });
  EXPECT_TRUE(otp::wait_readable(bytes.reader()));
  EXPECT_EQ(message_or_byte(bytes), "message 1");
}

TEST(descriptors, real_time_the_time_that_a_wait_takes_is_bounded) {
  const channel bytes;
  const otp::system system;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(otp::wait_readable(bytes.reader(), 20ms));
  EXPECT_EQ(message_or_byte(bytes, 20ms), "nothing");
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, 40ms);
  EXPECT_LT(took, 5s);
}

TEST(descriptors, an_exit_signal_ends_each_wait) {
  const channel bytes;
  const otp::system system;
  const auto ends = [](auto wait) {
    const auto [waiter, ref] = otp::spawn_monitor(wait);
    otp::exit(waiter, "enough");
    EXPECT_EQ(reason_of_end(ref), otp::exit_reason("enough"));
  };
  ends([&] { otp::wait_readable(bytes.reader()); });
  ends([&] { otp::wait_readable(bytes.reader(), 1h); });
  ends([&] { otp::receive(otp::readable(bytes.reader()) >> [] {}); });
  bytes.fill();
  ends([&] { otp::wait_writable(bytes.writer()); });
}

TEST(descriptors, real_time_an_exit_signal_ends_a_wait_that_has_begun) {
  const channel bytes;
  const otp::system system;
  for (const bool for_messages : {true, false}) {
    const auto [waiter, ref] = otp::spawn_monitor([&] {
      if (for_messages) otp::receive(otp::readable(bytes.reader()) >> [] {});
      otp::wait_readable(bytes.reader());
    });
    otp::sleep_for(10ms);
    const auto begin = std::chrono::steady_clock::now();
    otp::exit(waiter, otp::shutdown);
    EXPECT_EQ(reason_of_end(ref), otp::shutdown);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  }
}

TEST(descriptors, what_is_not_open_is_refused) {
  channel bytes;
  const otp::system system;
  bytes.put();
  EXPECT_TRUE(
      otp::wait_readable(bytes.reader(), 1s));  // the actor's own descriptor must not get the closed one's number
  const int closed = bytes.reader();
  bytes.close_reader();
  const auto refused = [](auto wait, const std::string& text) {
    try {
      wait();
      ADD_FAILURE() << "not refused";
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::badarg);
      EXPECT_EQ(e.what(), text);
    }
  };
  const std::string text = "descriptor " + std::to_string(closed) + " is not open";
  refused([&] { otp::wait_readable(closed); }, text);
  refused(
      [&] {
        otp::receive(
            otp::readable(closed) >> [] {}, otp::after(0s, [] {}));
      },
      text);
  refused([] { otp::wait_writable(-1); }, "descriptor -1 is not open");
  // The mailbox is as it was.
  otp::send(otp::self(), 1);
  EXPECT_EQ(otp::receive([](int n) { return n; }), 1);
}

TEST(descriptors, a_negative_time_is_refused_and_a_thread_that_is_no_actor) {
  const channel bytes;
  const auto code_of = [&](otp::duration wait) {
    try {
      otp::wait_readable(bytes.reader(), wait);
      return "none";
    } catch (const otp::error& e) {
      return e.code() == otp::errc::not_an_actor    ? "not_an_actor"
             : e.code() == otp::errc::timeout_value ? "timeout_value"
                                                    : "another";
    }
  };
  EXPECT_STREQ(code_of(0s), "not_an_actor");
  const otp::system system;
  EXPECT_STREQ(code_of(-1ms), "timeout_value");
}

TEST(descriptors, real_time_an_actor_has_a_descriptor_of_its_own_only_if_it_waits_for_others_and_while_it_lives) {
  const channel bytes;
  const otp::system system(real_time());
  const std::size_t before = open_descriptors();
  const auto [plain, plain_ref] = otp::spawn_monitor([] { otp::receive([](go) {}); });
  const auto [waiter, waiter_ref] = otp::spawn_monitor([&bytes, main = system.main()] {
    for (bool goes_on = true; goes_on;)
      otp::receive([&](go) { goes_on = false; }, otp::readable(bytes.reader()) >>
                                                     [&] {
                                                       bytes.get();
                                                       otp::send(main, ready{});
                                                     });
  });
  bytes.put();
  otp::receive([](ready) {});
  EXPECT_EQ(open_descriptors(), before + 1);
  for (const otp::pid& p : {plain, waiter}) otp::send(p, go{});
  reason_of_end(plain_ref);
  reason_of_end(waiter_ref);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(descriptors, real_time_when_the_machine_has_no_descriptor_the_wait_says_so) {
  if (SANITIZED) GTEST_SKIP() << "the sanitizers need descriptors, too";
  const channel bytes;
  const otp::system system(real_time());
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  try {
    otp::wait_readable(bytes.reader(), 1h);
    ADD_FAILURE() << "not refused";
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::system_limit);
    EXPECT_NE(std::string(e.what()).find("Too many open files"), std::string::npos) << e.what();
  }
  setrlimit(RLIMIT_NOFILE, &before);
  bytes.put();
  EXPECT_TRUE(otp::wait_readable(bytes.reader(), 1h));
}

TEST(descriptors, real_time_with_a_seed_the_outside_world_is_waited_for_and_is_no_deadlock) {
  const channel bytes;
  const otp::system system(otp::seeded(5));
  std::thread outside([&] {
    std::this_thread::sleep_for(30ms);
    bytes.put();
  });
  EXPECT_TRUE(otp::wait_readable(bytes.reader()));
  EXPECT_EQ(message_or_byte(bytes, otp::infinity), "byte x");
  outside.join();
  // Time goes on as outside: a wait of a moment takes that moment.
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(otp::wait_readable(bytes.reader(), 30ms));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 29ms);
  // And no faster when nothing outside is waited for: it jumps.
  EXPECT_EQ(otp::receive([](int n) { return n; }, otp::after(1h, [] { return 0; })), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
}

TEST(descriptors, real_time_no_wake_up_is_lost_between_messages_and_bytes) {
  const int rounds = SANITIZED ? 2'000 : 20'000;
  const channel there, back;
  const otp::system system(real_time());
  otp::spawn_link([&, main = system.main()] {
    for (int i = 0; i < rounds; ++i) {
      otp::receive(
          [&](go) {
            if (i % 3 == 0) otp::send(main, ready{});
            if (i % 3 != 0) back.put();
          },
          otp::readable(there.reader()) >>
              [&] {
                there.get();
                i % 2 == 0 ? otp::send(main, ready{}) : back.put();
              });
    }
  });
  const otp::pid echo = otp::spawn_link([&] {
    for (;;) otp::receive([&](go) { there.put(); });
  });
  for (int i = 0; i < rounds; ++i) {
    if (i % 5 < 2)
      there.put();
    else
      otp::send(echo, go{});
    otp::receive([](ready) {}, otp::readable(back.reader()) >> [&] { back.get(); });
  }
}
