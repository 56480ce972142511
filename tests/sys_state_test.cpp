// sys_state_test.cpp - what servers say of their state when they are asked by get_state, and by get_status.
#include <otp/supervisor.hpp>
#include <otp/sys.hpp>
#include <otp/task_supervisor.hpp>

#include "counter.hpp"
#include "echo_server.hpp"
#include "turnstile.hpp"

namespace {

struct deposit {
  int coins;
};
/// Says how much is in it; with a debt, it cannot.
class till : public otp::gen_server<till> {
 public:
  using messages = otp::handles<deposit>;
  void handle_cast(deposit d) { coins_ += d.coins; }
  std::string format_status() const {
    if (coins_ < 0) throw std::runtime_error("a debt");
    return std::to_string(coins_) + " coins";
  }

 private:
  int coins_ = 0;
};

TEST(sys_state_test, a_server_with_a_format_status_says_its_state_between_two_callbacks) {
  const otp::system system(virtual_time());
  const auto t = otp::start<till>({.name = "till"});
  EXPECT_EQ(otp::get_state(t), "0 coins");
  otp::cast(t, deposit{3});
  EXPECT_EQ(otp::get_state(t.pid()), "3 coins");
  EXPECT_EQ(otp::get_state("till"), "3 coins");
  otp::suspend(t);
  otp::cast(t, deposit{4});
  EXPECT_EQ(otp::get_state(t), "3 coins") << "the cast waits";
  EXPECT_EQ(otp::get_status(t).now, otp::server_status::sys_state::suspended) << "to ask changes nothing";
  otp::resume(t);
  EXPECT_EQ(otp::get_state(t), "7 coins");
  EXPECT_EQ(otp::get_status(t).state, "7 coins");
  EXPECT_EQ(otp::get_status(t).server_class, otp::type_name(typeid(till)));
  EXPECT_EQ(failure_of([] { otp::get_state("safe"); }), otp::noproc);
}

TEST(sys_state_test, a_server_without_one_is_an_error_that_names_its_class) {
  const otp::system system(virtual_time());
  const auto c = otp::start<counter>({.name = "counter"});
  const auto is_named = [](auto&& server, const std::string& name) {
    try {
      ADD_FAILURE() << otp::get_state(server, 1s);
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::badarg);
      EXPECT_NE(std::string(e.what()).find(name + " has no format_status"), std::string::npos) << e.what();
    }
  };
  is_named(c, "counter");
  is_named("counter", "counter");
  is_named(otp::start<polly>(otp::self()).pid(), "parrot_host<polly>");
  EXPECT_EQ(otp::get_status(c).state, std::nullopt);
  EXPECT_EQ(otp::get_status(c).state_failure, std::nullopt);
}

TEST(sys_state_test, what_format_status_throws_goes_to_the_reader_and_ends_nothing) {
  const otp::system system(virtual_time());
  const auto t = otp::start<till>();
  otp::cast(t, deposit{-5});
  try {
    ADD_FAILURE() << otp::get_state(t);
  } catch (const otp::exit_exception& e) {
    EXPECT_EQ(e.reason().inner(), otp::exit_reason::error("std::runtime_error", "a debt"));
    EXPECT_NE(e.reason().type().find("till,format_status"), std::string::npos) << e.reason();
  }
  const otp::server_status seen = otp::get_status(t);
  EXPECT_EQ(seen.state, std::nullopt);
  EXPECT_EQ(seen.state_failure, otp::exit_reason::error("std::runtime_error", "a debt"));
  otp::cast(t, deposit{6});
  EXPECT_EQ(otp::get_state(t), "1 coins");
}

/// Waits in its format_status.
class deep_in_thought : public otp::gen_server<deep_in_thought> {
 public:
  std::string format_status() const {
    otp::sleep_for(1h);
    return "at last";
  }
};

TEST(sys_state_test, an_exit_signal_is_met_in_format_status_too) {
  const otp::system system(virtual_time());
  const auto slow = otp::start<deep_in_thought>();
  EXPECT_EQ(failure_of([&] { otp::get_state(slow, 1s); }), otp::timeout);
  const otp::ref end = otp::monitor(slow);
  const otp::time_point begin = otp::now();
  otp::exit(slow, "enough");
  EXPECT_EQ(reason_of_end(end), "enough");
  EXPECT_EQ(otp::now(), begin);
}

class talking_turnstile : public otp::gen_statem<talking_turnstile, otp::states<locked, unlocked>> {
 public:
  using messages = otp::handles<coin>;
  talking_turnstile() : gen_statem(locked{}) {}
  next on(locked&, coin) { return go(unlocked{++coins_}); }
  next on(unlocked&, coin) { return go(unlocked{++coins_}); }
  std::string format_status() const { return std::to_string(coins_) + " coins"; }

 private:
  int coins_ = 0;
};

TEST(sys_state_test, a_state_machine_says_which_state_it_is_in) {
  const otp::system system(virtual_time());
  const auto silent = otp::start<turnstile>();
  EXPECT_EQ(otp::get_state(silent), "locked");
  otp::cast(silent, coin{});
  EXPECT_EQ(otp::get_state(silent), "unlocked");
  const auto talking = otp::start<talking_turnstile>();
  otp::cast(talking, coin{});
  EXPECT_EQ(otp::get_state(talking), "unlocked: 1 coins");
  EXPECT_EQ(otp::get_status(talking).server_class, otp::type_name(typeid(talking_turnstile)));
}

TEST(sys_state_test, a_supervisor_says_its_children_one_in_a_line) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_supervisor({.name = "top"}, {otp::child<counter>("a"), otp::child<counter>("b\nc")});
  const auto child = [&](const std::string& id) { return to_string(otp::which_child(sup, id)->pid); };
  EXPECT_EQ(otp::get_state(sup), "a " + child("a") + " running\nb\\nc " + child("b\nc") + " running");
  otp::terminate_child(sup, "a");
  EXPECT_EQ(otp::get_state("top"), "a stopped\nb\\nc " + child("b\nc") + " running");

  const auto tasks = otp::start_task_supervisor();
  EXPECT_EQ(otp::get_state(tasks), "") << "no children, which is a state, too";
  const otp::pid one = otp::start_task_child(tasks, [] {
    otp::set_label("brewing");
    otp::receive([](done) {});
  });
  otp::sleep_for(1s);
  EXPECT_EQ(otp::get_state(tasks), "brewing " + to_string(one) + " running");
}

}  // namespace
