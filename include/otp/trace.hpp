// trace.hpp - a hook that sees what actors do, as it happens.
//
// Mirrors        erlang:trace/3 (procs, send, 'receive', links, timestamp)
// Differs        One hook a system, installed at its start, seeing every actor. It sees more than the BEAM's does: what
//                an actor waits for, timers, and with a seed who else could run: enough to tell at each event what
//                stands in each mailbox.
// Thread safety  The hook is called on the thread of the actor that acts, on many threads at once: guard what it
//                writes. It may be called with mutexes of the library held, so it must not call the library.
// Invariants     1. Without a hook, tracing costs one branch an event.
//                2. An event of sending comes before the event of receiving that message.
//                3. A message is known by its receiver and its place in the mailbox: 1 for the first that ever came.
//                   Each place is told of once, by a `send`, `down`, `exit_signal` or `timeout`, to the hook of the
//                   receiver's system.
//                4. What a message says is written down by its sender, before it is sent, in a program that is traced.
//                   An operator<< of yours is called there; it must not call the library.
// Chapter        1
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <otp/pid.hpp>
#include <otp/time.hpp>

namespace otp {

struct trace_event {
  enum class kind : std::uint8_t {
    spawn,          // actor started `other`
    send,           // actor, or a thread that is none, sent a message to `other`; text is its type, position its place
    receive,        // actor took a message out of its mailbox; text is its type, position its place
    flushed,        // ... to throw it away; its own name is `flush`, which is taken
    drop,           // what actor sent to `other` went nowhere: that had ended, or the alias was no longer active
    link,           // actor and `other` are linked
    unlink,         // ... no longer
    monitor,        // actor watches `other`
    demonitor,      // ... no longer
    exit_signal,    // actor sent an exit signal to `other`; text is the reason, value how (`link`: by its end, `exit`,
                    // `timer`); position that of the exit_message, 0 where it does not become one
    down,           // the watcher `other` got a `down` for actor; text is the reason, position that of the message
    register_name,  // `other` holds the name in text
    unregister_name,  // ... no longer
    set_timer,        // actor set a timer for `other`; text is `tick in 100 ms`
    cancel_timer,     // actor cancelled one
    timer_fired,      // it sent a message to `other`; text is its type, position its place
    restart,          // the supervisor `actor` restarted a child as `other`; text is the child's id
    transition,       // a state machine began, `[*] --start--> locked`; or took an event, `locked --cast coin--> open`
    wait,             // actor waits until its next event; text is what for, `other` for whom, where that is known
    mark,             // what the program itself wants to be seen here: trace_mark
    begin,            // a system begins; text is its schedule
    exit,             // actor ended; text is the reason. Its links and watchers have been told just before
  };
  kind what;
  pid actor;  // <none>: the clock, or a thread that is no actor
  pid other = {};
  std::string text = {};
  std::uint64_t position = 0;
  time_point at = {};
  std::string value = {};                   // send, timeout: what the message says, where its type has an operator<<
  ref id = {};                              // of a call and of its reply, a monitor, a timer; else ref()
  std::uint64_t step = 0;                   // with a seed: the schedule's step
  std::vector<std::string> could_run = {};  // with a seed: who else can run now, `<0.3>`
};

using tracer = std::function<void(const trace_event&)>;
/// As a system's tracer: it is not traced, whatever OTP_TRACE says.
void no_trace(const trace_event& event);

/// Adds an event of the calling actor's to its system's trace: for behaviours, which see more than the primitives do.
void trace(trace_event::kind what, const pid& other, const std::string& text);
/// The calling actor's system has a tracer: for those whose text takes time to make.
bool traced() noexcept;
/// Adds a `mark` to the trace: for what a reader of the run should find. Nothing on a thread that is no actor.
void trace_mark(const std::string& text);

/// A tracer that appends each event to the file, one JSON object a line:
///   {"at":NANOSECONDS,"what":"send","actor":"<0.1>","other":"<0.2>","text":"ping","position":1}
/// with "value", "id", "step" and "could_run" where they say something; the line of a `begin` is
///   {"otpp_trace":1,"schedule":"seed:7","program":"stack"}
/// What the systems of a program do that have no tracer goes to the file that OTP_TRACE names, if it does.
/// Errors: error{badarg}, when the file cannot be opened.
tracer trace_to_file(const std::string& path);

/// That line, without its end.
std::string to_json(const trace_event& event);
/// `send`, `down` ...: the kind's own name; of timer_fired, `timeout`.
std::string to_string(trace_event::kind kind);
/// `<0.1> send <0.2> ping`: one line, without the time.
std::string to_string(const trace_event& event);

}  // namespace otp
