// sys.hpp - talking to the loop of a server, not to the server.
//
// Mirrors        sys: suspend/1,2, resume/1,2
// Differs        What a gen_server keeps is its members, so there is no get_state: ask it by a call.
// Thread safety  Actors only.
// Invariants     1. A suspended server answers these, stop(), and the end of its parent; all else waits in its mailbox,
//                   in order.
// Chapter        5
#pragma once

#include <chrono>

#include <otp/actor.hpp>
#include <otp/call.hpp>

namespace otp {

/// What these functions ask of a server's loop.
struct system_request {
  enum class what : std::uint8_t { suspend, resume };
  using reply = void;
  what asked;
};

/// From its return on the server handles nothing but system messages. Already suspended: nothing changes.
/// Blocks: until the server's current callback has returned, or the timeout.
/// Errors: exit_exception, as call.
void suspend(const pid& server, duration timeout_after = default_call_timeout);
void resume(const pid& server, duration timeout_after = default_call_timeout);

}  // namespace otp
