// supervisor.hpp - a server that starts children, hears of their ends, and restarts them by a table.
//
// Mirrors        supervisor: start_link, start_child, terminate_child, restart_child, delete_child, which_children,
//                which_child, count_children, get_childspec; Elixir's DynamicSupervisor
// Differs        The restart window is exact, not in whole seconds. Results are closed types instead of terms.
//                After a child's end it joins the child's thread (join.hpp), so not even a thread_local object of it
//                meets a successor. A child that will not die of `kill` is abandoned (link.hpp), and one whose thread
//                does not return within options::kill_grace is not waited for any longer: a report names it, and the
//                supervisor goes on.
// Thread safety  The functions may be called by any actor; the supervisor serves one request at a time.
// Invariants     1. Children start in order, each awaited; they stop in reverse order, each awaited, before the
//                   supervisor itself is over.
//                2. A restarted child starts after its predecessor's thread has returned and its name is free.
//                3. After any sequence of restarts exactly the specified children are alive.
// Chapter        6 (restarts), 7 (intensity, shutdown, start failures), 16 (children on request)
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/actor_name.hpp>
#include <otp/child_spec.hpp>
#include <otp/gen_server.hpp>

namespace otp {

// ---- what the functions answer --------------------------------------------------------------------------------------

enum class supervisor_error : std::uint8_t {
  none,                // ok
  not_found,           // no child of that id or pid
  running,             // restart_child, delete_child: it is running
  restarting,          // ... it is between two attempts to restart it
  already_started,     // start_child: a child of that id is running
  already_present,     // start_child: a child of that id is there, stopped
  simple_one_for_one,  // not for supervisors whose children come on request
  start_failed,        // see reason
  max_children,        // start_child: there are as many as the flags allow
};

struct child_result {
  supervisor_error error = supervisor_error::none;
  otp::pid pid = {};        // nobody if the start function said ignore
  exit_reason reason = {};  // of start_failed
  explicit operator bool() const noexcept { return error == supervisor_error::none; }
};

struct child_info {
  enum class state : std::uint8_t { running, restarting, stopped };
  std::string id;
  otp::pid pid;  // nobody unless running
  state status;
  child_type type;
};

/// As OTP writes them.
std::string to_string(supervisor_error error);
std::string to_string(child_info::state state);

struct child_counts {
  std::size_t specs, active, supervisors, workers;
};

// ---- the requests (chapter 6 reads on at the functions below) -------------------------------------------------------

struct start_child_request {
  using reply = child_result;
  std::optional<child_spec> spec;
  start_args extra;
};
struct terminate_child_request {
  using reply = supervisor_error;
  std::string id;
  otp::pid pid;
};
struct restart_child_request {
  using reply = child_result;
  std::string id;
};
struct delete_child_request {
  using reply = supervisor_error;
  std::string id;
};
struct which_children_request {
  using reply = std::vector<child_info>;
};
struct count_children_request {
  using reply = child_counts;
};
/// One child, by its id or, on request, by its pid.
struct which_child_request {
  using reply = std::optional<child_info>;
  std::string id;
  otp::pid pid;
};
struct get_childspec_request {
  using reply = std::optional<child_spec>;
  std::string id;
  otp::pid pid;
};

class supervisor final : public gen_server<supervisor> {
 public:
  using messages = handles<start_child_request, terminate_child_request, restart_child_request, delete_child_request,
                           which_children_request, count_children_request, which_child_request, get_childspec_request>;

  /// Starts the children. If one fails, stops those started, in reverse order, and ends with
  /// {shutdown,{failed_to_start_child,Id,Reason}}.
  supervisor(supervisor_flags flags, std::vector<child_spec> children);

  child_result handle_call(start_child_request request);
  supervisor_error handle_call(terminate_child_request request);
  child_result handle_call(restart_child_request request);
  supervisor_error handle_call(delete_child_request request);
  std::vector<child_info> handle_call(which_children_request);
  child_counts handle_call(count_children_request);
  std::optional<child_info> handle_call(const which_child_request& request);
  std::optional<child_spec> handle_call(const get_childspec_request& request);

  /// A child has ended (or a stranger, which is none of its business).
  next handle_info(exit_message e);
  /// A restart has failed; this is the next attempt. Requests that came in between have been served.
  struct try_again {
    std::uint64_t child;
  };
  next handle_cast(try_again attempt);

  void terminate(const exit_reason&);
  /// `counter <0.5> running`, for each child; of one on request, its label stands in the place of the id.
  std::string format_status() const;

 private:
  struct supervised {
    std::uint64_t key;  // names the child among all this supervisor ever had
    std::shared_ptr<const child_spec> spec;
    start_args extra;
    otp::pid pid = {};       // nobody unless running
    otp::pid last_pid = {};  // of the incarnation before, from its end on
    child_info::state status = child_info::state::stopped;
    std::uint64_t restarts = 0;
  };
  using place = std::vector<supervised>::iterator;

  bool nameless() const noexcept { return on_request(flags_.strategy); }
  place find(const std::string& id);
  place find(const otp::pid& child);
  place find(const std::string& id, const otp::pid& child) { return nameless() ? find(child) : find(id); }
  child_info info_of(const supervised& child) const;

  start_result start(supervised& child);
  /// Starts [first, last) in order. Returns the first that fails, with its reason, or `last`.
  std::pair<place, exit_reason> start_all(place first, place last);

  /// The child is down and is to be up again: counts the restart, then does it by the strategy.
  next restart_by_strategy(place child);
  bool too_many_restarts();

  void stop(supervised& child);
  bool await_return(const otp::pid& ended, const supervised& child, bool wait = true) const;
  /// Stops [first, end) in reverse order and removes the temporary ones. Returns where the rest now ends.
  void stop_all_from(std::size_t first);
  void stop_in_parallel();
  /// Ended for good or stopped by request: temporary children and those of simple_one_for_one lose their place.
  void retire(place child);
  next after_final_end(bool significant);

  void report_of(const supervised& child, const std::string& what, const exit_reason& reason) const;
  void report_of(const std::string& whose, const std::string& what, const exit_reason& reason) const;

  const supervisor_flags flags_;
  std::vector<supervised> children_;               // in start order
  std::shared_ptr<const child_spec> simple_spec_;  // of simple_one_for_one
  std::deque<time_point> restarts_;                // within the last period
  std::uint64_t last_key_ = 0;
};

// ---- the functions --------------------------------------------------------------------------------------------------

using supervisor_ref = server_ref<supervisor>;

/// Starts a supervisor and its children, linked to the caller.
/// Errors: start_error with bad_specification, {shutdown,{failed_to_start_child,Id,Reason}} or already_started.
supervisor_ref start_supervisor(supervisor_flags flags, std::vector<child_spec> children);

/// A supervisor whose children come on request, any spec each, and go when they have ended; permanent and transient
/// ones are restarted, on one budget for all. At its end all are told to stop at once. Elixir's DynamicSupervisor, and
/// its defaults.
struct dynamic_flags {
  int intensity = 3;
  duration period = std::chrono::seconds(5);
  std::size_t max_children = 0;  // any number
  actor_name name = {};
};
supervisor_ref start_dynamic_supervisor(const dynamic_flags& flags = {});
/// ... as a child.
child_spec child_dynamic_supervisor(std::string id, const dynamic_flags& flags, child_options options = {});

/// Starts a child and adds it at the end; its id must be new. (Of a dynamic supervisor: ids do not matter.)
child_result start_child(const supervisor_ref& sup, child_spec spec);
/// ... of a simple_one_for_one supervisor.
child_result start_child(const supervisor_ref& sup, start_args extra = {});
/// Stops a child as its spec says. Its spec stays, unless it is temporary. By pid: children on request only; one that
/// is being restarted is found by the pid it had.
supervisor_error terminate_child(const supervisor_ref& sup, const std::string& id);
supervisor_error terminate_child(const supervisor_ref& sup, const pid& child);
/// Starts a stopped child again.
child_result restart_child(const supervisor_ref& sup, const std::string& id);
/// Removes the spec of a stopped child.
supervisor_error delete_child(const supervisor_ref& sup, const std::string& id);
/// Newest first, as OTP lists them.
std::vector<child_info> which_children(const supervisor_ref& sup);
child_counts count_children(const supervisor_ref& sup);
/// supervisor:which_child/2, get_childspec/2. Nothing: there is no such child.
std::optional<child_info> which_child(const supervisor_ref& sup, const std::string& id);
std::optional<child_info> which_child(const supervisor_ref& sup, const pid& child);
std::optional<child_spec> get_childspec(const supervisor_ref& sup, const std::string& id);
std::optional<child_spec> get_childspec(const supervisor_ref& sup, const pid& child);

}  // namespace otp
