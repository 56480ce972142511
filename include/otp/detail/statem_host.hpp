// statem_host.hpp - what is the same for all state machines: which event is next, what is retried, and timeouts.
//
// Mirrors        gen_statem.erl: loop_state_transition/8, loop_timeouts/12, loop_done/5
// Differs        A timeout's message is a number; what it stands for is kept here, so it can change or be cancelled.
// Thread safety  The machine's thread only.
// Invariants     A number that is not in the list of timeouts any more is no event: it was cancelled on its way.
// Chapter        15
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include <otp/behaviour.hpp>
#include <otp/statem_result.hpp>

namespace otp::detail {

/// The loop of a state machine, whatever its class.
class statem_host : public behaviour {
 public:
  std::optional<exit_reason> step(behaviour_loop& loop) final;
  void terminate(const exit_reason& reason) final { run_terminate(reason); }

 protected:
  /// The first enter call, and what the constructor has asked for.
  virtual void begin() = 0;
  /// Calls on(). False: the class has no handler for it.
  virtual bool handle(message& event) = 0;
  /// Does what on() has returned.
  virtual void settle(message&& event) = 0;
  virtual void run_terminate(const exit_reason& reason) = 0;

  // What settle is made of, in the order in which it happens.
  void send_replies(statem_actions& asked);
  void stop(const exit_reason& reason) { stop_ = reason; }
  bool stops() const noexcept { return stop_.has_value(); }
  void postpone(message&& event) { postponed_.push_back(std::move(event)); }
  void state_has_changed();
  /// Of several actions for one timeout the last counts, also when it is by the enter call.
  void follow(statem_actions* asked, statem_actions* by_enter = nullptr);

 private:
  struct timer {
    timer_name name;
    std::uint64_t id;  // 0: its time is zero, and no message will come
    ref running;
    message event;
  };
  using place = std::vector<timer>::iterator;

  message next_event(behaviour_loop& loop);
  message take_event(place of);
  place timer_of(const timer_name& name);
  void set(timer_action&& action);
  void cancel(const timer_name& name);

  bool begun_ = false;
  std::optional<exit_reason> stop_;
  std::deque<message> own_;  // inserted and retried events: they come before the mailbox
  std::vector<message> postponed_;
  std::vector<timer> timers_;  // in the order in which they were set
  std::uint64_t last_id_ = 0;
};

}  // namespace otp::detail
