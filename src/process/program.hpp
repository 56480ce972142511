// program.hpp - what there is once in a program: the numbers of its systems, those that are open, and what a fork
// leaves of them.
//
// The child of a fork has one thread, the one that called fork, and a copy of the parent's memory in which all other
// threads have vanished. So nothing of the parent's systems can be ended there, nor waited for: in the child that
// thread is no actor, the parent's systems are no longer open, and their objects are left as they are. Systems of the
// child's own work. The mutexes that a program has once are held over the fork, so that no vanished thread holds one.
#pragma once

#include <cstdint>

#include "machine/mutex.hpp"

namespace otp {

class runtime;
class system;

/// Guards what a program has once.
mutex& program_mutex();

/// Where the serial numbers of a new system's actors begin.
std::uint64_t next_serial_range();

/// The systems that have not been ended yet, for the case that the program exits before.
class open_systems {
 public:
  /// May throw std::bad_alloc.
  static void add(runtime& inside, system& made, void (*at_exit)());
  /// False: it is not among them, because the program exits, or because this is the child of a fork.
  static bool remove(runtime& closed) noexcept;
  /// The one that was made last; removed. Null when none is left.
  static system* take_last() noexcept;
};

}  // namespace otp
