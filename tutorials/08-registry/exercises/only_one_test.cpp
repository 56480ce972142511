#include <only_one.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

void stays() {
  otp::receive([](int) {});
}

/// A mutex that is held while the library is called stops the run, and no schedule sees it: then this ends the program.
class does_not_hang : public testing::Test {
 public:
  ~does_not_hang() override {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ended_.notify_one();
    watch_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread watch_{[this] {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, 20s, [this] { return over_; })) return;
    std::cout << "callers wait for each other for ever: is a mutex held while an actor is started or waited for?\n"
              << "[  FAILED  ] only_one.callers_must_not_wait_for_each_other\n"
              << std::flush;
    std::_Exit(1);
  }};
};
using only_one = does_not_hang;

void under_many_schedules(const std::string& wrong, const std::function<void()>& scenario) {
  const auto failing = otp::find_failing_schedule({.schedules = 200}, scenario);
  if (failing)
    ADD_FAILURE() << wrong << " (" << *failing->failure << "; OTP_SCHEDULE=" << to_string(failing->schedule) << ")";
}
void require(bool holds, const std::string& otherwise) {
  if (!holds) throw otp::expectation_failed(otherwise);
}

TEST_F(only_one, it_is_started_under_its_name) {
  under_many_schedules("when it returns, the name is registered, for what it has returned", [] {
    const otp::pid dj = start_only_one("dj", stays);
    require(otp::whereis_name("dj") == dj, "another holds the name, or no actor does");
    require(otp::is_process_alive(dj), "what was returned is not alive");
  });
}

TEST_F(only_one, who_comes_later_gets_the_same) {
  under_many_schedules("if there is an actor of this name already, its pid is returned, and no other is started", [] {
    const auto runs = std::make_shared<std::atomic<int>>(0);
    const auto counted = [runs] { ++*runs, stays(); };
    const otp::pid dj = start_only_one("dj", counted);
    require(start_only_one("dj", counted) == dj, "who comes later gets another");
    otp::sleep_for(1s);
    require(*runs == 1, "the work ran " + std::to_string(*runs) + " times");
  });
}

TEST_F(only_one, one_that_was_registered_by_others_is_the_one) {
  under_many_schedules("an actor of this name that others have started and registered is the one, too", [] {
    const otp::pid dj = otp::spawn(stays);
    otp::register_name("dj", dj);
    require(start_only_one("dj", stays) == dj, "another was returned");
  });
}

TEST_F(only_one, each_name_has_its_own) {
  under_many_schedules("two names are two actors", [] {
    const otp::pid dj = start_only_one("dj", stays), cook = start_only_one("cook", stays);
    require(dj != cook, "both names got the same");
    require(otp::whereis_name("dj") == dj && otp::whereis_name("cook") == cook, "they hold other names");
  });
}

TEST_F(only_one, after_its_end_there_can_be_another) {
  under_many_schedules("after the end of one there can be another, which is started", [] {
    const otp::pid first = start_only_one("dj", [] { otp::sleep_for(1s); });
    otp::await_down(otp::monitor(first));
    const otp::pid second = start_only_one("dj", stays);
    require(second != first, "the pid of the one that has ended was returned");
    require(otp::is_process_alive(second), "what was returned is not alive");
  });
}

/// So many call at once, and each gets something. Returns what they got.
std::set<otp::pid> got_by(int callers, const std::function<void()>& work, bool registered) {
  for (int i = 0; i < callers; ++i)
    otp::spawn_monitor([=, to = otp::self()] {
      const otp::pid dj = start_only_one("dj", work);
      const otp::pid holder = otp::whereis_name("dj");
      require(!registered || holder == dj, "start_only_one has returned, and the name is not registered for that");
      otp::send(to, dj);
    });
  std::set<otp::pid> got;
  for (int i = 0; i < callers; ++i) {
    const otp::exit_reason end = otp::expect<otp::down>(1h).reason;
    require(end == otp::normal, "a caller has failed: " + to_string(end));
    got.insert(otp::expect<otp::pid>());
  }
  return got;
}

TEST_F(only_one, five_callers_at_once_get_the_same) {
  under_many_schedules("many may call at the same time, and all get the same, and the work runs only once", [] {
    const auto runs = std::make_shared<std::atomic<int>>(0);
    const std::set<otp::pid> got = got_by(
        5, [runs] { ++*runs, stays(); }, true);
    require(got.size() == 1, "callers got different pids");
    otp::sleep_for(1s);
    require(*runs == 1, "the work ran " + std::to_string(*runs) + " times");
    require(otp::is_process_alive(*got.begin()), "what was returned is not alive");
  });
}

TEST_F(only_one, work_that_is_over_at_once_harms_no_caller) {
  under_many_schedules("the work may be over at once, and its name free again: each caller gets a pid", [] {
    for (const otp::pid& each : got_by(
             3, [] {}, false))
      require(bool(each), "a caller got no pid");
  });
}
