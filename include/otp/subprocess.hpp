// subprocess.hpp - another program, run by an actor: its output as descriptors, its end as a message.
//
//   const otp::subprocess grep = otp::run_process({"grep", "-c", "error"}, {.input = true});
//   write(grep.input(), text.data(), text.size());
//   grep.close_input();
//   otp::receive(otp::readable(grep.output()) >> [&] { read_some(); },
//                [](const otp::subprocess_exited& e) { std::printf("status %d", e.status); });
//
// Mirrors        open_port({spawn_executable, Path}, [{args, Args}, exit_status, ...]), port_close/1
// Differs        The program's output is not sent as messages: it is read where its owner wants it, and a program that
//                writes faster than it is read waits. Its standard error may be read as well. Its end is told once,
//                with the signal that has ended it, if one has.
// Thread safety  The actor that has made it. Its descriptors may be given to others, as long as it lives.
// Invariants     1. The program ends with its owner: the object's end kills it, if it still runs, with all that it has
//                   started in its process group, and waits until it is gone. No zombie is left.
//                2. Of the library's descriptors the program inherits its three alone; signals are the default ones,
//                   and none is blocked.
//                3. With a seed it is of the real world: while it runs, time passes as there.
//                4. The end may be told before all output has been read: read until the end of the descriptor.
// Chapter        14
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <otp/pid.hpp>

namespace otp {

struct subprocess_options {
  bool input = false;                         // it is written to by input(); else it reads nothing (/dev/null)
  bool errors = false;                        // its standard error is read by errors(); else it has the caller's
  bool errors_with_output = false;            // ... is part of output()
  std::string directory = {};                 // where it runs; empty: where the caller does
  std::vector<std::string> environment = {};  // NAME=value, in the place of the caller's; empty: the caller's
};

/// The message to the owner: the program has ended.
struct subprocess_exited {
  ref subprocess;  // subprocess::ref()
  int status = 0;  // what its main returned, or exit was given
  int signal = 0;  // that has ended it; 0: none
};

class subprocess {
 public:
  ~subprocess();
  subprocess(subprocess&&) noexcept;
  subprocess& operator=(subprocess&&) = delete;

  /// Names it in its subprocess_exited.
  const otp::ref& ref() const noexcept;
  /// Of the operating system.
  long id() const noexcept;
  /// Descriptors, which do not block; -1 for what was not asked for. They are closed with the object.
  int input() const noexcept;
  int output() const noexcept;
  int errors() const noexcept;
  /// It reads the end of its input.
  void close_input() const noexcept;
  /// Sends it this signal, and those it has started, unless it has ended.
  void signal(int number) const noexcept;

 private:
  class state;
  friend subprocess run_process(const std::vector<std::string>& argv, const subprocess_options& how);
  explicit subprocess(std::unique_ptr<state> started) noexcept;
  std::unique_ptr<state> state_;
};

/// Starts a program: argv[0], which is looked for in PATH unless it has a slash, with argv as its arguments.
/// Errors: error{badarg} for an empty argv, and for a program or a directory that is not there or may not be used;
/// error{system_limit} when the machine has no process or descriptor left.
subprocess run_process(const std::vector<std::string>& argv, const subprocess_options& how = {});

}  // namespace otp
