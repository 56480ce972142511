// child_options_test.cpp - what a child may be given besides its arguments: limits, a stack, a time, a label.
#include <string>
#include <vector>

#include "counter.hpp"

namespace {

struct burn {};
/// Looks at nothing but what it was told to start with.
class busy : public otp::gen_server<busy> {
 public:
  using messages = otp::handles<burn, get>;
  void handle_cast(burn) {}
  int handle_call(get) { return 1; }
};
class slow_to_start : public otp::gen_server<slow_to_start> {
 public:
  slow_to_start() { otp::sleep_for(1h); }
};
/// Names itself after what it serves.
class session : public otp::gen_server<session> {
 public:
  using messages = otp::handles<crash_now, who>;
  explicit session(int number) { otp::set_label("session " + std::to_string(number)); }
  otp::pid handle_call(who) { return otp::self(); }
  void handle_cast(crash_now) { throw std::runtime_error("asked to"); }
};

/// A frame of this size fits only into a stack that is larger.
int deep(std::size_t bytes) {
  volatile char frame[1024];
  frame[0] = 1;
  return bytes < sizeof frame ? frame[0] : frame[0] + deep(bytes - sizeof frame);
}

otp::pid only_child(const otp::supervisor_ref& sup) { return otp::which_children(sup).front().pid; }

}  // namespace

TEST(child_options, a_mailbox_limit_holds_for_each_incarnation) {
  report_box reports;
  const otp::system system(reports.options());
  const auto sup = otp::start_supervisor(
      {}, {otp::child("sink", {.mailbox = {.messages = 2, .when_full = otp::overflow::crash_sender}}, [] {
        otp::receive([](go) {});
        otp::exit("again");
      })});
  for (int incarnation = 0; incarnation < 2; ++incarnation) {
    const otp::pid sink = only_child(sup);
    otp::send(sink, 1);
    otp::send(sink, 2);
    EXPECT_THROW(otp::send(sink, 3), otp::error);
    const otp::ref end = otp::monitor(sink);
    if (incarnation == 1) break;
    otp::exit(sink, otp::kill);
    reason_of_end(end);
  }
}

TEST(child_options, a_server_may_have_one_too_and_a_pool) {
  const otp::system system;
  const otp::child_options limited{.mailbox = {.messages = 1, .when_full = otp::overflow::crash_sender},
                                   .label = "limited"};
  const auto sup = otp::start_supervisor({}, {otp::child<busy>("server", limited)});
  const auto pool =
      otp::start_supervisor({.strategy = otp::simple_one_for_one}, {otp::simple_child<busy>({}, limited)});
  for (const otp::pid& server : {only_child(sup), otp::start_child(pool).pid}) {
    EXPECT_EQ(otp::get_label(server), "limited");
    otp::suspend(server);
    const auto fill = [&] {
      for (int i = 0; i < 10; ++i) otp::cast(server, burn{});
    };
    EXPECT_THROW(fill(), otp::error);
  }
}

TEST(child_options, a_constructor_that_takes_too_long_is_a_failed_start) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  try {
    otp::start_supervisor({}, {otp::child<slow_to_start>("slow", {.timeout = 10s})});
    ADD_FAILURE();
  } catch (const otp::start_error& e) {
    EXPECT_NE(to_string(e.reason()).find("{failed_to_start_child,slow,timeout}"), std::string::npos)
        << to_string(e.reason());
  }
}

TEST(child_options, a_stack_may_be_larger_than_the_usual_one) {
  const otp::system system;
  const auto sup = otp::start_supervisor({}, {otp::child("deep", {.stack_size = 64 << 20}, [main = system.main()] {
                                           otp::send(main, deep(SANITIZED ? 1 << 20 : 32 << 20));
                                           otp::wait_for_end();
                                         })});
  EXPECT_GT(otp::expect<int>(), 0);
}

TEST(child_options, a_label_is_shown_and_an_actor_may_change_its_own) {
  report_box reports;
  const otp::system system(reports.options());
  const auto sup = otp::start_supervisor({.strategy = otp::simple_one_for_one, .intensity = 0},
                                         {otp::simple_child<session, int>({}, {.restart = otp::temporary})});
  const otp::pid seven = otp::start_child(sup, otp::with_args(7)).pid;
  EXPECT_EQ(otp::get_label(seven), "session 7");
  EXPECT_EQ(otp::process_info(seven)->label, "session 7");
  const otp::ref end = otp::monitor(seven);
  otp::cast(seven, crash_now{});
  reason_of_end(end);
  EXPECT_EQ(otp::get_label(seven), "session 7") << "also when it is over";
  otp::which_children(sup);  // by now its supervisor has reported
  std::string all;
  for (const otp::report& r : reports.all()) all += to_string(r);
  EXPECT_NE(all.find("crash of " + to_string(seven) + " session 7\n"), std::string::npos) << all;
  EXPECT_NE(all.find("child terminated '" + to_string(seven) + " session 7'"), std::string::npos) << all;
}

TEST(child_options, a_thread_is_called_as_its_label_says) {
  const otp::system system;
  otp::set_label("the one and only main thread");
  char name[16] = {};
  pthread_getname_np(pthread_self(), name, sizeof name);
  EXPECT_STREQ(name, "the one and onl");
  otp::set_label("main");
}

TEST(child_options, a_pool_of_functions) {
  const otp::system system;
  const auto pool = otp::start_supervisor({.strategy = otp::simple_one_for_one},
                                          {otp::simple_child<otp::pid, std::string>([](otp::pid to, std::string text) {
                                            otp::send(to, text);
                                            otp::wait_for_end();
                                          })});
  for (const std::string text : {"a", "b"}) {
    EXPECT_TRUE(otp::start_child(pool, otp::with_args(system.main(), text)));
    EXPECT_EQ(otp::expect<std::string>(), text);
  }
  const otp::child_result wrong = otp::start_child(pool, otp::with_args(1));
  EXPECT_EQ(wrong.error, otp::supervisor_error::start_failed);
  EXPECT_NE(to_string(wrong.reason).find("extra arguments of other types"), std::string::npos);
  EXPECT_EQ(otp::count_children(pool).active, 2u);
}

TEST(child_options, a_pool_may_have_a_largest_size) {
  report_box reports;
  const otp::system system(reports.options());
  const auto pool = otp::start_supervisor({.strategy = otp::simple_one_for_one, .intensity = 9, .max_children = 2},
                                          {otp::simple_child<counter>({}, {.restart = otp::transient})});
  const otp::pid first = otp::start_child(pool).pid;
  EXPECT_TRUE(otp::start_child(pool));
  const otp::child_result third = otp::start_child(pool);
  EXPECT_EQ(third.error, otp::supervisor_error::max_children);
  EXPECT_EQ(to_string(third.error), "max_children");
  EXPECT_FALSE(third.pid);
  otp::cast(first, crash_now{});  // its successor has its place
  EXPECT_EQ(otp::start_child(pool).error, otp::supervisor_error::max_children);
  otp::terminate_child(pool, otp::which_children(pool).front().pid);
  EXPECT_TRUE(otp::start_child(pool));
  EXPECT_EQ(otp::what_is_wrong_with({.max_children = 1}, {}).substr(0, 15), "bad_combination");
}
