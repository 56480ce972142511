#include "machine/spawned_program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include <otp/error.hpp>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared by its user

namespace otp {

namespace {

[[noreturn]] void fail(const std::string& what, int number) {
  const bool shortage = number == EAGAIN || number == ENOMEM || number == EMFILE || number == ENFILE;
  throw error(shortage ? errc::system_limit : errc::badarg,
              "run_process: " + what + ": " + std::system_category().message(number));
}

/// Two descriptors that are closed unless they are taken.
class pipe_ends {
 public:
  explicit pipe_ends(bool wanted) {
    if (!wanted) return;
#if defined(__linux__)
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) fail("a pipe", errno);
#else
    if (pipe(ends_.data()) != 0) fail("a pipe", errno);
    for (const int end : ends_) fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
  }
  ~pipe_ends() {
    for (const int end : ends_)
      if (end >= 0) close(end);
  }
  pipe_ends(const pipe_ends&) = delete;
  pipe_ends& operator=(const pipe_ends&) = delete;

  int far(int which) const noexcept { return ends_[static_cast<std::size_t>(which)]; }
  /// Ours from now on, and does not block.
  int take(int which) noexcept {
    const int mine = std::exchange(ends_[static_cast<std::size_t>(which)], -1);
    if (mine >= 0) fcntl(mine, F_SETFL, O_NONBLOCK);
    return mine;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};
constexpr int reads = 0, writes = 1;

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

/// posix_spawn's functions return the error's number.
void check(int number) {
  if (number != 0) fail("the plan", number);
}

/// What posix_spawn is told, with what it has allocated.
struct spawn_plan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  spawn_plan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // Handlers and masks are ours, not the program's. In a group of its own it can be ended with all it has started.
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~spawn_plan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  spawn_plan(const spawn_plan&) = delete;
  spawn_plan& operator=(const spawn_plan&) = delete;
};

}  // namespace

spawned_program::spawned_program(const program_plan& plan, program_streams& streams) {
  if (plan.argv.empty() || plan.argv.front().empty()) throw error(errc::badarg, "run_process: no program is named");
  if (!plan.directory.empty() && access(plan.directory.c_str(), X_OK) != 0) fail(plan.directory, errno);
  pipe_ends input(plan.input), output(true), errors(plan.errors && !plan.errors_with_output);
  spawn_plan how;
  if (plan.input)
    check(posix_spawn_file_actions_adddup2(&how.actions, input.far(reads), STDIN_FILENO));
  else
    check(posix_spawn_file_actions_addopen(&how.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
  check(posix_spawn_file_actions_adddup2(&how.actions, output.far(writes), STDOUT_FILENO));
  if (plan.errors_with_output)
    check(posix_spawn_file_actions_adddup2(&how.actions, output.far(writes), STDERR_FILENO));
  else if (plan.errors)
    check(posix_spawn_file_actions_adddup2(&how.actions, errors.far(writes), STDERR_FILENO));
  if (!plan.directory.empty()) posix_spawn_file_actions_addchdir_np(&how.actions, plan.directory.c_str());
  const std::vector<char*> argv = pointers(plan.argv), environment = pointers(plan.environment);
  const int wrong = posix_spawnp(&id_, argv[0], &how.actions, &how.attributes, argv.data(),
                                 plan.environment.empty() ? environ : environment.data());
  if (wrong != 0) fail(plan.argv.front(), wrong);
  streams = {input.take(writes), output.take(reads), errors.take(reads)};
}

program_end spawned_program::wait() noexcept {
  siginfo_t seen{};
  while (waitid(P_PID, static_cast<id_t>(id_), &seen, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  lock_guard lock(mutex_);  // from here on signal() does nothing: the number becomes free
  gone_ = true;
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? program_end{0, WTERMSIG(status)} : program_end{WEXITSTATUS(status), 0};
}

void spawned_program::signal(int number) noexcept {
  lock_guard lock(mutex_);
  if (!gone_) ::kill(-id_, number);
}

}  // namespace otp
