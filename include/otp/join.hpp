// join.hpp - waiting until the thread of an actor has returned.
//
// Mirrors        nothing: when a BEAM process has ended, nothing of it is left
// Differs        When links and monitors hear of an actor's end, its thread has unwound. Its thread_local objects go a
//                moment later; an actor that must not meet them joins the thread first. Supervisors do that between a
//                child and its successor.
// Thread safety  Actors only. Any number may join one actor, at the same time or one after another.
// Invariants     1. After join() has returned true nothing of the user's runs in that thread any more.
//                2. join() waits for that one thread, however many others end.
// Model          tests/models/reaper.pml: ends, joiners and the system's end
// Chapter        6
#pragma once

#include <otp/pid.hpp>
#include <otp/time.hpp>

namespace otp {

/// Waits until an actor has ended and its thread has returned, with the destructors of its thread_local objects and of
/// keys of POSIX threads. It does not end the actor: one that lives on is waited for, too.
/// Returns: false when that did not come in time; at once when it is not to come: of an actor that was abandoned, and
/// of a main actor, whose thread is not the library's.
/// Blocks: at most so long. An exit signal ends the wait. With a seed, time is virtual; but a thread that has told of
/// its end takes no more turns, so for that one alone this waits in real time, half a second at most.
/// Errors: error{badarg} for a pid that names no actor, the caller's own, or a negative time; error{not_an_actor}.
bool join(const pid& whom, duration at_most);
/// ... for as long as an actor may take to end after `kill` before it is abandoned: options::kill_grace.
bool join(const pid& whom);

}  // namespace otp
