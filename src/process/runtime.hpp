// runtime.hpp - what the actors of one system share: the table of the living, the names, the clock, the hooks.
//
// Mirrors        the process and registration tables of a BEAM node
// Differs        A program may have several; each is the inside of one otp::system.
// Thread safety  All members; fields as their groups say.
// Invariants     1. Each actor is in the table from before its thread starts until it has told links and monitors.
//                2. A name is held by an actor that is not over, or by none.
// Chapter        1
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <otp/actor_name.hpp>
#include <otp/exit_reason.hpp>
#include <otp/message.hpp>
#include <otp/options.hpp>
#include <otp/pid.hpp>
#include <otp/report.hpp>
#include <otp/trace.hpp>

#include "machine/mutex.hpp"
#include "process/added_hooks.hpp"
#include "process/process.hpp"
#include "process/program.hpp"
#include "process/reaper.hpp"
#include "schedule/alarms.hpp"
#include "schedule/scheduler.hpp"

namespace otp {

class simulated_network;
class system;

/// The lowest number that no live system of this program has, until it is given back.
class system_number {
 public:
  system_number() : value_(take()) {}
  ~system_number() { give_back(); }
  system_number(const system_number&) = delete;
  system_number& operator=(const system_number&) = delete;
  operator std::uint32_t() const noexcept { return value_; }  // NOLINT: it is one
  /// The next system may have it.
  void give_back() noexcept;

 private:
  static std::uint32_t take();

  const std::uint32_t value_;
  bool held_ = true;
};

class runtime : public std::enable_shared_from_this<runtime> {
 public:
  explicit runtime(options chosen);
  ~runtime();

  const options settings;
  // Those that are added while it runs; with any() the branch of who has something to tell.
  added_hooks<tracer> tracers{settings.trace != nullptr};
  added_hooks<reporter> reporters{settings.report != nullptr};
  system_number number;  // given back when the system is over: pids that are still held keep this object alive
  otp::scheduler scheduler;
  alarm_clock alarms;
  reaper threads;
  const std::shared_ptr<simulated_network> network;  // null: the operating system's

  system* scope OTPP_GUARDED_BY(program_mutex()) = nullptr;           // whose inside this is
  runtime* opened_before OTPP_GUARDED_BY(program_mutex()) = nullptr;  // among the open systems of the program

  // ---- the living --------------------------------------------------------------------------------------------------

  /// A new record in the table. Errors: error{not_an_actor} when the system is shutting down.
  pid create_process(std::string label, process* parent, mailbox_limit limit = {});
  /// The actor has told all links and monitors.
  void remove_process(process& gone);
  std::vector<pid> processes();
  /// ... with those that are on their way to their end. Any thread.
  std::vector<pid> living();
  /// How many actors it has had.
  std::uint64_t spawned();

  /// From now on none is admitted.
  void close(const process& main);
  /// Waits until none but `except` is left, or the deadline. Returns whether none is left.
  /// An actor that lives without a parent, `except` not counting as one, is sent `shutdown` once: parents stop before
  /// children.
  bool stop_from_the_top(const process& except, time_point deadline);
  /// Waits until none but `except` is left, or the deadline. Returns those that are.
  std::vector<pid> wait_until_empty(const process& except, time_point deadline);
  /// An actor is over, and will be dismissed when it has told all. Holding its mutex.
  // relaxed: an actor that heard of the end got the message after this, and so sees it.
  void begin_notifying() noexcept { notifying_.fetch_add(1, std::memory_order_relaxed); }
  /// Waits until no actor is telling of its end any more: then the threads of all that are over have left.
  void await_notified(duration at_most);

  /// The reference of a timer that is this alarm of the clock, and back (0: not one of this system's timers).
  ref timer_ref(std::uint64_t alarm) const noexcept { return {first_serial_, alarm}; }
  std::uint64_t alarm_of(const ref& timer) const noexcept {
    return timer == timer_ref(timer.count()) ? timer.count() : 0;
  }

  // ---- names -------------------------------------------------------------------------------------------------------

  /// Any thread: the clock looks names up, too.
  pid whereis(const actor_name& name);
  void register_name(process& by, std::string_view name, const pid& holder);
  /// Gives who held it.
  pid unregister_name(process& by, std::string_view name);
  std::vector<std::string> registered();
  std::vector<std::pair<std::string, pid>> names();
  /// Of an actor that is dying, and so gets no other one. Returns: what it was called, empty for nothing.
  std::string release_name(process& holder) noexcept;

  // ---- ends --------------------------------------------------------------------------------------------------------

  /// `kill` has been delivered: if the actor is not over after kill_grace, it is abandoned.
  void expect_end_of(process& killed) noexcept OTPP_REQUIRES(killed.box.mutex());
  /// Everything that follows an actor's end, in this order: mailbox, name, links, monitors. See actor_end.cpp.
  enum class end_kind : std::uint8_t {
    returned,   // its function has come to its end, or an exit signal has ended it
    failed,     // it threw: its crash is reported
    abandoned,  // its thread has not ended, and is waited for no longer
  };
  /// noexcept: who hears of an end must not depend on what it throws. If memory is refused here, the program ends.
  void end(process& gone, const exit_reason& reason, end_kind how) noexcept;

  // ---- hooks -------------------------------------------------------------------------------------------------------

  /// From here on no hook is called; returns when none is being called any more, or after kill_grace.
  void close_hooks();
  void report(const struct report& r) noexcept;
  bool traced() const noexcept { return tracers.any(); }
  /// One branch when there is no tracer. For one, complete(event) makes what takes time. A tracer or a text that
  /// throws, memory that is refused for instance, changes nothing about what is traced.
  template <class Complete>
  [[gnu::always_inline]] void trace(trace_event::kind what, const process* actor, const pid& other,
                                    const Complete& complete) noexcept {
    if (traced()) [[unlikely]]
      tell_tracer(what, actor, other, complete);
  }
  [[gnu::always_inline]] void trace(trace_event::kind what, const process* actor, const pid& other) noexcept {
    trace(what, actor, other, [](trace_event&) {});
  }

 private:
  class hook_call;
  template <class Complete>
  [[gnu::noinline]] void tell_tracer(trace_event::kind what, const process* actor, const pid& other,
                                     const Complete& complete) noexcept try {
    trace_event event{what, pid(const_cast<process*>(actor)), other};
    complete(event);
    call_tracer(std::move(event));
  } catch (...) {
  }
  void call_tracer(trace_event&& event);
  /// Passes through the mutexes under which an abandoned actor's last acts may just be done; see may_act.
  void await_last_acts(const process& abandoned);

  /// What `turns` has to say: throws error{deadlock} in the main actor, where something may be thrown.
  void report_stop(turns::stop_cause what, const std::string& seat_name);
  std::string wait_graph_text();
  void report_crash(process& failed, const exit_reason& reason) noexcept;

  const std::uint64_t first_serial_;

  mutex mutex_;
  waiter shutdown_waiter_;         // the thread that waits for actors to end
  std::atomic<int> notifying_{0};  // lowered under mutex_
  std::map<std::uint64_t, process*> living_ OTPP_GUARDED_BY(mutex_);
  std::uint64_t last_number_ OTPP_GUARDED_BY(mutex_) = 0;
  bool closed_ OTPP_GUARDED_BY(mutex_) = false;
  std::vector<waiter*> notified_waiters_ OTPP_GUARDED_BY(mutex_);  // of those in await_notified
  // Parent's and child's number, of the living.
  std::set<std::pair<std::uint64_t, std::uint64_t>> children_of_ OTPP_GUARDED_BY(mutex_);
  // When closed: without a parent, and not told to stop.
  std::vector<std::uint64_t> to_shut_down_ OTPP_GUARDED_BY(mutex_);

  mutex hooks_mutex_;
  std::condition_variable no_hook_is_called_;
  int hook_calls_ OTPP_GUARDED_BY(hooks_mutex_) = 0;
  bool hooks_closed_ OTPP_GUARDED_BY(hooks_mutex_) = false;

  mutex names_mutex_;  // taken before a process's mutex
  std::map<std::string, pid, std::less<>> names_ OTPP_GUARDED_BY(names_mutex_);
};

inline void process::tell_wait(std::string (*for_what)()) {
  receive_shown_as = for_what;
  if (home->traced()) [[unlikely]]
    trace_wait();
}

}  // namespace otp
