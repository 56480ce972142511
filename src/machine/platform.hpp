// platform.hpp - the one place that may know the operating system: names of threads, processors, the ends of threads,
// copies of a process, a spinning thread's rest.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>

namespace otp::platform {

/// Shown by gdb, top -H and perf; cut to what the system allows (15 bytes on Linux).
void name_this_thread(const std::string& name) noexcept;
/// How many threads can run at once; at least 1. Honours the process's CPU affinity where the system has one.
unsigned processors() noexcept;
/// On which processors a thread may run. Where the system has no such thing, all of this does nothing.
class affinity {
 public:
  static affinity of_this_thread() noexcept;
  static affinity this_processor_alone() noexcept;
  /// For the calling thread, and for those that it starts from now on.
  void apply() const noexcept;

 private:
  std::array<unsigned long, 1024 / (8 * sizeof(unsigned long))> set_{};
  bool known_ = false;
};
/// An interruption by Boost that was asked of this thread and has not been met will not be. Boost itself can only throw
/// it. Where its threads are not POSIX threads, this does nothing.
void forget_interrupt();
/// Calls act(with) when the calling thread ends, after the destructors of its thread_local objects and those of
/// POSIX threads' keys. There is one such act in a program. False: no memory for it, and it will not be called.
bool at_thread_end(void (*act)(void*), void* with);
/// A handle to the calling thread's own time of work, for another thread to read while this one lives; negative: the
/// system has no such thing.
long work_of_this_thread() noexcept;
/// How long that thread has worked on a processor; nothing when it cannot be said.
std::optional<std::chrono::nanoseconds> work_done(long handle) noexcept;
/// Calls these before each fork of the program, and after it in the parent and in the child. False: no memory for it.
bool at_fork(void (*before)(), void (*in_parent)(), void (*in_child)());
/// Of the operating system's process: tells a program from a copy of it that fork has made.
long process_id() noexcept;
/// What it was started as, without its folder; empty: the system does not say.
const char* program_name() noexcept;
/// Of the calling thread, as debuggers and `top -H` show it; 0: the system has no such number.
long thread_id() noexcept;
/// Whether std::exit has called the caller: from an object's destructor or a handler that runs while the program exits.
bool program_exits_here() noexcept;
/// Tells the processor that this thread is waiting for another one to write.
void relax() noexcept;

}  // namespace otp::platform
