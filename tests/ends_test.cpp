// ends_test.cpp - how programs with a thousand actors end: each in a process of its own.
#include "support.hpp"

#include <execinfo.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

constexpr int many = SANITIZED ? 200 : 1000;
std::atomic<int> destroyed = 0;

struct counts_destruction {
  ~counts_destruction() { ++destroyed; }
};
struct never {};

/// A program that has not ended after so long says where its main thread stands, and aborts.
void stuck(int) {
  void* frames[64];
  backtrace_symbols_fd(frames, backtrace(frames, 64), STDERR_FILENO);
  std::system("for t in /proc/$PPID/task/*; do cat $t/wchan; echo; done | sort | uniq -c >&2");  // NOLINT
  std::abort();
}

/// A whole program, from main() on: `ending` is what its main actor does when all are alive.
template <class F>
[[noreturn]] void program(F ending) {
  std::signal(SIGALRM, stuck);
  alarm(100);
  // Registered before the library's own handler, so it runs after it.
  std::atexit([] { std::fprintf(stderr, "%d destroyed\n", destroyed.load()); });
  const int status = otp::run(
      [&] {
        for (int i = 0; i < many; ++i)
          otp::spawn([to = otp::self()] {
            const counts_destruction mine;
            otp::send(to, ready{});
            otp::receive([](never) {});
          });
        for (int i = 0; i < many; ++i) otp::expect<ready>(60s);
        ending();
      },
      real_time());
  std::exit(status);
}

const std::string all_destroyed = "\n?" + std::to_string(many) + " destroyed";

class ends_test : public testing::Test {
 protected:
  void SetUp() override {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    for (const int each : {SIGINT, SIGTERM}) std::signal(each, SIG_DFL);  // however the shell that started us has them
  }
};

TEST_F(ends_test, real_time_main_returns) {
  EXPECT_EXIT(program([] {}), testing::ExitedWithCode(0), all_destroyed);
}

TEST_F(ends_test, real_time_main_throws) {
  EXPECT_EXIT(program([] { throw std::runtime_error("out of main"); }), testing::ExitedWithCode(1),
              "out of main(.|\n)*" + all_destroyed);
}

TEST_F(ends_test, real_time_main_exits_by_exit_of_the_library) {
  EXPECT_EXIT(program([] { otp::exit("a reason"); }), testing::ExitedWithCode(1), "a reason(.|\n)*" + all_destroyed);
  EXPECT_EXIT(program([] { otp::exit(otp::shutdown); }), testing::ExitedWithCode(0), all_destroyed);
}

TEST_F(ends_test, real_time_main_exits_by_std_exit) {
  EXPECT_EXIT(program([] { std::exit(3); }), testing::ExitedWithCode(3), all_destroyed);
}

TEST_F(ends_test, real_time_another_actor_exits_by_std_exit) {
  EXPECT_EXIT(program([] {
                otp::spawn([] { std::exit(4); });
                otp::receive([](never) {});
              }),
              testing::ExitedWithCode(4),
              "the program exits, and not by this actor; " + std::to_string(many + 2) + " actors are alive");
}

TEST_F(ends_test, real_time_a_signal_stops_it_in_order) {
  // By the main thread itself: a signal that interrupts it a moment before it waits is kept back by ThreadSanitizer
  // (of g++ 12), which then lets it wait for ever. That was seen in 10 of 16 runs, and in none without it.
  for (const int signal : {SIGINT, SIGTERM})
    EXPECT_EXIT(program([signal] {
                  const otp::stop_on_signals scope;
                  kill(getpid(), signal);
                  otp::receive([](never) {});
                }),
                testing::ExitedWithCode(0), all_destroyed);
}

TEST_F(ends_test, real_time_a_second_signal_ends_it_at_once) {
  EXPECT_EXIT(program([] {
                const otp::stop_on_signals scope;
                std::raise(SIGTERM);
                std::raise(SIGTERM);
              }),
              testing::KilledBySignal(SIGTERM), "");
}

TEST_F(ends_test, real_time_without_stop_on_signals_a_signal_is_the_operating_systems) {
  EXPECT_EXIT(program([] { std::raise(SIGTERM); }), testing::KilledBySignal(SIGTERM), "");
  EXPECT_EXIT(program([] {
                { const otp::stop_on_signals scope; }
                std::raise(SIGINT);
              }),
              testing::KilledBySignal(SIGINT), "");
}

TEST_F(ends_test, real_time_any_thread_may_exit_while_a_static_system_is_in_use) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EXIT(
        {
          alarm(60);
          static otp::system system(real_time());
          otp::spawn([] {
            for (;;) {
              otp::send(otp::self(), std::string(100, 'x'));
              otp::receive([](const std::string&) {});
              otp::spawn([] {});
            }
          });
          std::thread([i] {
            std::this_thread::sleep_for(std::chrono::microseconds(100 * i));
            std::exit(7);
          }).detach();
          for (;;) {
            otp::send(otp::self(), std::string(100, 'x'));
            otp::receive([](const std::string&) {});
            otp::make_alias();
          }
        },
        testing::ExitedWithCode(7), "the program exits, and not by this actor");
}

TEST_F(ends_test, real_time_an_actor_that_calls_pthread_exit_has_ended) {
  EXPECT_EXIT(program([] {
                report_box reports;
                EXPECT_EQ(how_it_ends([] { pthread_exit(nullptr); }),
                          otp::exit_reason::nocatch("abi::__forced_unwind"));
                struct by_c : otp::gen_server<by_c> {
                  void handle_cast(go) { pthread_exit(nullptr); }
                };
                const auto server = otp::start<by_c>();
                const otp::ref m = otp::monitor(server);
                otp::cast(server, go{});
                EXPECT_EQ(reason_of_end(m), otp::exit_reason::nocatch("abi::__forced_unwind"));
                if (testing::Test::HasFailure()) otp::exit("failed");
              }),
              testing::ExitedWithCode(0), all_destroyed);
}

TEST_F(ends_test, an_exit_signal_that_ends_a_bare_main_is_named_before_the_program_ends) {
  EXPECT_EXIT(
      std::thread([] {  // nothing catches what it throws, as in main; GoogleTest would
        otp::system system;
        otp::spawn_link([] { otp::exit("out of milk"); });
        otp::receive([](never) {});
      })
          .join(),
      testing::KilledBySignal(SIGABRT),
      "<0.1> main: the exit signal out of milk from <0.2> ends the program.*otp::run(.|\n)*crash of <0.1> main");
}

void cannot_throw() noexcept {
  otp::receive([](never) {});
}

TEST_F(ends_test, an_exit_signal_met_in_a_function_that_is_noexcept_is_named_before_the_program_ends) {
  EXPECT_EXIT(
      {
        otp::system system;
        alarm(60);
        const otp::pid p = otp::spawn("careless", [to = otp::self()] {
          otp::send(to, ready{});
          cannot_throw();
        });
        otp::expect<ready>();
        otp::exit(p, "stop it");
        otp::receive([](never) {});
      },
      testing::KilledBySignal(SIGABRT),
      "<0.2> careless: the exit signal stop it from <0.1> ends the program: its unwinding met a noexcept function");
}

extern "C" void a_handler(int) {}
extern "C" void another_handler(int) {}

/// What SIGINT or SIGTERM does: the handler, its flags, and whether it keeps SIGUSR1 back. Only a handler has a mask.
using action = std::tuple<void (*)(int), int, bool>;

void set_action(int signal, const action& to) {
  struct sigaction act = {};
  act.sa_handler = std::get<0>(to);
  act.sa_flags = std::get<1>(to);
  if (std::get<2>(to)) sigaddset(&act.sa_mask, SIGUSR1);
  sigaction(signal, &act, nullptr);
}

action action_of(int signal) {
  struct sigaction act = {};
  sigaction(signal, nullptr, &act);
  const auto known =
      static_cast<unsigned>(SA_NODEFER | SA_RESTART | SA_RESETHAND);  // the C library adds one of its own
  return {act.sa_handler, static_cast<int>(static_cast<unsigned>(act.sa_flags) & known),
          act.sa_handler != SIG_DFL && act.sa_handler != SIG_IGN && sigismember(&act.sa_mask, SIGUSR1) == 1};
}

TEST_F(ends_test, when_the_scope_ends_a_signal_does_what_it_did_before) {
  const otp::system system;
  const action before[] = {
      {SIG_DFL, 0, false}, {SIG_IGN, 0, false}, {a_handler, SA_NODEFER, true}, {a_handler, SA_RESTART, false}};
  for (const action& of_int : before) {
    for (const action& of_term : before) {
      set_action(SIGINT, of_int);
      set_action(SIGTERM, of_term);
      {
        const otp::stop_on_signals scope;
        EXPECT_EQ(action_of(SIGINT) == of_int, of_int == before[1]) << "only one that is ignored stays so";
        EXPECT_EQ(action_of(SIGTERM) == of_term, of_term == before[1]);
      }
      EXPECT_EQ(action_of(SIGINT), of_int);
      EXPECT_EQ(action_of(SIGTERM), of_term);
    }
  }
}

TEST_F(ends_test, what_the_program_installs_within_the_scope_stays) {
  const otp::system system;
  const action own{another_handler, SA_RESTART, true};
  for (const int signal : {SIGINT, SIGTERM}) {
    for (const action& chosen : {own, action{SIG_IGN, 0, false}}) {
      set_action(signal, {a_handler, 0, false});
      {
        const otp::stop_on_signals scope;
        set_action(signal, chosen);
      }
      EXPECT_EQ(action_of(signal), chosen);
    }
    set_action(signal, {SIG_DFL, 0, false});
  }
}

TEST_F(ends_test, real_time_the_first_signal_leaves_alone_what_the_program_has_installed_for_the_other) {
  const otp::system system(real_time());
  set_action(SIGTERM, {SIG_DFL, 0, false});
  otp::trap_exit(true);
  const otp::stop_on_signals scope;
  set_action(SIGTERM, {another_handler, SA_RESTART, false});
  kill(getpid(), SIGINT);
  otp::expect<otp::exit_message>(60s);
  EXPECT_EQ(std::get<0>(action_of(SIGINT)), SIG_DFL) << "the next one ends the program";
  EXPECT_EQ(std::get<0>(action_of(SIGTERM)), another_handler);
}

TEST_F(ends_test, there_is_one_stop_on_signals_at_a_time_and_it_wants_an_actor) {
  EXPECT_THROW(otp::stop_on_signals(), otp::error);
  otp::system system;
  const otp::stop_on_signals scope;
  EXPECT_THROW(otp::stop_on_signals(), otp::error);
}

}  // namespace
