// network_faults.hpp - what may happen to a connection in the network of a seeded system.
//
// Mirrors        nothing in OTP. FoundationDB's simulation, and Jepsen's nemesis, for the idea
// Differs        In memory, and drawn from the seed: a run with a fault can be run again.
// Thread safety  A value.
// Invariants     1. Bytes arrive once, whole and in order, or the connection is reset and both sides hear of it.
//                2. What is drawn for the network is not drawn for the schedule: a program without sockets keeps its
//                   runs.
// Chapter        14
#pragma once

#include <chrono>
#include <cstddef>

#include <otp/time.hpp>

namespace otp {

struct network_faults {
  /// Half of what is sent arrives at once, the rest up to so much later. In order, as TCP has it.
  duration longest_delay = std::chrono::milliseconds(10);
  /// A read may get less than there is, and a write may take less than there is room for.
  bool short_transfers = true;
  /// How much may be sent and not yet read.
  std::size_t room = 65536;
  /// Of a thousand: operations on a connection that find it reset; connections that are refused.
  unsigned resets = 0;
  unsigned refusals = 0;
};

}  // namespace otp
