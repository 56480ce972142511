// descriptors.hpp - wait for the outside world and for messages at once.
//
//   otp::receive([&](const line_out& l) { put(l); },
//                otp::readable(connection) >> [&] { read_some(); },
//                otp::writable(connection) >> [&] { write_some(); },
//                otp::after(60s, [&] { close(connection); }));
//   if (otp::wait_readable(connection, 5s)) read(connection, buffer, size);   // or an exit signal ends the wait
//
// Mirrors        enif_select/5, and the {select, Socket, Ref, ready_input} messages of the socket module
// Differs        Readiness is a level that is looked at, not a message that is sent: a clause runs as long as there is
//                something to read, and nothing has to be cancelled.
// Thread safety  Actors only. Several may wait for one descriptor; it must stay open while they do.
// Invariants     1. Messages come first: a descriptor is looked at when no clause accepts a message that is there. But
//                   after sixteen receives in a row that took a message, descriptors come first, once: so a flood of
//                   messages does not hold up a connection for ever.
//                2. Of several descriptors that are ready the first one's clause runs, in the order of the clauses.
//                3. An exit signal ends each of these waits at once, without a thread or a timer.
//                4. The end of a connection and an error count as ready, to read and to write: read and write tell.
//                5. With a seed, descriptors are of the real world: which of a message and a descriptor comes first is
//                   not the seed's to say, and while an actor waits for one, time passes as in the real world.
// Chapter        14
#pragma once

#include <type_traits>
#include <utility>

#include <otp/detail/watch.hpp>
#include <otp/receive.hpp>
#include <otp/time.hpp>

namespace otp {

struct ready_pattern {
  detail::watch what;
};
/// The clause of a receive that runs when there is something to read: readable(fd) >> [] { ... }. The handler takes
/// nothing.
/// Errors, of the receive: error{badarg} for a descriptor that is not open; error{system_limit} when the machine has no
/// descriptor for the caller's own bell.
inline ready_pattern readable(int descriptor) { return {{descriptor, false}}; }
/// ... when there is room to write, or a connection that was begun stands.
inline ready_pattern writable(int descriptor) { return {{descriptor, true}}; }
template <class F>
auto operator>>(const ready_pattern& pattern, F handler) {
  constexpr bool called = std::is_invocable_v<F&>;
  static_assert(called, "the handler of readable and writable takes nothing");
  if constexpr (called) return detail::ready_clause<F>{pattern.what, std::move(handler)};
}

/// Waits until it is ready, whatever messages come. False: the time is up. Zero looks, and does not wait.
/// Blocks: as long as `at_most`.
/// Errors: as for a receive with readable; error{timeout_value} for a negative time.
bool wait_readable(int descriptor, duration at_most = infinity);
bool wait_writable(int descriptor, duration at_most = infinity);

/// A descriptor that another event loop (poll, a window system's) can wait for on behalf of the calling actor. It is
/// readable when a message or an exit signal has come since the last receive that found nothing. So the loop, when it
/// is readable, calls receive with after(0s) until that finds nothing; and never reads from it, nor closes it.
/// It stays the same as long as the actor lives, and is closed at its end.
/// Errors: error{not_an_actor}; error{system_limit} when the machine has no descriptor.
int mailbox_descriptor();

}  // namespace otp
