#!/usr/bin/env python3
"""Breaks the library on purpose, a line or two at a time, and shows which test notices: one that cannot fail is none.

    tests/mutants.py SOURCE WORK [NAME...]     scripts/test --mutants calls it

Each mutant is made in a copy of the source below WORK, built and given to the tests named for it, one after another,
until one fails or hangs. A mutant that no test notices, or whose line has gone from the source, is a failure.
One without tests takes a lock line away: the clang build has to refuse it (locks.py asks the same, in seconds).
Those here were thought out, each for a promise; mutation/sample.py draws others from all lines.
"""
import os
import pathlib
import sys

from mutation.of_behaviours import MUTANTS_OF_BEHAVIOURS
from mutation.workplace import copy_source, noticed, run, target_of

# name, file, what is replaced by what, the build, the tests; those of the behaviours stand in mutation/of_behaviours.py
MUTANTS = [
    ("a thread parks without a second look", "src/process/mailbox.cpp",
     [("  if (how == parked::for_message && pushed() != drained_) return;\n", "")],
     "release", ["mailbox_test", "actor_test"]),
    ("a push does not wake", "src/process/mailbox.cpp",
     [("  if (parked_ < parked::for_message) return false;\n  return wake_owner();", "  return false;")],
     "release", ["mailbox_test", "actor_test"]),
    ("a poll begins without a second look", "src/process/mailbox.cpp",
     [("  if (how == parked::polls_for_message && pushed() != drained_) return false;\n", "")],
     "release", ["mailbox_test"]),
    ("a receive that parks leaves a lent bell silent", "src/process/mailbox.cpp",
     [("  if (lent_) ring_bell();  // nothing has rung it meanwhile\n", "")],
     "release", ["mailbox_descriptor_test"]),
    ("a poll leaves a lent bell silent", "src/process/mailbox.cpp",
     [("  parked_ = parked::no;\n  if (lent_) ring_bell();\n", "  parked_ = parked::no;\n")],
     "release", ["mailbox_descriptor_test"]),
    ("a receive with a mark silences the bell", "src/process/mailbox.hpp",
     [("lent_ && looked_at_all", "lent_")],
     "release", ["mailbox_descriptor_test"]),
    ("a flood of messages holds up a descriptor for ever", "src/primitives/receive.cpp",
     [("longest_row = 16", "longest_row = 1 << 30")],
     "release", ["descriptors_test"]),
    ("a bell stays open after its actor's end", "src/process/mailbox.cpp",
     [("    bell_.reset();\n", "    static_cast<void>(bell_.release());\n")],
     "release", ["descriptors_test", "mailbox_descriptor_test"]),
    ("a real descriptor under a seed lets time jump", "src/schedule/outside_poll.cpp",
     [("  scheduler_.keep_real_time(1);\n", "  scheduler_.keep_real_time(0);\n"),
      ("  thread_.join();\n  scheduler_.keep_real_time(-1);\n", "  thread_.join();\n")],
     "release", ["descriptors_test"]),
    ("a push is not published", "src/process/mailbox.cpp",
     [("pushed_.store(position, std::memory_order_release)", "pushed_.store(position, std::memory_order_relaxed)")],
     "tsan", ["mailbox_test"]),
    ("a queue is replaced although a message came meanwhile", "src/process/mailbox.cpp",
     [("  if (pushed() != drained_) return;", "  ")],
     "release", ["mailbox_test"]),
    ("an exit signal does not wake", "src/process/delivery.cpp",
     [("  wake_ |= to_.box.alert();\n", "")],
     "release", ["link_test"]),
    ("an exit signal does not interrupt Boost", "src/process/delivery.cpp",
     [("  if (to_.thread && process::current() != &to_) to_.thread->handle.interrupt();\n", "")],
     "release", ["link_test", "actor_test", "lessons_test"]),
    ("unlink locks its own end only", "src/primitives/link.cpp",
     [("  both locked(me, peer);\n  const auto bond = me.links.find(other);",
       "  lock_guard locked(me.box.mutex());\n  const auto bond = me.links.find(other);")],
     "tsan", ["link_test"]),
    ("a link that was taken back still tells", "src/process/process_link.cpp",
     [("if (other.links.erase(ended) == 0) return;", "other.links.erase(ended);")],
     "release", ["link_test"]),
    ("kill is seen as kill", "src/process/delivery.cpp",
     [("doom(from, killed);", "doom(from, kill);")],
     "release", ["link_test", "conformance/exit_signals_test"]),
    ("a monitor that was taken back still tells", "src/process/process_monitor.cpp",
     [("if (watcher.monitors.erase(id_) == 0) return;", "watcher.monitors.erase(id_);")],
     "release", ["monitor_test"]),
    ("the name is free after the down", "src/process/actor_end.cpp",
     [("  const std::string name = release_name(gone);\n  if (!name.empty()) scheduler.step();\n",
       "  const std::string name;\n"),
      ("  // 4. The thread takes no step any more.", "  release_name(gone);\n  // 4.")],
     "release", ["registry_test"]),
    ("the name is free after the actor is over", "src/process/actor_end.cpp",
     [("  const std::string name = release_name(gone);\n  if (!name.empty()) scheduler.step();\n", ""),
      ("  if (!state) return;\n",
       "  if (!state) return;\n  scheduler.step();\n  const std::string name = release_name(gone);\n")],
     "release", ["registry_test"]),
    ("links hear before the thread has unwound", "src/primitives/actor.cpp",
     [("  body.reset();  // what the function captured goes before links and watchers hear of the end\n", ""),
      ("  self.home->end(self, reason, how);\n",
       "  self.home->end(self, reason, how);\n  body.reset();\n")],
     "release", ["actor_test", "conformance/processes_test"]),
    ("a failed spawn leaves its monitor", "src/primitives/actor.cpp",
     [("    demonitor(result.ref);  // it never ran: no `down` can be there\n", "")],
     "release", ["exhaustion_test"]),
    ("a failed spawn leaves its link", "src/primitives/actor.cpp",
     [("    unlink(result.pid);\n", "")],
     "release", ["exhaustion_test"]),
    ("a failed spawn leaves its alias", "src/primitives/actor.cpp",
     [("    unalias({pid(&me), options.until_down});\n", "")],
     "release", ["exhaustion_test"]),
    ("a result that nobody remembers is handled", "include/otp/detail/server_of.hpp",
     [("    if (found == base().running_.end()) return;  // it was taken back when memory was refused\n"
       "    base().tasks_[found->second] = nullptr;\n    base().running_.erase(found);\n",
       "    if (found != base().running_.end()) {\n      base().tasks_[found->second] = nullptr;\n"
       "      base().running_.erase(found);\n    }\n")],
     "release", ["exhaustion_test"]),
    ("the interrupt of an exit signal outlives the exit", "src/process/process.cpp",
     [("    platform::forget_interrupt();\n", "")],
     "release", ["hardening_test"]),
    ("an actor that joins does not enter itself", "src/primitives/join.cpp",
     [("  const joiner entry(me, other, until);\n", "")],
     "release", ["join_test"]),
    ("a joiner that an exit signal unwinds stays among the joiners", "src/process/reaper.cpp",
     [("  if (*link) *link = next_;\n}", "}")],
     "asan", ["join_test"]),
    ("a supervisor does not join", "src/behaviours/supervisor_stop.cpp",
     [("wait ? join(ended) : join", "wait || join")],
     "release", ["join_test"]),
    ("a thread that has returned joins others before it says so", "src/process/reaper.cpp",
     [("  alert_joiners(gone);  // before others are joined: who waits for this one does not wait for those\n", "")],
     "release", ["join_test"]),
    ("threads of a system that ends are not joined", "src/process/reaper.cpp",
     [("while (left_ > 0 && wait(changed_", "while (left_ < 0 && wait(changed_")],
     "release", ["join_test", "hardening_test"]),
    ("an interval copies its message under the mutex", "src/primitives/timer.cpp",
     [("  alarm_clock::action ring = [&home, who = to.actor(), fire](std::uint64_t alarm) { "
       "fire(who, home.timer_ref(alarm)); };\n", ""),
      ("std::move(ring)", "[&home, who = to.actor(), fire](std::uint64_t set) { fire(who, home.timer_ref(set)); }")],
     "release", ["hardening_test"]),
    ("children stop in the order of their start", "src/behaviours/supervisor_stop.cpp",
     [("for (std::size_t i = children_.size(); i > first; --i) stop(children_[i - 1]);",
       "for (std::size_t i = first; i < children_.size(); ++i) stop(children_[i]);")],
     "release", ["supervisor_test"]),
    ("restarts never leave the window", "src/behaviours/supervisor.cpp",
     [("  while (now - restarts_.front() > flags_.period) restarts_.pop_front();\n", "")],
     "release", ["supervisor_test", "conformance/supervisors_restart_test"]),
    ("a flushed down makes no room in a full mailbox", "src/primitives/monitor.cpp",
     [("    me.take(i);", "    me.box.take(i);")],
     "release", ["mailbox_limit_test"]),
    ("an abandoned receiver does not release blocked senders", "src/process/actor_end.cpp",
     [("  if (abandoned) {\n    gone.admit_blocked_senders();\n", "  if (abandoned) {\n")],
     "release", ["mailbox_limit_test"]),
    ("a sender that is killed while it is blocked stays in the queue", "src/process/blocked_senders.cpp",
     [("    if (!entry_.answered()) receiver_.blocked_senders.erase(at_);\n", "")],
     "release", ["mailbox_limit_test"]),
    ("the last of the blocked senders goes on first", "src/process/blocked_senders.cpp",
     [("insert(receiver.blocked_senders.end(),", "insert(receiver.blocked_senders.begin(),")],
     "release", ["mailbox_limit_test"]),
    ("a sender that was abandoned while it was blocked is heard", "src/process/blocked_senders.cpp",
     [("    if (may_act(&first.sender)) own", "    own")],
     "release", ["mailbox_limit_test"]),
    ("memory that is refused to a receiver is not told to the blocked sender", "src/process/blocked_senders.cpp",
     [("    answer = blocked_sender::outcome::memory_refused;\n", "")],
     "release", ["exhaustion_test"]),
    ("pct ignores its priorities", "src/schedule/policy_pct.hpp",
     [("    if (busy) return", "    if (busy || !able.empty()) return")],
     "release", ["seeded_test"]),
    ("pct preempts at no step", "src/schedule/policy_pct.hpp",
     [("changes_.insert(1 + random_() % length);", "static_cast<void>(1 + random_() % length);")],
     "release", ["seeded_test"]),
    ("a destroyed mailbox still counts what it held", "src/process/mailbox.cpp",
     [("    drained_ = pushed();\n  }\n  backlog_.clear();", "  }\n  backlog_.clear();")],
     "release", ["hardening_test"]),
    ("a hole keeps the place of its message", "src/process/backlog.hpp",
     [("    if (i != head_) slot(i).set_position(slot(i - 1).position());\n", "")],
     "release", ["mailbox_test"]),
    ("holes are passed again and again", "src/process/backlog.cpp",
     [("  if (2 * holes_met_ > taken - head_ + kept_when_empty) close_up(taken);\n", "  static_cast<void>(taken);\n")],
     "release", ["mailbox_test"]),
    ("a late reply is delivered", "src/primitives/monitor.cpp",
     [("      if (shown) shown->dropped(owner);\n      return false;\n",
       "      return signal.message(std::move(m), shown);\n")],
     "release", ["gen_server_test", "monitor_test"]),
    ("an answer to one that is dying counts as delivered", "src/process/delivery.cpp",
     [("  return alive();\n", "  return true;\n")],
     "release", ["reply_test"]),
    ("who waits for a socket is not woken when it is closed", "src/machine/sockets.hpp",
     [("    if (seen != 0) wake_users();\n", "")],
     "release", ["tcp_test"]),
    ("a simulated end does not alert who waits for it", "src/process/simulated_network.cpp",
     [("peer_end->alert_waiting();", "peer_end->awaited(false);")],
     "release", ["simulated_network_test"]),
    ("an acceptor without a descriptor spins", "src/primitives/tcp.cpp",
     [("    limit.pause(pause);\n", "    limit.wait_for(accepts->watch());\n")],
     "release", ["sockets_test"]),
    ("a line is collected for ever", "src/primitives/tcp.cpp",
     [("  if (!has_line() && !buffer_.empty()) must_fit(buffer_.size() - 1);\n", "")],
     "release", ["line_reader_test"]),
    # What no test noticed once.
    ("an abandoned actor's reason is that of an earlier signal", "src/process/actor_end.cpp",
     [("state.reason = abandoned ? killed : gone.doom;", "state.reason = gone.doom;")],
     "release", ["stubborn_test", "abandoned_test"]),
    ("an abandoned actor acts on", "src/process/process.hpp",
     [("return !actor || !actor->abandoned.load(std::memory_order_relaxed);", "return !actor || true;")],
     "release", ["abandoned_test"]),
    ("what an abandoned actor sends arrives", "src/process/delivery.hpp",
     [("    heard_ = may_act(from);\n", "    static_cast<void>(from);\n")],
     "release", ["abandoned_test"]),
    ("an abandoned actor sets timers", "src/primitives/timer.cpp",
     [(" || !may_act(&me)) return home.timer_ref(0)", ") return home.timer_ref(0)")],
     "release", ["abandoned_test"]),
    ("an abandoned actor links", "src/primitives/link.cpp",
     [("    if (!may_act(&me)) return;\n", "")],
     "release", ["abandoned_test"]),
    ("an abandoned actor monitors", "src/process/process_monitor.cpp",
     [("      if (!may_act(&me)) return id;\n", "")],
     "release", ["abandoned_test"]),
    ("an abandoned actor spawns", "src/process/runtime.cpp",
     [("  if (!may_act(parent)) throw error(errc::not_an_actor, \"spawn: this actor has been abandoned\");\n", "")],
     "release", ["abandoned_test"]),
    ("an abandoned actor gives names", "src/process/runtime.cpp",
     [("  if (!may_act(&by)) return;\n  // With the actor's", "  // With the actor's")],
     "release", ["abandoned_test"]),
    ("an abandoned actor takes names away", "src/process/runtime.cpp",
     [("  if (!may_act(&by)) return holder;\n  const auto found", "  const auto found")],
     "release", ["abandoned_test"]),
    ("an abandoned actor's hooks are called", "src/process/runtime.cpp",
     [("    if (!may_act(process::current())) return false;\n", "")],
     "release", ["abandoned_test"]),
    ("an abandoned actor cancels timers", "src/primitives/timer.cpp",
     [("alarms.cancel(alarm, &me.abandoned)", "alarms.cancel(alarm, nullptr)")],
     "release", ["abandoned_test"]),
    ("hooks are called after their system's end", "src/process/runtime.cpp",
     [("  hooks_closed_ = true;\n", "")],
     "release", ["abandoned_test", "system_test"]),
    ("an abandoned thread never unwinds", "src/process/actor_end.cpp",
     [("  gone.pending_flags.fetch_or(process::exit_pending, std::memory_order_relaxed);\n", "")],
     "release", ["stubborn_test", "abandoned_test"]),
    ("a system that is made while its thread unwinds hears no exit signal", "src/process/process.hpp",
     [("std::uncaught_exceptions() <= exceptions_at_start", "std::uncaught_exceptions() <= 0")],
     "release", ["system_test", "ends_test", "hardening_test"]),
    ("interruption by Boost stays muted after the system's end", "src/primitives/system.cpp",
     [("    if (me.interruption_muted) this_thread::unmute_interruption();\n", "")],
     "release", ["system_test", "ends_test", "hardening_test"]),
    ("a doomed actor may be given a name", "src/process/runtime.cpp",
     [("if (actor.state != process::status::alive) refuse", "if (actor.state == process::status::over) refuse")],
     "release", ["registry_test"]),
    ("a link that comes too late tells the real reason", "src/process/process_link.cpp",
     [("too_late_ ? noproc : reason", "reason")],
     "release", ["link_test"]),
    ("a late init_ack stays after a start that took too long", "src/gen/gen.cpp",
     [("              receive(older, when([&](const init_ack& a) { return a.id == starter.id; }, [](init_ack) {}),\n"
       "                      after(duration::zero(), [] {}));\n", "")],
     "release", ["gen_server_test", "gen_server_failures_test"]),
    ("an exit_message stays after a start that took too long", "src/gen/gen.cpp",
     [("await_down(older, child.ref);\n              forget_exit();\n", "await_down(older, child.ref);\n")],
     "release", ["gen_server_test", "gen_server_failures_test"]),
    ("an interval catches up", "src/schedule/alarms.cpp",
     [("std::max(deadline + period, scheduler_.now())", "deadline + period")],
     "release", ["alarms_test"]),
    ("what an alarm does is destroyed under the clock's mutex", "src/schedule/alarms.cpp",
     [("  if (once) due = {};  // its action goes before the lock is taken again\n", "")],
     "release", ["alarms_test"]),
    ("what a cancelled alarm does is destroyed under the clock's mutex", "src/schedule/alarms.cpp",
     [("    unused = std::move(waiting->second);\n", "    unused.owner = waiting->second.owner;\n")],
     "release", ["alarms_test"]),
    ("a monitor that is taken back stays with the watched actor", "src/primitives/monitor.cpp",
     [("    entry->forget();\n    trace_demonitor", "    trace_demonitor")],
     "release", ["monitor_test", "process_info_test"]),
    ("a cancelled alarm stays its owner's", "src/schedule/alarms.cpp",
     [("    owned_.erase({unused.owner, id});\n", "")],
     "release", ["alarms_test"]),
    ("a burst keeps its memory", "src/process/mailbox.cpp",
     [("  if (count == waiting && most_waiting_ > bulk) shed_burst();\n", "")],
     "release", ["mailbox_test"]),
    ("holes are not squeezed out", "src/process/backlog.cpp",
     [("  if (tail_ - head_ > 2 * live_ + kept_when_empty) squeeze();\n", "")],
     "release", ["mailbox_test"]),
    ("an actor's thread is through before the other keys of POSIX threads", "src/machine/platform.cpp",
     [("  if (++round < PTHREAD_DESTRUCTOR_ITERATIONS - 1 &&", "  if (++round < 1 &&")],
     "release", ["hardening_test"]),
    ("a system that gets no memory keeps its place", "src/primitives/system.cpp",
     [("    open_systems::remove(*runtime_);\n    throw;", "    throw;")],
     "release", ["exhaustion_starts_test"]),
    ("a newborn that gets no memory for its thread's name ends the program", "src/primitives/actor.cpp",
     [("  } catch (const std::bad_alloc&) {  // then it has none\n", "  } catch (const std::bad_cast&) {\n")],
     "release", ["exhaustion_starts_test"]),
    ("an interval that gets no memory once ends", "src/schedule/alarms.cpp",
     [("  } catch (const std::bad_alloc&) {  // this once\n", "")],
     "release", ["exhaustion_starts_test"]),
    *MUTANTS_OF_BEHAVIOURS,
    # A lock is not taken. The clang build refuses it.
    ("a system is closed without the mutex of its table", "src/process/runtime.cpp",
     [("  lock_guard lock(mutex_);\n  closed_ = true;", "  closed_ = true;")],
     "clang", []),
    ("a name is read without its actor's mutex", "src/process/process.cpp",
     [("  lock_guard lock(box.mutex());\n  return name.empty()", "  return name.empty()")],
     "clang", []),
    ("a queue is taken away without the mailbox's mutex", "src/process/mailbox.cpp",
     [("    lock_guard lock(mutex_);\n    old = std::move(queue_);", "    old = std::move(queue_);")],
     "clang", []),
    ("a link is made without the mutexes of its ends", "src/process/process_link.cpp",
     [("  both locked(me, newborn);\n", "")],
     "clang", []),
    ("a monitor is forgotten without the watched actor's mutex", "src/process/process_monitor.cpp",
     [("  lock_guard lock(target.box.mutex());\n", "")],
     "clang", []),
    ("an alarm is set without the clock's mutex", "src/schedule/alarms.cpp",
     [("  lock_guard lock(mutex_);\n  if (stopped_ || is_void", "  if (stopped_ || is_void")],
     "clang", []),
]


def main():
    source, work, only = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    copy = work / "source"
    os.environ["TSAN_OPTIONS"] = f"suppressions={copy}/tests/tsan.supp halt_on_error=1"
    copy_source(source, copy)
    configured, missed = set(), 0
    for name, file, changes, build, programs in MUTANTS:
        if only and not any(part in name for part in only):
            continue
        if build not in configured:
            configured.add(build)
            done = run("cmake", "--preset", build, "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache", cwd=copy)
            if done.returncode != 0:
                sys.exit(done.stdout + done.stderr)
        healthy = (copy / file).read_text()
        broken = healthy
        absent = [old.strip() for old, _ in changes if healthy.count(old) != 1]
        if absent:
            missed += 1
            print(f"STALE    {name}: not once in {file}: {absent[0]}", flush=True)
            continue
        for old, new in changes:
            broken = broken.replace(old, new)
        verdict = None
        try:
            (copy / file).write_text(broken)
            if not programs:
                done = run("cmake", "--build", "--preset", build, "--target", "otpp", cwd=copy)
                verdict = "the build refuses it" if done.returncode != 0 and "-Wthread-safety" in done.stdout else None
            for program in programs:
                path, *arguments = program.split()
                done = run("cmake", "--build", "--preset", build, "--target", target_of(path), cwd=copy)
                if done.returncode != 0:
                    sys.exit(f"'{name}' does not build:\n{done.stdout[-3000:]}")
                if verdict := noticed(copy / "build" / build / "tests" / path, arguments):
                    break
        finally:
            (copy / file).write_text(healthy)
        missed += verdict is None
        said = (f"noticed  {name}: {verdict}" if verdict
                else f"MISSED   {name}: by none of {', '.join(programs or [build])}")
        print(said, flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
