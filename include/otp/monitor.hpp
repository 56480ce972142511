// monitor.hpp - watching an actor without sharing its fate; aliases, which make late replies vanish.
//
// Mirrors        erlang: monitor/2,3, demonitor/1,2, {'DOWN', ...}, alias/0,1, unalias/1
// Differs        An alias is a value of its own type, so it cannot be taken for a monitor's reference.
// Thread safety  Any actor may watch any pid; a monitor or alias is removed by the actor that made it.
// Invariants     1. Each monitor fires exactly one `down`, unless it is removed in time.
//                2. demonitor() says exactly whether it was in time: true, and no `down` ever comes; false, and it is
//                   already in the mailbox (or was received).
//                3. A message to an alias that is no longer active is dropped; the sender is told.
// Model          tests/models/monitor.pml: two monitors, taken back or not, while both ends end; one `down` or none
// Chapter        4
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <otp/actor_name.hpp>
#include <otp/exit_reason.hpp>
#include <otp/message.hpp>
#include <otp/pid.hpp>
#include <otp/time.hpp>

namespace otp {

class receive_mark;

/// Watches `target`: one `down` comes when it is over, at once if it is dead already. Watching oneself never fires.
/// \param mode  other than none: alias{self(), the returned ref} is an active alias.
/// Returns: the reference that the `down` will carry.
ref monitor(const pid& target, alias_mode mode = alias_mode::none);
/// Watches the actor that holds the name now; later holders are not its concern. Without a holder: a `down` with noproc
/// at once.
ref monitor(const actor_name& name, alias_mode mode = alias_mode::none);
/// For a caller that has looked the name up and found no holder: a `down` with noproc at once.
ref monitor_nobody(std::string name);

enum class demonitor_option : std::uint8_t { none, flush };
/// Removes a monitor. With `flush`, a `down` that has already come is taken out of the mailbox too.
/// Returns: whether the monitor was still active; with `flush`: false if and only if a `down` was flushed, and so true
/// for a reference of no monitor too (erlang:demonitor(Ref, [flush, info])).
bool demonitor(const ref& monitor, demonitor_option option = demonitor_option::none);
inline constexpr demonitor_option flush = demonitor_option::flush;

/// Waits for the `down` of this monitor, past all other messages. Returns: its reason.
exit_reason await_down(const ref& monitor);
/// ... at most so long. Nothing: it has not come, and the monitor stands.
std::optional<exit_reason> await_down(const ref& monitor, duration at_most);
/// ... not among the messages that stood in the mailbox when the mark was made (receive.hpp).
std::optional<exit_reason> await_down(receive_mark older, const ref& monitor, duration at_most = infinity);

/// An alias of the caller.
alias make_alias(alias_use use = alias_use::many);
/// Ends an alias, one made together with a monitor too, whatever its mode; the monitor itself stays.
/// Returns: whether it was active.
bool unalias(const alias& a);

/// Sends through an alias: delivered if it is active, dropped if not. Returns which.
bool send_message(const alias& to, message&& m);

}  // namespace otp
