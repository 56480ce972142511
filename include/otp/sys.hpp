// sys.hpp - talking to the loop of a server, not to the server.
//
// Mirrors        sys: suspend/1,2, resume/1,2, get_status/1,2, get_state/1,2, trace/2,3; the callback
//                format_status/1
// Differs        What a server keeps is its members, which have no common form: get_state gives text, made by the
//                public `std::string format_status() const` of the server's class. (OTP's name, for OTP's use: what
//                people see of a state. There it may be left out, since any term can be printed.) No replace_state.
// Thread safety  Actors only.
// Invariants     1. Every behaviour answers these (behaviour.hpp); an actor that is none never does.
//                2. A suspended server answers these, stop(), and the end of its parent; all else waits in its mailbox,
//                   in order.
//                3. format_status runs between two callbacks. What it throws goes to the one who has asked.
// Chapter        5
//
//   class till : public otp::gen_server<till> {
//    public:
//     std::string format_status() const { return std::to_string(coins_) + " coins"; }
//    private:
//     int coins_ = 0;
//   };
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <otp/actor.hpp>
#include <otp/actor_name.hpp>
#include <otp/call.hpp>

namespace otp {

/// What the loop of a server knows.
struct server_status {
  enum class sys_state : std::uint8_t { running, suspended };
  sys_state now = sys_state::running;
  otp::pid parent = {};           // names no actor unless it was linked to its starter
  std::string last_message = {};  // the type of the last that the server has handled; empty before the first
  std::size_t message_queue_len = 0;
  // Of get_status only.
  std::string server_class = {};
  std::optional<std::string> state = {};  // see get_state; nothing when the class does not say it, or has failed to
  std::optional<exit_reason> state_failure = {};  // what its format_status has thrown
};

/// What these functions ask of a server's loop.
struct system_request {
  enum class what : std::uint8_t { suspend, resume, get_status, trace, no_trace };
  using reply = server_status;
  what asked;
};

/// What stop() sends to a server's loop: OTP's {system,_,{terminate,Reason}}, through sys:terminate.
struct stop_request {
  exit_reason reason;
};

/// From its return on the server handles nothing but system messages. Already suspended: nothing changes.
/// Blocks: until the server's current callback has returned, or the timeout.
/// Errors: exit_exception, as call.
void suspend(const pid& server, duration timeout_after = default_call_timeout);
void suspend(const actor_name& name, duration timeout_after = default_call_timeout);
void resume(const pid& server, duration timeout_after = default_call_timeout);
void resume(const actor_name& name, duration timeout_after = default_call_timeout);
server_status get_status(const pid& server, duration timeout_after = default_call_timeout);
server_status get_status(const actor_name& name, duration timeout_after = default_call_timeout);
/// What format_status says of the server's state. Of a state machine the current state's type comes first,
/// `open: 5 coins`, or alone when the class has no format_status. Of a supervisor: a line for each child.
/// Blocks: as suspend.
/// Errors: error{badarg} that names the class, when it has no format_status; exit_exception
/// {Why,{Class,format_status,[]}}, when that has thrown; and as call.
std::string get_state(const pid& server, duration timeout_after = default_call_timeout);
std::string get_state(const actor_name& name, duration timeout_after = default_call_timeout);

/// From its return on, what the server does is reported (report::kind::debug), or no longer: each message that it
/// takes, each reply that a callback returns, and then what format_status says, if it is there. Replies by reply() are
/// not seen, as in OTP. (trace.hpp sees all actors, and signals instead of callbacks.)
///   otp: *DBG* <0.2> till got call add from <0.1>
///   otp: *DBG* <0.2> till sent reply int to <0.1>
///   otp: *DBG* <0.2> till new state 5 coins
/// Blocks, errors: as suspend.
void trace_server(const pid& server, bool on, duration timeout_after = default_call_timeout);
void trace_server(const actor_name& name, bool on, duration timeout_after = default_call_timeout);

}  // namespace otp
