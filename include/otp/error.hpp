// error.hpp - how failure shows in C++: three types, three meanings.
//
//   error            you used the library wrongly, or the machine refused something: the call did nothing.
//   exit_exception   the actor's code said exit(reason), or a call failed: ends it with that reason unless caught.
//   exit_unwind      an exit signal has reached this actor: it is over and its thread is unwinding. Not for catching.
//
// Mirrors        erlang: error:badarg / error:noproc / error:system_limit, exit:Reason, and an exit signal
// Differs        A BEAM process that receives a deadly exit signal executes no further code. Here its thread unwinds,
//                so destructors run; `catch (...)` can swallow exit_unwind, but the next step throws it again.
// Thread safety  Exceptions belong to the thread that threw them.
// Invariants     exit_unwind does not derive from std::exception, so catch (const std::exception&) never swallows it.
// Chapter        3
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include <otp/exit_reason.hpp>

namespace otp {

// g++ takes an enumerator for a shadow of the constant otp::noproc, although it is only ever named errc::noproc.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
/// What was wrong with the use of the library.
enum class errc {
  badarg,          // an argument that cannot be: a name not held or taken, a dead pid to register, a negative time
  noproc,          // link to an actor that is dead (when not trapping exits)
  system_limit,    // the machine refused a thread
  not_an_actor,    // this thread is no actor, or its system has ended
  timeout_value,   // a negative receive timeout
  deadlock,        // with a seed: no actor can run any more, or the run has no end; thrown in the main actor
  not_repeatable,  // explore: the same schedule has not given the same run
};
#pragma GCC diagnostic pop

/// The one error type for misuse. The text says which fact was wrong.
class error : public std::runtime_error {
 public:
  error(errc code, const std::string& what) : std::runtime_error(what), code_(code) {}
  errc code() const noexcept { return code_; }

 private:
  errc code_;
};

/// Thrown by exit(reason) and by calls that fail; an actor that does not catch it ends with that reason.
class exit_exception : public std::exception {
 public:
  explicit exit_exception(exit_reason reason);
  const exit_reason& reason() const noexcept { return reason_; }
  const char* what() const noexcept override { return text_->c_str(); }

 private:
  exit_reason reason_;
  std::shared_ptr<const std::string> text_;  // shared, so that copying the exception cannot throw
};

/// Thrown by start and start_link when the server's init failed: OTP's {error, Reason}.
class start_error : public std::runtime_error {
 public:
  explicit start_error(exit_reason reason);
  const exit_reason& reason() const noexcept { return reason_; }

 private:
  exit_reason reason_;
};

/// Unwinds an actor that an exit signal has ended. Let it pass. In a function that is noexcept it ends the program,
/// after a line on stderr that names the signal.
class exit_unwind final {};

/// For a catch (...) that would keep what it has caught: true for what must be thrown on. That is exit_unwind, an
/// interruption by Boost, and the unwinding of a thread that is cancelled or has called pthread_exit.
bool must_unwind() noexcept;

}  // namespace otp
