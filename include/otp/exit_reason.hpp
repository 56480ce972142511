// exit_reason.hpp - why an actor ended, and the two messages that tell it.
//
// Mirrors        erlang: exit reasons (normal, shutdown, {shutdown, Term}, killed, noproc, {Error, Stack}, ...);
//                {'EXIT', From, Reason}; {'DOWN', Ref, process, Pid, Reason}
// Differs        A closed list of kinds instead of any term, so that no decision is ever taken by searching a text.
//                An error carries the exception's type and text instead of a stack trace.
// Thread safety  Values; the details are shared and immutable, so a copy costs one atomic increment and cannot throw.
// Invariants     1. Reasons compare by value, nested reasons included.
//                2. is_abnormal() is the one place that says which ends are failures.
// Chapter        3
#pragma once

#include <cstdint>
#include <exception>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include <otp/pid.hpp>

namespace otp {

class exit_reason {
 public:
  /// The whole list. The right column says what the reason prints as, which is how Erlang writes it.
  enum class kind : std::uint8_t {
    normal,                 // normal
    shutdown,               // shutdown, or {shutdown,Inner} when it has an inner reason
    kill,                   // kill: sent, untrappable; the actor ends as `killed`
    killed,                 // killed
    noproc,                 // noproc: there is no such actor
    timeout,                // timeout
    calling_self,           // calling_self
    error,                  // {std::runtime_error,"text"}: an uncaught exception
    nocatch,                // {nocatch,int}: something thrown that is no std::exception
    call,                   // {Inner,{gen_server,call,[<0.5>,add]}}: a call that failed, and why
    failed_to_start_child,  // {failed_to_start_child,Id,Inner}
    already_started,        // {already_started,<0.5>}
    already_present,        // already_present: a stopped child of that id
    bad_specification,      // {bad_specification,"text"}: flags or child specs that contradict themselves
    term,                   // any other text given by the user: exit("out_of_paper")
  };

  exit_reason() noexcept = default;  // normal
  explicit exit_reason(kind atom) noexcept : kind_(atom) {}
  exit_reason(std::string text);  // NOLINT: implicit, so that exit("out_of_paper") reads as in Erlang
  exit_reason(const char* text) : exit_reason(std::string(text)) {}  // NOLINT

  static exit_reason shutdown_because(exit_reason inner);
  static exit_reason error(std::string type, std::string what);
  static exit_reason nocatch(std::string type);
  static exit_reason in_call(exit_reason inner, std::string function);
  static exit_reason failed_to_start_child(std::string id, exit_reason inner);
  static exit_reason already_started(pid holder);
  static exit_reason bad_specification(std::string text);

  kind which() const noexcept { return kind_; }
  /// Anything but normal, shutdown and {shutdown,_}: what transient children are restarted for and reports are made of.
  bool is_abnormal() const noexcept { return kind_ != kind::normal && kind_ != kind::shutdown; }

  /// The exception's (or thrown value's) type; the failed call; the child's id; empty for other kinds.
  const std::string& type() const& noexcept;
  /// The exception's what(), or the text of a term or bad_specification; empty for other kinds.
  const std::string& text() const& noexcept;
  /// The nested reason of call, failed_to_start_child and {shutdown,_}; `normal` where there is none.
  const exit_reason& inner() const& noexcept;
  /// The holder of the name in already_started.
  const pid& holder() const& noexcept;
  // ... of a temporary, by value: `const auto& why = d.reason.inner().inner()` is no reference to what is gone.
  std::string type() const&& { return type(); }
  std::string text() const&& { return text(); }
  exit_reason inner() const&& noexcept { return inner(); }
  pid holder() const&& noexcept { return holder(); }

  friend bool operator==(const exit_reason& a, const exit_reason& b) noexcept;

 private:
  struct details;
  exit_reason(kind k, details d);

  kind kind_ = kind::normal;
  std::shared_ptr<const details> details_;
};

/// As Erlang would write it, on one line whatever the texts in it are: see escaped().
std::string to_string(const exit_reason& reason);
std::ostream& operator<<(std::ostream& out, const exit_reason& reason);

/// The text with line breaks and all other control characters written as Erlang writes them, `\n` or `\001`, so that
/// text of strangers cannot forge a line of a log.
/// \param quote  other than 0: escaped too, and with it the backslash
std::string escaped(std::string_view text, char quote = 0);

/// The reason an exception gives to the actor that does not catch it.
/// A null pointer, as std::current_exception() gives it in a catch (...) for what is no exception of C++, stands for a
/// thread that is cancelled or has called pthread_exit: {nocatch,abi::__forced_unwind}.
exit_reason reason_of(const std::exception_ptr& failure);

inline const exit_reason normal{exit_reason::kind::normal};
inline const exit_reason shutdown{exit_reason::kind::shutdown};
inline const exit_reason kill{exit_reason::kind::kill};
inline const exit_reason killed{exit_reason::kind::killed};
inline const exit_reason noproc{exit_reason::kind::noproc};
inline const exit_reason timeout{exit_reason::kind::timeout};
inline const exit_reason calling_self{exit_reason::kind::calling_self};

/// What an actor that traps exits receives in place of dying: {'EXIT', From, Reason}.
struct exit_message {
  pid from;  // default-constructed when the system ends
  exit_reason reason;
};

/// What a watcher receives when the watched actor is over: {'DOWN', Ref, process, Pid, Reason}.
/// The reason is noproc when it was dead before the monitor was made.
struct down {
  otp::ref ref;
  otp::pid pid;      // default-constructed for a name that no actor held
  std::string name;  // when monitored by name
  exit_reason reason;
};

}  // namespace otp
