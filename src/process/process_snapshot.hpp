// process_snapshot.hpp - what any thread may see of an actor, a moment's view: it takes no step and stops none.
//
// Mirrors        erlang:process_info/1, as observer asks for it
// Differs        process_info is an actor's question, and a step of it. This is for threads that are no actors.
// Thread safety  Any thread, without a mutex of a process, of the names or of the table.
// Invariants     1. One mutex at a time: that of the table, then that of each actor.
//                2. What is the owner's alone is read only while the owner waits: it set that before it took its
//                   mutex to park, and cannot go on before that is released.
//                3. A pid keeps the record that is read alive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <otp/detail/waiting_on.hpp>
#include <otp/pid.hpp>

namespace otp {

struct process_snapshot {
  enum class activity : std::uint8_t {
    running,  // or ready to run
    waiting,  // parked: `waits` says for what
    polling,  // waits for descriptors, too
    ending,   // an exit signal has been delivered, or its destructors run
  };
  otp::pid pid;
  std::uint64_t parent_number = 0;  // 0: main
  std::string name;                 // registered
  std::string label;
  std::string child_id;
  activity doing = activity::running;
  std::string waits;
  otp::pid waits_for;
  std::uint64_t queue = 0;     // messages in the mailbox
  std::uint64_t received = 0;  // taken from it until now
  std::uint64_t restarts = 0;  // of this child
  std::uint64_t restarts_made = 0;
  std::size_t links = 0;
  std::size_t monitors = 0;
  std::size_t monitored_by = 0;
  bool trap_exit = false;
  bool supervises = false;

  /// Its name, else its label, else its pid.
  std::string shown() const { return !name.empty() ? name : !label.empty() ? label : to_string(pid); }
};

struct process_details {
  std::vector<pid> links;
  std::vector<pid> monitors;
  std::vector<pid> monitored_by;
  std::vector<std::string> ancestors;
  std::optional<std::vector<std::string>> messages;  // types, oldest first; of one that waits
  std::size_t mailbox_limit = 0;
};

/// Nothing: it is over.
std::optional<process_snapshot> snapshot_of(const pid& actor);
std::optional<process_details> details_of(const pid& actor, std::size_t most_messages);
/// Those of these that are not over.
std::vector<process_snapshot> snapshots_of(const std::vector<pid>& actors);

/// `a reply to get from <0.3>`
std::string text_of(const detail::waiting_on& said);
/// `<0.7>`: how a pid of this system would be written.
std::string pid_text(std::uint32_t system_number, std::uint64_t number);

}  // namespace otp
