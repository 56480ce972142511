// mailbox_limit.hpp - a bound on how many messages may wait in an actor's mailbox, and what happens beyond it.
//
//   otp::spawn_opt({.mailbox = {1000, otp::overflow::block}}, [] { ... });
//
// Mirrors        nothing in OTP, whose mailboxes are unbounded (max_heap_size ends the receiver instead)
// Differs        For a producer that is faster than its consumer. Selective receive and blocked senders can wait for
//                each other: the message that the receiver waits for may be that of a blocked sender. (With a seed that
//                is reported as a deadlock, by name.)
// Thread safety  Values.
// Invariants     1. What actors send with send, call and cast is held to the limit; never replies, exit signals, downs,
//                   timers, and what comes from oneself or from a thread that is no actor.
//                2. A blocked sender stays an actor: exit signals reach it.
//                3. Messages of one sender keep their order: it is blocked before it can send the next one.
//                4. Blocked senders' messages arrive in the order in which their senders were blocked; a message that
//                   is sent later does not overtake them. One that is received lets one sender go on, not all.
// Model          tests/models/mailbox_limit.pml proves 4, and that none waits for ever, for three senders, one killed
// Chapter        12
#pragma once

#include <cstdint>

namespace otp {

/// What becomes of a message for a full mailbox.
enum class overflow : std::uint8_t {
  block,         // its sender waits until there is room or the receiver is over; a call's timeout begins afterwards
  drop,          // neither its sender nor the receiver hears of it
  crash_sender,  // send throws error{system_limit}
};

struct mailbox_limit {
  std::uint64_t messages = 0;  // that may wait unread; 0: any number
  overflow when_full = overflow::block;
};

}  // namespace otp
