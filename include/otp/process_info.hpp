// process_info.hpp - what can be seen of an actor from outside.
//
// Mirrors        erlang:process_info/1,2: links, monitors, monitored_by, registered_name, message_queue_len, messages,
//                trap_exit; proc_lib:set_label/1, get_label/1 (OTP 27)
// Differs        Messages are the actor's own: their types are shown to itself only.
// Thread safety  Actors only. One moment's view: all but the messages is read under the actor's mutex.
// Chapter        12
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <otp/pid.hpp>

namespace otp {

struct process_information {
  std::string registered_name;  // empty without one
  std::string label;            // what its thread is called
  std::vector<pid> links;
  std::vector<pid> monitors;      // whom it watches, once for each monitor
  std::vector<pid> monitored_by;  // who watches it, likewise
  std::size_t message_queue_len = 0;
  std::vector<std::string> messages;  // of the caller itself: their types, oldest first
  bool trap_exit = false;
};

/// Returns: nothing for an actor that is dead, in the sense of is_process_alive.
/// Errors: error{badarg} for a pid that names no actor; error{not_an_actor}.
std::optional<process_information> process_info(const pid& of);
/// process_info(Pid, message_queue_len): how many messages wait in its mailbox, at no cost for each.
std::optional<std::size_t> message_queue_len(const pid& of);

// ---- labels ---------------------------------------------------------------------------------------------------------

/// What the caller's thread is called from now on, in gdb, top -H, perf and reports, unless it has a registered name:
/// `session 7`. (Linux shows the first 15 bytes.)
void set_label(std::string label);
/// The label of an actor, also of one that has ended.
std::string get_label(const pid& of);

}  // namespace otp
