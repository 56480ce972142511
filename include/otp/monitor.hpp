// monitor.hpp - watching an actor without sharing its fate; aliases, which make late replies vanish.
//
// Mirrors        erlang: monitor/2,3, demonitor/1,2, {'DOWN', ...}, alias/0,1, unalias/1
// Differs        An alias is a value of its own type, so it cannot be taken for a monitor's reference.
// Thread safety  Any actor may watch any pid; a monitor or alias is removed by the actor that made it.
// Invariants     1. Each monitor fires exactly one `down`, unless it is removed in time.
//                2. demonitor() says exactly whether it was in time: true, and no `down` ever comes; false, and it is
//                   already in the mailbox (or was received).
//                3. A message to an alias that is no longer active is dropped, silently.
// Model          tests/models/monitor.pml: two monitors, taken back or not, while both ends end; one `down` or none
// Chapter        4
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <otp/exit_reason.hpp>
#include <otp/message.hpp>
#include <otp/pid.hpp>
#include <otp/process.hpp>

namespace otp {

/// What a watcher receives when the watched actor is over: {'DOWN', Ref, process, Pid, Reason}.
/// The reason is noproc when it was dead before the monitor was made.
struct down {
  otp::ref ref;
  otp::pid pid;      // nobody, for a name that nobody held
  std::string name;  // when monitored by name
  exit_reason reason;
};

/// How long an alias made together with a monitor stays active.
enum class alias_mode : std::uint8_t {
  none,
  explicit_unalias,  // until unalias(), also after the `down`
  demonitor,         // until the monitor is removed or has fired
  reply_demonitor,   // ... or the first message has come through it, which removes the monitor too
};

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
  void came_too_late() noexcept { too_late_ = true; }
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

/// An address of an actor that can be revoked.
struct alias {
  otp::pid owner;
  otp::ref id;
};

/// Watches `target`: one `down` comes when it is over, at once if it is dead already. Watching oneself never fires.
/// \param mode  other than none: alias{self(), the returned ref} is an active alias.
/// Returns: the reference that the `down` will carry.
ref monitor(const pid& target, alias_mode mode = alias_mode::none);
/// Watches whoever holds the name now; later holders are not its concern. Nobody: a `down` with noproc at once.
ref monitor(std::string_view name, alias_mode mode = alias_mode::none);
/// For a caller that has looked the name up and found no holder: a `down` with noproc at once.
ref monitor_nobody(std::string name);

/// For spawn and monitor: as monitor, without being a step at which an exit signal is met.
ref watch(process& me, const pid& target, std::string name, alias_mode mode, const ref& until_down = {});

enum class demonitor_option : std::uint8_t { none, flush };
/// Removes a monitor. With `flush`, a `down` that has already come is taken out of the mailbox too.
/// Returns: whether the monitor was still active; with `flush`: false if and only if a `down` was flushed, and so true
/// for a reference of no monitor too (erlang:demonitor(Ref, [flush, info])).
bool demonitor(const ref& monitor, demonitor_option option = demonitor_option::none);
inline constexpr demonitor_option flush = demonitor_option::flush;

/// An alias of the caller, active until unalias(), or for one message only.
alias make_alias(bool for_one_reply = false);
/// Ends an alias, one made together with a monitor too, whatever its mode; the monitor itself stays.
/// Returns: whether it was active.
bool unalias(const alias& a);

/// Sends through an alias: delivered if it is active, dropped if not.
void send_message(const alias& to, message&& m);

}  // namespace otp
