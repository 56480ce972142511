// readiness.hpp - how an actor waits for descriptors, and for its mailbox meanwhile.
//
// Mirrors        erts_check_io, and select_message
// Differs        The waiting actor polls itself, its own bell among the descriptors.
// Thread safety  The waiting actor's thread.
// Invariants     1. Free-running: from begin_poll to end_poll the bell rings for what comes. What came before is seen
//                   by begin_poll, which then does not let the actor wait.
//                2. With a seed the actor waits in the schedule as in any receive. What is simulated alerts it when
//                   it changes; for real descriptors another thread polls meanwhile (outside_poll.hpp), and alerts it.
// Chapter        14
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include <otp/detail/watch.hpp>
#include <otp/time.hpp>

#include "process/process.hpp"

namespace otp {

enum class wakes_for : bool { alerts, messages };

/// The first of these that is ready, without waiting. Errors: error{badarg}; see poll_descriptors.
std::optional<std::size_t> first_ready(process& me, std::span<const detail::watch> watches);
/// Waits until one of these is ready (the first is returned), something comes for the actor, or the deadline; may
/// return early.
std::optional<std::size_t> wait_for_readiness(process& me, std::span<const detail::watch> watches, wakes_for what,
                                              time_point deadline);

/// wait_readable and wait_writable. \param caller  for errors
bool wait_for_one(const char* caller, const detail::watch& what, duration at_most);

}  // namespace otp
