// stubborn_test.cpp - threads that will not die when they are told to: each is waited for or abandoned, told of, and
// replaced, and the program goes on.
#include "support.hpp"

#include <unistd.h>

#include <functional>
#include <future>

namespace {

/// Shared by the test and a thread that may outlive its actor.
struct stage {
  std::atomic<bool> let_go = false;
  std::atomic<int> alive = 0;
  int pipe_ends[2] = {-1, -1};
  stage() { EXPECT_EQ(pipe(pipe_ends), 0); }
  ~stage() {
    close(pipe_ends[0]);
    close(pipe_ends[1]);
  }
};
using shared_stage = std::shared_ptr<stage>;

/// A supervisor stops such a child within its time, and starts it anew; the program ends.
void is_survived(const std::function<void(stage&)>& body, bool abandoned) {
  report_box reports;
  otp::options chosen = real_time(reports.options());
  chosen.kill_grace = abandoned ? otp::duration(50ms) : otp::duration(60s);
  chosen.shutdown = 1s;
  const auto all = std::make_shared<stage>();
  {
    otp::system system(chosen);
    const auto sup = otp::start_supervisor(
        {}, {otp::child("stubborn", {.shutdown = 10ms, .name = "stubborn"}, [all, body, main = otp::self()] {
          ++all->alive;
          const std::shared_ptr<void> leaves(nullptr, [all](void*) { --all->alive; });
          otp::send(main, ready{});
          body(*all);
        })});
    for (int i = 0; i < 2; ++i) {
      otp::expect<ready>();
      const otp::pid child = otp::whereis_name("stubborn");
      EXPECT_EQ(otp::terminate_child(sup, "stubborn"), otp::supervisor_error::none);
      EXPECT_FALSE(otp::is_process_alive(child));
      EXPECT_FALSE(otp::whereis_name("stubborn"));
      EXPECT_TRUE(otp::restart_child(sup, "stubborn"));
    }
    otp::expect<ready>();
  }
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), abandoned ? 3u : 0u);
  // Those that were abandoned are still there, and harm nobody when they end.
  EXPECT_EQ(all->alive, abandoned ? 3 : 0);
  all->let_go = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(write(all->pipe_ends[1], "x", 1), 1);
  while (all->alive > 0) std::this_thread::yield();
}

TEST(stubborn_test, real_time_one_that_computes_for_ever) {
  is_survived(
      [](stage& s) {
        while (!s.let_go) std::this_thread::yield();
      },
      true);
}

TEST(stubborn_test, real_time_one_that_is_blocked_in_a_system_call) {
  is_survived(
      [](stage& s) {
        char c;
        EXPECT_EQ(read(s.pipe_ends[0], &c, 1), 1);
      },
      true);
}

TEST(stubborn_test, real_time_one_that_swallows_every_exit_signal) {
  is_survived(
      [](stage& s) {
        while (!s.let_go) try {
            otp::receive([](done) {});
          } catch (...) {
          }
      },
      true);
}

TEST(stubborn_test, real_time_one_that_goes_on_using_the_library_after_it_was_abandoned) {
  is_survived(
      [](stage& s) {
        while (!s.let_go) std::this_thread::yield();
        for (int what = 0; what < 6; ++what) try {
            switch (what) {
              case 0: otp::send(otp::self(), go{}); break;
              case 1: otp::spawn([] {}); break;
              case 2: otp::register_name("stubborn", otp::self()); break;
              case 3: otp::monitor("stubborn"); break;
              case 4: otp::publish({.text = "of the dead"}); break;
              default: otp::sleep_for(1ms);
            }
          } catch (...) {
          }
      },
      true);
}

TEST(stubborn_test, real_time_one_that_waits_in_a_destructor_while_it_unwinds) {
  struct slow_to_go {
    ~slow_to_go() { otp::sleep_for(20ms); }
  };
  is_survived(
      [](stage&) {
        const slow_to_go last;
        otp::receive([](done) {});
      },
      false);
}

TEST(stubborn_test, real_time_one_that_is_told_to_exit_again_while_it_unwinds) {
  struct tells_itself {
    ~tells_itself() {
      otp::exit(otp::self(), "again");
      otp::exit(otp::self(), otp::kill);
      otp::checkpoint();
    }
  };
  is_survived(
      [](stage&) {
        const tells_itself last;
        otp::receive([](done) {});
      },
      false);
}

TEST(stubborn_test, real_time_one_that_waits_for_another_thread_of_its_own) {
  is_survived(
      [](stage& s) {
        std::future<void> other = std::async(std::launch::async, [&s] {
          while (!s.let_go) std::this_thread::yield();
        });
        other.wait();  // and its destructor waits, too
      },
      true);
}

struct bad_terminate : otp::gen_server<bad_terminate> {
  bad_terminate() { otp::trap_exit(true); }
  void terminate(const otp::exit_reason&) { throw std::runtime_error("in terminate"); }
};

TEST(stubborn_test, a_server_whose_terminate_throws_is_stopped_and_started_anew) {
  report_box reports;
  otp::system system(reports.options());
  const auto sup = otp::start_supervisor({}, {otp::child<bad_terminate>("bad", {.name = "bad"})});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(otp::terminate_child(sup, "bad"), otp::supervisor_error::none);
    EXPECT_TRUE(otp::restart_child(sup, "bad"));
  }
  EXPECT_EQ(reports.count(otp::report::kind::crash), 3u);
}

}  // namespace
