// trace.hpp - a hook that sees what actors do, as it happens.
//
// Mirrors        erlang:trace/3 (procs, send, 'receive', links)
// Differs        One hook a system, installed at its start, seeing every actor.
// Thread safety  The hook is called on the thread of the actor that acts, on many threads at once: guard what it
//                writes. It may be called with mutexes of the library held, so it must not call the library.
// Invariants     1. Without a hook, tracing costs one branch an event.
//                2. An event of sending comes before the event of receiving that message.
// Chapter        1
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <otp/pid.hpp>
#include <otp/time.hpp>

namespace otp {

struct trace_event {
  enum class kind : std::uint8_t {
    spawn,            // actor started `other`
    send,             // actor sent a message to `other`; text is the message's type, position its place
    receive,          // actor took a message out of its mailbox; text is its type, position its place
    link,             // actor and `other` are linked
    unlink,           // ... no longer
    monitor,          // actor watches `other`
    demonitor,        // ... no longer
    exit_signal,      // actor sent an exit signal to `other`; text is the reason
    down,             // the watcher `other` got a `down` for actor; text is the reason
    register_name,    // `other` holds the name in text
    unregister_name,  // ... no longer
    restart,          // the supervisor `actor` restarted a child as `other`; text is the child's id
    transition,       // a state machine began, `[*] --start--> locked`; or took an event, `locked --cast coin--> open`
    exit,             // actor ended; text is the reason
  };
  kind what;
  pid actor;
  pid other;
  std::string text;
  std::uint64_t position = 0;
  time_point at = {};
};

using tracer = std::function<void(const trace_event&)>;

/// Adds an event of the calling actor's to its system's trace: for behaviours, which see more than the primitives do.
void trace(trace_event::kind what, const pid& other, const std::string& text);
/// The calling actor's system has a tracer: for those whose text takes time to make.
bool traced() noexcept;

/// A tracer that appends each event to the file, one JSON object a line:
///   {"at":NANOSECONDS,"what":"send","actor":"<0.1>","other":"<0.2>","text":"ping","position":1}
/// What the systems of a program do that have no tracer goes to the file that OTP_TRACE names, if it does.
/// Errors: error{badarg}, when the file cannot be opened.
tracer trace_to_file(const std::string& path);

/// `send`, `down` ...: the kind's own name.
std::string to_string(trace_event::kind kind);
/// `<0.1> send <0.2> ping`: one line, without the time.
std::string to_string(const trace_event& event);

}  // namespace otp
