#include <again.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

struct coffee {
  using reply = std::string;
};

/// A request that cannot even be sent, so many times: the fault is the caller's own.
struct wrong_order {
  using reply = std::string;
  std::shared_ptr<int> faults;
  explicit wrong_order(int times) : faults(std::make_shared<int>(times)) {}
  wrong_order(const wrong_order& o) : faults(o.faults) {
    if ((*faults)-- > 0) throw std::logic_error("no such order");
  }
  wrong_order(wrong_order&&) = default;
};

/// A machine that fails so many times before it works.
struct counter {
  int calls = 0, failures = 0;
};
class machine : public otp::gen_server<machine> {
 public:
  using messages = otp::handles<coffee, wrong_order>;
  explicit machine(counter* c) : counter_(c) {}
  std::string handle_call(coffee) {
    if (++counter_->calls <= counter_->failures) throw std::runtime_error("no power");
    return "a coffee";
  }
  std::string handle_call(const wrong_order&) { return "a guess"; }

 private:
  counter* counter_;
};

class again : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  void start(int failures) {
    count.failures = failures;
    otp::start_supervisor({.intensity = 100, .period = 1s},
                          {otp::child<machine>("machine", {.name = "machine"}, &count)});
    begin = otp::now();
  }
  counter count;
  otp::system system{chosen()};
  otp::time_point begin = otp::now();
};

TEST_F(again, an_answer_is_returned_at_once) {
  start(0);
  EXPECT_EQ(call_again("machine", coffee{}, 3, 1s), "a coffee");
  EXPECT_EQ(otp::now() - begin, 0s) << "an answer is returned at once, without a pause";
}

TEST_F(again, after_a_failure_it_asks_the_next_one) {
  start(2);
  EXPECT_EQ(call_again("machine", coffee{}, 3, 1s), "a coffee");
  EXPECT_EQ(count.calls, 3) << "two calls that failed, and one that was answered";
  EXPECT_EQ(otp::now() - begin, 3s) << "a pause of 1 s, and one of 2 s";
}

TEST_F(again, it_gives_up) {
  start(1000);
  EXPECT_EQ(call_again("machine", coffee{}, 4, 1s), std::nullopt)
      << "when all attempts have failed, nothing is returned";
  EXPECT_EQ(count.calls, 4) << "so many calls are made as there are attempts";
  EXPECT_EQ(otp::now() - begin, 7s) << "after the last failure there is nothing to wait for";
}

TEST_F(again, a_server_that_is_not_there_may_come) {
  otp::spawn([&] {
    otp::sleep_for(2s);
    start(0);
    otp::receive([](int) {});
  });
  EXPECT_EQ(call_again("machine", coffee{}, 5, 1s), "a coffee")
      << "a server that is not there may come: that call has failed, too";
}

TEST_F(again, an_exception_that_is_no_failed_call_passes_through) {
  start(0);
  try {
    call_again("machine", wrong_order(3), 4, 1s);
    ADD_FAILURE() << "a std::logic_error was thrown, by a fault in the caller's own code, and was caught and tried "
                     "again: catch what says that a call has failed, and nothing else";
  } catch (const std::logic_error&) {
  }
}

TEST_F(again, who_is_told_to_end_ends) {
  const auto [caller, ref] = otp::spawn_monitor([] { call_again("nobody", coffee{}, 1000, 1s); });
  otp::sleep_for(10s);
  otp::exit(caller, otp::shutdown);
  otp::receive([](const otp::down& d) { EXPECT_EQ(d.reason, otp::shutdown); },
               otp::after(1min, [] { FAIL() << "the exit signal was caught"; }));
}

TEST_F(again, the_number_of_attempts_is_not_that_of_the_pauses) {
  start(1000);
  EXPECT_EQ(call_again("machine", coffee{}, 1, 1s), std::nullopt);
  EXPECT_EQ(count.calls, 1) << "one attempt is one call";
  EXPECT_EQ(otp::now() - begin, 0s) << "after the last one, do not wait";
}
