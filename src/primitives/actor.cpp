#include <otp/actor.hpp>

#include <boost/thread/exceptions.hpp>
#include <optional>
#include <string>
#include <utility>

#include "machine/actor_thread.hpp"
#include "machine/platform.hpp"
#include "machine/this_thread.hpp"
#include "process/delivery.hpp"
#include "process/process_link.hpp"
#include "process/process_monitor.hpp"
#include "process/runtime.hpp"

namespace otp {

// ---- the thread of an actor -----------------------------------------------------------------------------------------

namespace {

/// The body has ended, and the thread lets all know.
void end_actor(process& self, const exit_reason& reason, runtime::end_kind how, std::unique_ptr<actor_body>& body) {
  // What follows joins, and runs destructors of the user's: nothing may be thrown into it.
  const boost::this_thread::disable_interruption no_interruption;
  ++self.exit_hold_depth;
  body.reset();  // what the function captured goes before links and watchers hear of the end

  self.home->end(self, reason, how);
  self.home->scheduler.leave();
  this_thread::here.actor = nullptr;
}

/// Runs the body to its end, whatever that is.
void run_actor(const pid& me, seat* place, std::unique_ptr<actor_body> body) {
  process& self = process::of(me);
  this_thread::here.actor = &self;
  self.home->scheduler.enter(place);
  try {
    const std::string label = self.current_label();
    platform::name_this_thread(label.empty() ? to_string(me) : label);
  } catch (const std::bad_alloc&) {  // then it has none
  }

  exit_reason reason = normal;
  auto how = runtime::end_kind::returned;
  try {
    self.checkpoint();  // a signal may have come before the thread; Boost had none to interrupt then
    body->run();
  } catch (const exit_unwind&) {
    reason = killed;  // end() knows the signal's own reason, and prefers it
  } catch (const boost::thread_interrupted&) {
    reason = killed;
  } catch (...) {
    const std::exception_ptr thrown = std::current_exception();
    how = runtime::end_kind::failed;
    reason = reason_of(thrown);
    if (!thrown) {
      {
        lock_guard lock(self.box.mutex());
        if (self.thread) self.thread->forced = true;
      }
      end_actor(self, reason, how, body);
      throw;  // pthread_exit or a cancellation, which the C library demands back: it ends the thread
    }
  }
  end_actor(self, reason, how, body);
}

/// Tells when nothing of the user's runs any more in the thread of an actor. Where there is no memory for that, it
/// tells too early: its thread_local objects still go.
class thread_return {
 public:
  explicit thread_return(process& self) : self_(self) {
    self.add_reference();
    told_at_the_end_ = platform::at_thread_end(&tell, &self);
  }
  ~thread_return() {
    if (!told_at_the_end_) tell(&self_);
  }
  thread_return(const thread_return&) = delete;
  thread_return& operator=(const thread_return&) = delete;

 private:
  static void tell(void* its) {
    process& gone = *static_cast<process*>(its);
    gone.home->threads.returned(gone);
    gone.drop_reference();
  }

  process& self_;
  bool told_at_the_end_;
};

/// One try. Throws boost::thread_resource_error when the operating system refuses.
void try_thread(process& newborn, const boost::thread::attributes& attributes, std::unique_ptr<actor_body>& body) {
  otp::scheduler& scheduler = newborn.home->scheduler;
  seat* const place =
      scheduler.seeded() ? scheduler.reserve(to_string(pid(&newborn)) + " " + newborn.current_label()) : nullptr;
  reaper& threads = newborn.home->threads;
  try {
    actor_thread& thread = threads.add(newborn);
    // Held until the handle is stored: the newborn's end waits for this mutex.
    lock_guard lock(newborn.box.mutex());
    thread.handle = boost::thread(attributes, [me = pid(&newborn), place, work = body.get()] {
      const thread_return tells(process::of(me));
      run_actor(me, place, std::unique_ptr<actor_body>(work));
    });
    static_cast<void>(body.release());
    newborn.thread = &thread;
  } catch (...) {
    threads.remove(newborn);
    scheduler.give_back(place);
    throw;
  }
}

/// Starts the thread, which takes over the body. Errors: error{system_limit}.
void start_thread(process& newborn, const spawn_options& options, std::unique_ptr<actor_body> body) {
  boost::thread::attributes attributes;
  if (options.stack_size != 0) attributes.set_stack_size(options.stack_size);
  try {
    try_thread(newborn, attributes, body);
    return;
  } catch (const boost::thread_resource_error&) {
    // Threads of actors that are over may still hold their stacks.
    newborn.home->await_notified(newborn.home->settings.kill_grace);
    newborn.home->threads.join_all(newborn.home->settings.kill_grace);
  }
  try {
    try_thread(newborn, attributes, body);
  } catch (const boost::thread_resource_error& refusal) {
    throw error(errc::system_limit, "spawn: the operating system refused a thread (" + std::string(refusal.what()) +
                                        "); " + std::to_string(newborn.home->processes().size() - 1) +
                                        " actors are alive");
  }
}

}  // namespace

spawned start_actor(const spawn_options& options, std::unique_ptr<actor_body> body) {
  process& me = process::require("spawn");
  me.checkpoint();
  const hold_exits held;  // until the thread runs nothing of ours may be thrown: a newborn without one could not end
  runtime& home = *me.home;
  spawned result;
  try {
    result.pid = home.create_process(options.name, &me, options.mailbox);
    process& newborn = process::of(result.pid);
    home.trace(trace_event::kind::spawn, &me, result.pid, [&](trace_event& e) { e.text = options.name; });
    // Link and monitor stand before the thread runs, so its end cannot come before them.
    if (options.link) link_newborn(me, newborn);
    if (options.monitor) result.ref = watch(me, result.pid, {}, alias_mode::none, options.until_down);
    start_thread(newborn, options, std::move(body));
  } catch (...) {
    unalias({pid(&me), options.until_down});
    if (!result.pid) throw;
    unlink(result.pid);
    demonitor(result.ref);  // it never ran: no `down` can be there
    home.end(process::of(result.pid), normal, runtime::end_kind::returned);
    throw;
  }
  return result;
}

// ---- what an actor does ---------------------------------------------------------------------------------------------

pid self() { return pid(&process::require("self")); }
pid self_or_none() noexcept { return pid(process::current()); }

namespace {
[[gnu::always_inline]] inline void deliver(process* me, process& to, message&& m, const shown_message* shown) {
  delivery signal(to, me);
  if (signal.to().limit.messages != 0 && !signal.await_room(m, me, shown)) [[unlikely]]
    return;
  signal.message(std::move(m), shown);
}
/// Apart, or its room on the stack would be made for each message.
[[gnu::noinline]] void deliver_shown(process* me, process& to, message&& m) {
  const shown_message shown(me, m);
  deliver(me, to, std::move(m), &shown);
}
}  // namespace

void send_message(const pid& to, message&& m) {
  process* me = process::current();
  if (me) me->checkpoint();
  process& receiver = process::of(to);
  if (receiver.home->traced()) [[unlikely]]
    return deliver_shown(me, receiver, std::move(m));
  deliver(me, receiver, std::move(m), nullptr);
}

void send_message(const actor_name& name, message&& m) {
  runtime* const home = this_thread::reporting ? this_thread::reporting : process::require("send to a name").home.get();
  const pid to = home->whereis(name);
  if (!to) throw error(errc::badarg, "send: nobody is registered as '" + name.text() + "'");
  send_message(to, std::move(m));
}

void exit(const exit_reason& reason) {
  process::require("exit").checkpoint();
  throw exit_exception(reason);
}

void checkpoint() { process::require("checkpoint").checkpoint(); }

void wait_for_end() {
  process& me = process::require("wait_for_end");
  me.tell_wait([] { return std::string("its end"); });
  for (;;) {
    me.checkpoint();  // before the wait, too: an alert that has been taken already does not come again
    me.box.wait_for_alert(never);
  }
}

ref make_ref() { return process::require("make_ref").make_ref(); }

bool is_process_alive(const pid& p) {
  if (process* me = process::current()) me->checkpoint();
  process& actor = process::of(p);
  lock_guard lock(actor.box.mutex());
  return actor.state == process::status::alive;
}

std::vector<pid> processes() {
  process& me = process::require("processes");
  me.checkpoint();
  return me.home->processes();
}

outside_world::outside_world() : me_(process::current()) {
  if (!me_) return;
  me_->checkpoint();
  me_->home->scheduler.go_outside();
}
outside_world::~outside_world() {
  if (me_) me_->home->scheduler.come_back();
}

expects_outside::expects_outside() : me_(self()) { process::of(me_).home->scheduler.expect_outside(1); }
expects_outside::~expects_outside() {
  if (process::current()) process::of(me_).home->scheduler.expect_outside(-1);  // not in the child of a fork
}

}  // namespace otp
