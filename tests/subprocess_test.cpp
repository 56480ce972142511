// subprocess_test.cpp - other programs: their output, their end, and that nothing of them is left.
#include <otp/subprocess.hpp>

#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "channel.hpp"
#include "support.hpp"

namespace {

/// All that can be read from a descriptor, to its end.
std::string all_of(int descriptor) {
  std::string all;
  for (char block[4096];;) {
    otp::wait_readable(descriptor);
    const ssize_t got = read(descriptor, block, sizeof block);
    if (got == 0) return all;
    if (got > 0) all.append(block, static_cast<std::size_t>(got));
  }
}
otp::subprocess_exited end_of(const otp::subprocess& p) {
  return otp::receive(otp::when([&](const otp::subprocess_exited& e) { return e.subprocess == p.ref(); },
                                [](otp::subprocess_exited e) { return e; }));
}
/// No child of this process is left, dead or alive.
bool no_child_is_left() { return waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }
bool exists(long id) { return kill(static_cast<pid_t>(id), 0) == 0; }
std::string refusal_of(const std::vector<std::string>& argv, const otp::subprocess_options& how = {}) {
  try {
    otp::run_process(argv, how);
  } catch (const otp::error& e) {
    return e.what();
  }
  return "not refused";
}

}  // namespace

TEST(subprocess, its_output_is_read_and_its_end_is_a_message) {
  const otp::system system;
  const otp::subprocess echo = otp::run_process({"echo", "two  words", "*"});
  EXPECT_EQ(all_of(echo.output()), "two  words *\n") << "no shell comes between";
  const otp::subprocess_exited end = end_of(echo);
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.signal, 0);
  EXPECT_EQ(echo.input(), -1);
  EXPECT_EQ(echo.errors(), -1);
}

TEST(subprocess, what_it_is_given_it_reads_to_the_end) {
  const otp::system system;
  const otp::subprocess sort = otp::run_process({"sort"}, {.input = true});
  EXPECT_EQ(write(sort.input(), "b\na\n", 4), 4);
  sort.close_input();
  EXPECT_EQ(sort.input(), -1);
  EXPECT_EQ(all_of(sort.output()), "a\nb\n");
  EXPECT_EQ(end_of(sort).status, 0);
  const otp::subprocess reads_nothing = otp::run_process({"cat"});
  EXPECT_EQ(all_of(reads_nothing.output()), "");
}

TEST(subprocess, its_errors_go_where_they_are_wanted) {
  const otp::system system;
  const std::vector<std::string> both = {"sh", "-c", "echo out; echo err >&2"};
  const otp::subprocess apart = otp::run_process(both, {.errors = true});
  EXPECT_EQ(all_of(apart.output()), "out\n");
  EXPECT_EQ(all_of(apart.errors()), "err\n");
  const otp::subprocess together = otp::run_process(both, {.errors_with_output = true});
  EXPECT_EQ(all_of(together.output()), "out\nerr\n");
  EXPECT_EQ(together.errors(), -1);
}

TEST(subprocess, how_it_ended_is_told) {
  const otp::system system;
  EXPECT_EQ(end_of(otp::run_process({"sh", "-c", "exit 3"})).status, 3);
  const otp::subprocess sleeps = otp::run_process({"sleep", "1000"});
  sleeps.signal(SIGTERM);
  EXPECT_EQ(end_of(sleeps).signal, SIGTERM);
  sleeps.signal(SIGTERM);  // it is gone: nothing happens
  EXPECT_EQ(end_of(otp::run_process({"sh", "-c", "kill -9 $$"})).signal, SIGKILL);
}

TEST(subprocess, it_ends_with_its_owner_and_so_does_what_it_has_started) {
  const otp::system system;
  long id = 0;
  std::string grandchild;
  const auto [owner, end] = otp::spawn_monitor([&, main = system.main()] {
    const otp::subprocess shell = otp::run_process({"sh", "-c", "sleep 1000 & echo $!; wait"});
    otp::wait_readable(shell.output());
    char text[32] = {};
    EXPECT_GT(read(shell.output(), text, sizeof text - 1), 0);
    grandchild = text;
    id = shell.id();
    otp::send(main, ready{});
    otp::wait_for_end();
  });
  otp::expect<ready>();
  EXPECT_TRUE(exists(id));
  otp::exit(owner, otp::shutdown);
  EXPECT_EQ(reason_of_end(end), otp::shutdown);
  EXPECT_FALSE(exists(id));
  EXPECT_TRUE(no_child_is_left());
  // It is a child of none of ours, and so goes when the system has seen to it.
  otp::blocking([&] {
    while (exists(std::stol(grandchild))) std::this_thread::yield();
  });
}

TEST(subprocess, nothing_comes_after_the_end_of_the_object) {
  const otp::system system;
  for (int i = 0; i < 20; ++i) {
    const otp::subprocess ends_soon = otp::run_process({"true"});
    if (i % 2 == 0) all_of(ends_soon.output());
  }
  while (otp::receive([](otp::subprocess_exited) { return true; }, otp::after(0s, [] { return false; }))) {
  }
  EXPECT_TRUE(no_child_is_left());
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(subprocess, it_inherits_no_descriptor_of_the_librarys) {
  const channel leaked;  // made without close-on-exec, as another library may do: it is not ours to close
  const otp::system system;
  otp::mailbox_descriptor();
  const otp::subprocess other = otp::run_process({"sleep", "1000"}, {.input = true, .errors = true});
  std::set<std::string> inherited = {"0", "1", "2"};
  for (int fd = 3; fd < 1024; ++fd)
    if (const int flags = fcntl(fd, F_GETFD); flags >= 0 && (flags & FD_CLOEXEC) == 0)
      inherited.insert(std::to_string(fd));
  EXPECT_TRUE(inherited.contains(std::to_string(leaked.reader())));
  EXPECT_FALSE(inherited.contains(std::to_string(other.output())));
  const otp::subprocess ls = otp::run_process({"ls", "/proc/self/fd"});
  std::istringstream lines(all_of(ls.output()));
  std::size_t more = 0;
  for (std::string fd; lines >> fd;) more += !inherited.contains(fd);
  EXPECT_EQ(more, 1u) << "the folder that ls has opened";
}

TEST(subprocess, none_of_its_signals_is_blocked_and_a_broken_pipe_is_not_ignored) {
  const otp::system system;
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  sigset_t some, mask;
  sigemptyset(&some);
  sigaddset(&some, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &some, &mask);
  const otp::subprocess grep = otp::run_process({"grep", "Sig[BI]", "/proc/self/status"});
  std::istringstream lines(all_of(grep.output()));
  std::string name, blocked, ignored;
  lines >> name >> blocked >> name >> ignored;
  EXPECT_EQ(blocked, "0000000000000000");
  EXPECT_EQ(std::stoull(ignored, nullptr, 16) >> (SIGPIPE - 1) & 1, 0u) << ignored;
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  std::signal(SIGPIPE, before);
}

TEST(subprocess, real_time_no_descriptor_and_no_child_is_left) {
  const otp::system system(real_time());
  { const otp::subprocess first = otp::run_process({"true"}); }
  EXPECT_FALSE(otp::wait_readable(channel().reader(), 1ms)) << "the actor's own descriptor";
  const std::size_t before = open_descriptors();
  for (int i = 0; i < 50; ++i) {
    const otp::subprocess cat = otp::run_process({"cat"}, {.input = true, .errors = true});
    EXPECT_NE(open_descriptors(), before);
  }
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_TRUE(no_child_is_left());
}

TEST(subprocess, one_that_writes_faster_than_it_is_read_waits) {
  const otp::system system;
  const otp::subprocess yes = otp::run_process({"yes"});
  char block[4096];
  for (int i = 0; i < 1000; ++i) {
    otp::wait_readable(yes.output());
    ASSERT_GT(read(yes.output(), block, sizeof block), 0);
  }
}

TEST(subprocess, real_time_with_a_seed_time_passes_as_outside_while_it_runs_and_jumps_after_it) {
  const otp::system system(otp::seeded(1));
  const auto begin = std::chrono::steady_clock::now();
  const otp::subprocess sleeps = otp::run_process({"sleep", "0.05"});
  otp::sleep_for(1h);  // no actor is woken by its end
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, 45ms);
  EXPECT_LT(took, 60s);
}

TEST(subprocess, where_it_runs_and_with_which_environment) {
  const otp::system system;
  const otp::subprocess pwd = otp::run_process({"/bin/pwd"}, {.directory = "/"});
  EXPECT_EQ(all_of(pwd.output()), "/\n");
  const otp::subprocess env = otp::run_process({"/usr/bin/env"}, {.environment = {"A=1", "B=two words"}});
  EXPECT_EQ(all_of(env.output()), "A=1\nB=two words\n");
}

TEST(subprocess, what_cannot_be_started_is_refused_with_the_fact) {
  const otp::system system;
  EXPECT_EQ(refusal_of({"no-such-program"}), "run_process: no-such-program: No such file or directory");
  EXPECT_EQ(refusal_of({"/etc/passwd"}), "run_process: /etc/passwd: Permission denied");
  EXPECT_EQ(refusal_of({"true"}, {.directory = "/no/such"}), "run_process: /no/such: No such file or directory");
  EXPECT_EQ(refusal_of({}), "run_process: no program is named");
  EXPECT_TRUE(no_child_is_left());
  EXPECT_TRUE(otp::waiting_messages().empty());
}
