// process_monitor.hpp - a monitor: one object that stands in the tables of its watcher and of the watched actor.
//
// Mirrors        the monitors of a process in the BEAM
// Differs        One object for both ends, where the BEAM keeps one at each and sends signals between them.
// Thread safety  Any thread; who locks what stands at each function.
// Invariants     1. Each monitor fires exactly one `down`, unless it is removed in time.
// Model          tests/models/monitor.pml: two monitors, taken back or not, while both ends end; one `down` or none
// Chapter        4
#pragma once

#include <string>
#include <utility>

#include <otp/exit_reason.hpp>
#include <otp/pid.hpp>

namespace otp {

class process;

/// A monitor: who watches whom, under which reference. Its watcher's and its watched actor's tables hold it.
class process_monitor {
 public:
  process_monitor(otp::ref id, otp::pid watcher, otp::pid watched, std::string name, alias_mode mode,
                  otp::ref until_down)
      : id_(id),
        watcher_(std::move(watcher)),
        watched_(std::move(watched)),
        name_(std::move(name)),
        until_down_(until_down),
        alias_(mode) {}

  const otp::ref& id() const noexcept { return id_; }
  const otp::pid& watcher() const noexcept { return watcher_; }
  const otp::pid& watched() const noexcept { return watched_; }
  /// Its own alias as it is now: none once that has ended. Of explicit_unalias, the watcher's `aliases` decide.
  alias_mode alias() const noexcept { return alias_; }
  void end_alias() noexcept { alias_ = alias_mode::none; }
  /// Another alias of the watcher's that ends when this monitor does.
  const otp::ref& until_down() const noexcept { return until_down_; }

  /// Tells the watcher, unless it has removed the monitor in time or is over itself.
  void fire(const exit_reason& reason) const;
  /// Made after a deadly exit signal had been delivered to the watched actor: its `down` says noproc, as the BEAM's,
  /// whose monitor would come behind that signal. It still fires only when the thread has unwound and the name is free.
  void set_noproc() noexcept { too_late_ = true; }
  /// Takes it out of the watched actor's table: it will not have to look at it when it ends.
  void forget() const;

 private:
  const otp::ref id_;
  const otp::pid watcher_;
  const otp::pid watched_;
  const std::string name_;
  const otp::ref until_down_;
  alias_mode alias_;       // guarded by the watcher's mutex
  bool too_late_ = false;  // written under the watched actor's mutex before that is over, read after
};

/// For spawn and monitor: as monitor, without being a step at which an exit signal is met.
ref watch(process& me, const pid& target, std::string name, alias_mode mode, const ref& until_down = {});

}  // namespace otp
