// sys.hpp - talking to the loop of a server, not to the server.
//
// Mirrors        sys: suspend/1,2, resume/1,2, get_status/1,2
// Differs        What a server keeps is its members, so there is no get_state: ask it by a call. get_status says what
//                the loop knows, and nothing of the state.
// Thread safety  Actors only.
// Invariants     1. Every behaviour answers these (behaviour.hpp); an actor that is none never does.
//                2. A suspended server answers these, stop(), and the end of its parent; all else waits in its mailbox,
//                   in order.
// Chapter        5
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <otp/actor.hpp>
#include <otp/call.hpp>

namespace otp {

/// What the loop of a server knows.
struct server_status {
  enum class state : std::uint8_t { running, suspended };
  state now = state::running;
  otp::pid parent = {};           // names no actor unless it was linked to its starter
  std::string last_message = {};  // the type of the last that the server has handled; empty before the first
  std::size_t message_queue_len = 0;
};

/// What these functions ask of a server's loop.
struct system_request {
  enum class what : std::uint8_t { suspend, resume, get_status };
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
void resume(const pid& server, duration timeout_after = default_call_timeout);
server_status get_status(const pid& server, duration timeout_after = default_call_timeout);

}  // namespace otp
