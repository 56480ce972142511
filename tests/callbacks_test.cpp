// callbacks_test.cpp - which handlers of a server are found, and that none that can be called is refused.
#include <otp/subprocess.hpp>

#include <optional>
#include <string>

#include "support.hpp"

namespace {

/// Hears of its timer and of its subprocess without listing either.
class listens : public otp::gen_server<listens> {
 public:
  explicit listens(otp::pid tells) : tells_(std::move(tells)) {
    otp::start_timer(1ms, otp::self(), std::string("time"));
    sleeps_.emplace(otp::run_process({"sh", "-c", "exit 4"}));
  }
  void handle_info(const otp::timer_timeout& t) { otp::send(tells_, t.message.as<std::string>()); }
  void handle_info(const otp::subprocess_exited& e) { otp::send(tells_, e.status); }

 private:
  otp::pid tells_;
  std::optional<otp::subprocess> sleeps_;
};

/// Nothing can be derived from it, so of its private handlers nothing is known; it starts all the same.
class last final : public otp::gen_server<last> {
 private:
  void terminate(const otp::exit_reason&) {}
};

/// Helpers of the same name are the class's own business.
class helps_itself : public otp::gen_server<helps_itself> {
 public:
  explicit helps_itself(otp::pid tells) : tells_(std::move(tells)) {}
  void handle_info(const otp::message& m) {
    if (m.is<int>()) handle_info(m.as<int>());
  }
  void terminate(otp::exit_reason why) { otp::send(tells_, to_string(why)); }

 private:
  void handle_info(int n) { otp::send(tells_, n + 1); }
  otp::pid tells_;
};

}  // namespace

TEST(callbacks, what_the_library_itself_sends_needs_no_mention) {
  const otp::system system;
  const auto server = otp::start_link<listens>(system.main());
  EXPECT_EQ(otp::expect<std::string>(), "time");
  EXPECT_EQ(otp::expect<int>(), 4);
}

TEST(callbacks, a_final_class_starts) {
  const otp::system system;
  otp::stop(otp::start<last>());
}

TEST(callbacks, a_handler_for_all_messages_and_a_terminate_by_value_are_found) {
  const otp::system system;
  const auto server = otp::start<helps_itself>(system.main());
  otp::send(server, 1);
  EXPECT_EQ(otp::expect<int>(), 2);
  otp::stop(server, otp::shutdown);
  EXPECT_EQ(otp::expect<std::string>(), "shutdown");
}
