// fork_test.cpp - what a program's copy, made by fork, may do with the parent's systems: nothing, and that harmlessly.
#include "support.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

namespace {

bool in_a_child = false;

}  // namespace

/// LeakSanitizer asks. In a child it would look for the threads of the parent, whose memory has no owner there, and
/// wait for a lock that one of them has held.
extern "C" int __lsan_is_turned_off() { return in_a_child; }

namespace {

/// In the child of a program with many threads it does not let threads start, and keeps signals back.
#if defined(__SANITIZE_THREAD__)
constexpr bool thread_sanitizer = true;
#else
constexpr bool thread_sanitizer = false;
#endif

constexpr int children = SANITIZED ? 5 : 20;

/// The sanitizers' malloc does not know fork: what another thread has locked at that moment stays locked in the child.
/// So with them none may be at work then.
void wait_until_the_others_sleep() {
  const auto one_is_awake = [] {
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
      std::ifstream file(task.path() / "stat");
      std::string stat;
      std::getline(file, stat);
      const bool myself = task.path().filename() == std::to_string(gettid());
      if (const auto state = stat.rfind(") "); !myself && state != std::string::npos && stat[state + 2] != 'S')
        return true;
    }
    return false;
  };
  while (one_is_awake()) std::this_thread::yield();
}

/// What the child of a fork does, and how it ends: its exit status, or 1000 + the signal that ended it.
template <class F>
int child_of_fork(F&& does) {
  if (SANITIZED) wait_until_the_others_sleep();
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);  // one that hangs fails
    in_a_child = true;
    does();
    _exit(99);
  }
  int status = 0;
  otp::blocking([&] { waitpid(child, &status, 0); });
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/// Many, so that some hold a mutex at any moment.
void keep_busy(int actors) {
  if (SANITIZED) return;
  for (int i = 0; i < actors; ++i)
    otp::spawn("busy", [] {
      for (;;) {
        otp::send(otp::self(), std::string(100, 'x'));
        otp::receive([](const std::string&) {});
        reason_of_end(otp::spawn_monitor([] {}).ref);
        otp::register_name("busy", otp::self());
        otp::unregister_name("busy");
      }
    });
}

TEST(fork_test, real_time_a_child_whose_exec_fails_may_exit) {
  report_box reports;
  const otp::system system(real_time(reports.options()));
  keep_busy(1);
  for (int i = 0; i < children; ++i)
    EXPECT_EQ(child_of_fork([] {
                execl("/no/such/program", "x", nullptr);
                std::exit(127);
              }),
              127);
  EXPECT_EQ(how_it_ends([] { EXPECT_EQ(child_of_fork([] { std::exit(126); }), 126) << "forked by an actor"; }),
            otp::normal);
  EXPECT_TRUE(reports.all().empty());
}

TEST(fork_test, a_child_may_leave_the_scope_of_a_system_and_of_its_signals) {
  std::optional<otp::system> system(std::in_place);
  std::optional<otp::stop_on_signals> signals(std::in_place);
  const otp::pid other = idle();
  EXPECT_EQ(child_of_fork([&] {
              signals.reset();
              system.reset();
              _exit(5);
            }),
            5);
  EXPECT_TRUE(otp::is_process_alive(other));
}

TEST(fork_test, in_a_child_the_thread_is_no_actor) {
  const otp::system system;
  EXPECT_EQ(child_of_fork([] {
              try {
                otp::self();
              } catch (const otp::error& e) {
                _exit(e.code() == otp::errc::not_an_actor ? 6 : 1);
              }
            }),
            6);
  EXPECT_TRUE(otp::self_or_none());
}

TEST(fork_test, real_time_a_child_has_systems_of_its_own) {
  if (thread_sanitizer) GTEST_SKIP();
  const otp::system system(real_time());
  keep_busy(3);
  const otp::pid parents_main = otp::self();
  for (int i = 0; i < children; ++i)
    EXPECT_EQ(child_of_fork([&] {
                const int status = otp::run([&] {
                  if (otp::self() == parents_main) otp::exit("the parent's");
                  if (how_it_ends([] {}) != otp::normal) otp::exit("not ended");
                });
                std::exit(status);
              }),
              0);
}

TEST(fork_test, real_time_a_signal_to_a_child_is_not_the_parents) {
  if (thread_sanitizer) GTEST_SKIP();
  const otp::system system(real_time());
  const otp::stop_on_signals signals;
  EXPECT_EQ(child_of_fork([] {
              std::raise(SIGTERM);
              for (;;) pause();
            }),
            1000 + SIGTERM);
  EXPECT_EQ(how_it_ends([] { otp::sleep_for(50ms); }), otp::normal);
  otp::checkpoint();  // would throw if the signal had come here
  EXPECT_EQ(child_of_fork([] {
              try {
                const otp::system own;
                const otp::stop_on_signals of_the_child;
                std::raise(SIGTERM);
                otp::receive([](done) {});
              } catch (const otp::exit_unwind&) {
                _exit(7);
              }
            }),
            7)
      << "and a child can have one of its own";
}

}  // namespace
