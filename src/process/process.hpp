// process.hpp - the record of one actor: its mailbox, its links and monitors, and whether it still lives.
//
// Mirrors        the process control block; erlang:process_info/2 shows parts of it
// Differs        An exit signal is decided where it is delivered: under the receiver's mutex the sender sees whether
//                the receiver traps exits, and either appends a message or dooms it. The BEAM decides when the receiver
//                takes the signal out of its queue; as both stand in the same order, nobody can tell the difference.
// Thread safety  As the groups of fields say.
// Invariants     1. status goes alive -> doomed -> ending -> over, never back; doomed may be skipped.
//                2. The thread that sets `over` speaks for the actor, once: it tells links and monitors. None is told
//                   twice.
//                3. A link stands in both ends' tables or in neither; a monitor that stands in its watcher's table has
//                   not fired, and one that does not never will.
// Lock order     names (runtime) < processes, the smaller pid first, at most two < table (runtime), threads (reaper),
//                clock, hooks.
//                A trace hook may be called with a process's mutex held.
// Chapter        3
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <otp/detail/watch.hpp>
#include <otp/error.hpp>
#include <otp/exit_reason.hpp>
#include <otp/mailbox_limit.hpp>
#include <otp/message.hpp>
#include <otp/pid.hpp>

#include "machine/mutex.hpp"
#include "process/mailbox.hpp"

namespace otp {

struct actor_thread;
struct blocked_sender;
class joiner;
class process_link;
class process_monitor;
class runtime;
namespace detail {
struct waiting_on;
}

class process final : public identity {
 public:
  enum class status : std::uint8_t {
    alive,
    doomed,  // a deadly exit signal has been delivered; the thread has still to unwind
    ending,  // the thread has unwound and destroys what it never received; messages are dropped
    over,    // nobody can tell it from one that never was
  };
  /// How far the thread of an actor is on its way to its end.
  enum class thread_phase : std::uint8_t {
    acts,         // it may take steps
    left,         // its actor has told everybody, and it takes no step any more
    returned,     // its thread_local objects are gone: nothing of the user's runs in it any more
    not_awaited,  // its actor is abandoned, or is main: nobody is told when it returns
  };

  process(std::shared_ptr<runtime> home, std::uint64_t serial, std::uint64_t number, std::string label, process* parent,
          mailbox_limit limit);
  ~process() override;

  // ---- constant after construction ----------------------------------------------------------------------------------

  const std::shared_ptr<runtime> home;
  const std::uint64_t parent_number;
  const std::vector<std::string> ancestors;  // for reports: parent first
  const mailbox_limit limit;

  // ---- guarded by box.mutex() ---------------------------------------------------------------------------------------

  mailbox box;
  status state OTPP_GUARDED_BY(box.mutex()) = status::alive;
  bool trapping OTPP_GUARDED_BY(box.mutex()) = false;
  exit_reason doom OTPP_GUARDED_BY(box.mutex());   // why, from doomed on
  pid doomed_by OTPP_GUARDED_BY(box.mutex());      // who sent that signal, until it is over
  std::string name OTPP_GUARDED_BY(box.mutex());   // registered
  std::string label OTPP_GUARDED_BY(box.mutex());  // what its thread is called
  std::map<pid, std::shared_ptr<process_link>> links OTPP_GUARDED_BY(box.mutex());        // by the other end
  std::map<ref, std::shared_ptr<process_monitor>> monitors OTPP_GUARDED_BY(box.mutex());  // that this actor has made
  std::map<ref, std::shared_ptr<process_monitor>> watchers OTPP_GUARDED_BY(box.mutex());  // that others have made of it
  std::map<ref, alias_use> aliases OTPP_GUARDED_BY(box.mutex());
  // What its supervisor says of it, and it of itself: supervision.hpp.
  std::string child_id OTPP_GUARDED_BY(box.mutex());
  std::uint64_t restarts OTPP_GUARDED_BY(box.mutex()) = 0;
  std::uint64_t restarts_made OTPP_GUARDED_BY(box.mutex()) = 0;
  bool supervises OTPP_GUARDED_BY(box.mutex()) = false;
  bool has_timers OTPP_GUARDED_BY(box.mutex()) = false;  // the clock has, or had, alarms that end with it
  // That wait for room in the mailbox, in the order in which they came.
  std::list<blocked_sender*> blocked_senders OTPP_GUARDED_BY(box.mutex());
  std::uint64_t kill_alarm OTPP_GUARDED_BY(box.mutex()) = 0;  // rings when it has not ended in time after `kill`
  // The reaper's; null for main, and when the actor is over.
  actor_thread* thread OTPP_GUARDED_BY(box.mutex()) = nullptr;

  // ---- set under box.mutex(), read by the owner without it ----------------------------------------------------------

  static constexpr std::uint8_t exit_pending = 1;  // doomed, so throw at the next step
  static constexpr std::uint8_t in_turns = 2;      // with a seed: another may have its turn at each step
  std::atomic<std::uint8_t> pending_flags;         // which of these: 0 for most actors at most times
  std::atomic<bool> abandoned{false};              // over, although its thread is not

  // ---- owner's thread only ------------------------------------------------------------------------------------------
  // (Others may read it, holding box.mutex(), while box.owner_waits(): process_snapshot.hpp.)

  std::uint64_t refs_made = 0;
  bool scanning = false;            // a receive is looking at messages: their places must not change
  bool interruption_muted = false;  // by an exit signal that was thrown
  int exit_hold_depth = 0;          // nesting of hold_exits
  int receives_in_a_row = 0;        // that had descriptors to look at, and took a message first
  int exceptions_at_start = 0;      // std::uncaught_exceptions() when this actor began
  const detail::message_type* last_message = nullptr;
  const detail::waiting_on* waiting_on = nullptr;  // for whom, while it waits for another actor
  std::string (*receive_shown_as)() = nullptr;     // what its receive would take, while it waits in one
  std::span<const detail::watch> watching;         // the descriptors among that

  // ---- any thread ---------------------------------------------------------------------------------------------------

  /// The record of the calling thread's actor; null on a thread that is no actor.
  static process* current() noexcept;
  /// Same, for uses that need one. Errors: error{not_an_actor}, naming `what` was tried.
  static process& require(const char* what);
  static process& of(const pid& p);  // errors: error{badarg} for a pid that names nobody

  /// Where reports say who it was: its registered name, else its label.
  std::string shown_name();
  std::string current_label();

  // ---- owner's thread -----------------------------------------------------------------------------------------------

  /// Every step of an actor begins with this. Throws exit_unwind if an exit signal has ended it, unless it is unwinding
  /// or holds exits.
  void checkpoint() {
    // acquire: the doom that comes with it was written before.
    if (pending_flags.load(std::memory_order_acquire) != 0) [[unlikely]]
      attend();
  }
  void attend();
  /// Whether an exception may come out of a step of this actor now: it does not unwind, and does not hold exits.
  bool may_throw() const noexcept { return exit_hold_depth == 0 && std::uncaught_exceptions() <= exceptions_at_start; }
  /// Receives the message that stands at this place of the backlog. The next blocked sender's message takes its room.
  message take(backlog::index i) noexcept {
    message taken = box.take(i);
    if (limit.messages != 0) [[unlikely]]
      admit_blocked_senders();
    return taken;
  }
  /// As many blocked senders as there is room for go on, the first first; all of them when this actor has ended.
  void admit_blocked_senders() noexcept;
  /// What it waits for, said before it waits: a deadlock's report and the trace tell it.
  inline void tell_wait(std::string (*for_what)());  // runtime.hpp
  ref make_ref() noexcept { return {serial(), ++refs_made}; }

 private:
  void trace_wait() noexcept;
  pid admit_next_blocked_sender() noexcept;

  // Guarded by the mutex of home->threads, which alone touches them.
  friend class reaper;
  friend class joiner;
  thread_phase phase_;
  joiner* joiners_ = nullptr;  // the actors that wait for this one's thread
};

/// Makes it look up from whatever it waits in. Its record must live; its mutex must not be held.
void alert(process& sleeper) noexcept;

/// The one rule about an actor that has been abandoned: nothing that it does has an effect any more. `actor` is null
/// for a thread that is none.
/// It is asked with the mutex held under which the act takes effect: that of the receiver, linked or watched actor, of
/// the names, of the table of the living, of the clock. The thread that speaks for the abandoned actor sets the flag
/// and then passes through those mutexes, before it tells links and monitors. So each act has been done before its
/// `down`, or is not done. (Hooks ask without a mutex: they are called by the acts.)
inline bool may_act(const process* actor) noexcept {
  return !actor || !actor->abandoned.load(std::memory_order_relaxed);  // relaxed: ordered by the mutex
}

}  // namespace otp
