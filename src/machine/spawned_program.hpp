// spawned_program.hpp - starting another program, and hearing of its end.
//
// Mirrors        erl_child_setup
// Differs        The operating system starts it (posix_spawn), so nothing of ours runs between fork and exec.
// Thread safety  A program: wait by one thread, signal by any.
// Invariants     1. No signal is sent to a number that may be another process's: the end is only seen, and the process
//                   still there, until signal() knows of it.
//                2. All descriptors that are made here are close-on-exec from their first moment.
// Chapter        14
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "machine/mutex.hpp"

namespace otp {

/// The near ends of a program's standard input, output and error; -1: none.
struct program_streams {
  int input = -1, output = -1, errors = -1;
};
struct program_plan {
  std::vector<std::string> argv;
  std::vector<std::string> environment;  // empty: ours
  std::string directory;                 // empty: ours
  bool input, errors, errors_with_output;
};
struct program_end {
  int status, signal;
};

class spawned_program {
 public:
  /// Errors: error{badarg}, error{system_limit}; see run_process.
  spawned_program(const program_plan& plan, program_streams& streams);
  spawned_program(const spawned_program&) = delete;
  spawned_program& operator=(const spawned_program&) = delete;

  long id() const noexcept { return id_; }
  /// Until it has ended. Once.
  program_end wait() noexcept;
  /// To its process group, unless it has ended.
  void signal(int number) noexcept;

 private:
  pid_t id_ = -1;
  mutex mutex_;
  bool gone_ OTPP_GUARDED_BY(mutex_) = false;
};

}  // namespace otp
