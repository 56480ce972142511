// link.hpp - links, and the exit signals that travel over them.
//
// Mirrors        erlang: link/1, unlink/1, process_flag(trap_exit, _), exit/2, {'EXIT', Pid, Reason}
// Differs        An exit signal cannot stop a thread between two instructions. It reaches the actor at its next
//                receive, send, call, sleep, checkpoint() or Boost interruption point, where exit_unwind is thrown;
//                destructors then run. (A function on the way that is noexcept ends the program, as C++ has it;
//                stderr says which signal it was. So what calls the library should not be noexcept.) It is sticky: an
//                actor that swallows exit_unwind meets it again at its next step. An actor that has not ended some
//                time after `kill` (options::kill_grace) is abandoned: it is over for every other actor, nothing that
//                it does has an effect any more, and its thread, should it ever come back to the library, unwinds.
// Thread safety  Any actor may call these about any pid. exit() may also be called by a thread that is no actor.
// Invariants     1. At most one link per pair; it stands in both tables or in neither, whichever end made it.
//                2. Each link propagates one death at most once.
//                3. After unlink() has returned, no exit_message of that link is added any more.
// Model          tests/models/link.pml: two that link and unlink each other while one ends; one signal, no deadlock
// Chapter        3
#pragma once

#include <otp/exit_reason.hpp>
#include <otp/pid.hpp>

namespace otp {

/// Links the caller and `other`: when one ends, the other gets an exit signal. Linking twice, or to oneself, does
/// nothing.
/// Errors: error{noproc} if `other` is dead and the caller does not trap exits; if it does, it gets an exit_message
/// with reason noproc instead.
void link(const pid& other);

/// Removes the link, if there is one. An exit_message of it that has already come stays in the mailbox.
void unlink(const pid& other);

/// Whether exit signals from now on come as exit_messages instead of ending the caller. Returns the previous setting.
bool trap_exit(bool on);

/// Sends an exit signal: `normal` does nothing to another actor, `kill` cannot be trapped and ends it as `killed`, any
/// other reason ends it, or is received by one that traps exits. To oneself without trapping: does not return.
/// A dead pid is no error.
void exit(const pid& to, const exit_reason& reason);

/// Keeps exit signals from being thrown in its scope, by Boost's interruption points too; they are thrown at the first
/// step after it. For a destructor that sends, calls or waits when its object goes out of scope without unwinding:
/// throwing there would end the program. (While unwinding, exit signals are held by themselves.)
class hold_exits {
 public:
  hold_exits();
  ~hold_exits();
  hold_exits(const hold_exits&) = delete;
  hold_exits& operator=(const hold_exits&) = delete;
};

}  // namespace otp
