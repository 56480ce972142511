#include "process/runtime.hpp"

#include <cstdlib>
#include <set>
#include <utility>

#include "machine/this_thread.hpp"
#include "process/delivery.hpp"
#include "process/program.hpp"
#include "process/simulated_network.hpp"

namespace otp {

namespace {

bool is_no_trace(const tracer& t) {
  const auto* const function = t.target<void (*)(const trace_event&)>();
  return function && *function == no_trace;
}

options completed(options chosen) {
  const char* const trace_file = std::getenv("OTP_TRACE");  // NOLINT(concurrency-mt-unsafe): no thread sets it
  if (!chosen.trace && trace_file && *trace_file) chosen.trace = trace_to_file(trace_file);
  if (is_no_trace(chosen.trace)) chosen.trace = nullptr;
  return chosen;
}

}  // namespace

runtime::runtime(options chosen)
    : settings(completed(std::move(chosen))),
      scheduler(settings.schedule, [this](turns::stop_cause what, const std::string& who) { report_stop(what, who); }),
      alarms(scheduler),
      network(scheduler.seeded()
                  ? std::make_shared<simulated_network>(settings.network, resolve(settings.schedule).seed)
                  : nullptr),
      first_serial_(next_serial_range()) {
  trace(trace_event::kind::begin, nullptr, {}, [&](trace_event& e) { e.text = to_string(resolve(settings.schedule)); });
}

runtime::~runtime() = default;

// ---- the living -----------------------------------------------------------------------------------------------------

pid runtime::create_process(std::string label, process* parent, mailbox_limit limit) {
  unique_lock lock(mutex_);
  if (closed_) throw error(errc::not_an_actor, "spawn: the system is shutting down");
  const std::uint64_t its_number = ++last_number_;
  lock.unlock();
  auto* newborn =
      new process(shared_from_this(), first_serial_ + its_number, its_number, std::move(label), parent, limit);
  pid result(newborn);
  lock.lock();
  if (closed_) throw error(errc::not_an_actor, "spawn: the system is shutting down");
  if (!may_act(parent)) throw error(errc::not_an_actor, "spawn: this actor has been abandoned");
  const auto entry = living_.emplace(its_number, newborn).first;
  try {
    children_of_.emplace(newborn->parent_number, its_number);
  } catch (...) {
    living_.erase(entry);  // the record goes with `result`
    throw;
  }
  return result;
}

void runtime::remove_process(process& gone) {
  lock_guard lock(mutex_);
  living_.erase(gone.number());
  children_of_.erase({gone.parent_number, gone.number()});
  // The thread that empties the system is woken only when there is something to do for it: orphans to tell, or none
  // left.
  const auto orphans = children_of_.lower_bound({gone.number(), 0});
  if (closed_)
    for (auto i = orphans; i != children_of_.end() && i->first == gone.number(); ++i)
      to_shut_down_.push_back(i->second);
  if (!to_shut_down_.empty() || living_.size() <= 1) scheduler.wake(shutdown_waiter_);
  --notifying_;
  for (waiter* other : notified_waiters_) scheduler.wake(*other);
}

void runtime::await_notified(duration at_most) {
  waiter me;
  unique_lock lock(mutex_);
  const time_point deadline = scheduler.deadline_after(at_most);
  notified_waiters_.push_back(&me);
  while (notifying_ > 0 && scheduler.now() < deadline) scheduler.wait(lock, me, deadline);
  std::erase(notified_waiters_, &me);
}

std::vector<pid> runtime::living() {
  std::vector<pid> all;
  lock_guard lock(mutex_);
  all.reserve(living_.size());
  for (const auto& [its_number, actor] : living_) all.emplace_back(actor);
  return all;
}

std::uint64_t runtime::spawned() {
  lock_guard lock(mutex_);
  return last_number_;
}

std::vector<pid> runtime::processes() {
  std::vector<pid> all = living();
  // Those that are just telling their ends stand in the table, but are over for everybody.
  std::erase_if(all, [](const pid& p) {
    process& actor = process::of(p);
    lock_guard lock(actor.box.mutex());
    return actor.state != process::status::alive;
  });
  return all;
}

void runtime::close(const process& main) {
  lock_guard lock(mutex_);
  closed_ = true;
  for (const auto& [its_number, actor] : living_)
    if (actor != &main && (actor->parent_number == main.number() || !living_.contains(actor->parent_number)))
      to_shut_down_.push_back(its_number);
}

bool runtime::stop_from_the_top(const process& except, time_point deadline) {
  unique_lock lock(mutex_);
  for (;;) {
    if (living_.size() == living_.count(except.number())) return true;
    if (scheduler.now() >= deadline) return false;
    std::vector<pid> told;
    for (const std::uint64_t root : std::exchange(to_shut_down_, {}))
      if (const auto found = living_.find(root); found != living_.end()) told.emplace_back(found->second);
    if (told.empty()) {
      scheduler.wait(lock, shutdown_waiter_, deadline);
      continue;
    }
    lock.unlock();  // a process's mutex is never taken while holding this one
    for (const pid& root : told) {
      delivery signal(process::of(root));
      signal.exit_signal(pid(), shutdown, delivery::by::exit_call);
    }
    lock.lock();
  }
}

std::vector<pid> runtime::wait_until_empty(const process& except, time_point deadline) {
  unique_lock lock(mutex_);
  while (living_.size() > living_.count(except.number()) && scheduler.now() < deadline)
    scheduler.wait(lock, shutdown_waiter_, deadline);
  std::vector<pid> left;
  for (const auto& [its_number, actor] : living_)
    if (actor != &except) left.emplace_back(actor);
  return left;
}

// ---- names ----------------------------------------------------------------------------------------------------------

pid runtime::whereis(const actor_name& name) {
  if (name.via()) return name.via()->whereis();
  const std::string word = name.text();
  lock_guard lock(names_mutex_);
  const auto found = names_.find(word);
  return found == names_.end() ? pid() : found->second;
}

void runtime::register_name(process& by, std::string_view name, const pid& holder) {
  process& actor = process::of(holder);
  const auto refuse = [&](const std::string& why) {
    throw error(errc::badarg, "register_name: '" + std::string(name) + "' for " + to_string(holder) + ": " + why);
  };
  lock_guard names_lock(names_mutex_);
  if (!may_act(&by)) return;
  // With the actor's mutex as well: it cannot be over before it holds the name, so its end will release it.
  lock_guard lock(actor.box.mutex());
  if (name.empty()) refuse("a name cannot be empty");
  if (const auto taken = names_.find(name); taken != names_.end())
    refuse("the name is held by " + to_string(taken->second));
  if (actor.state != process::status::alive) refuse("the actor is dead");
  if (actor.home.get() != this) refuse("the actor is of another system");
  if (!actor.name.empty()) refuse("the actor has a name already: '" + actor.name + "'");
  std::string its_name(name);  // what needs memory comes first
  names_.emplace(name, holder);
  actor.name.swap(its_name);
}

pid runtime::unregister_name(process& by, std::string_view name) {
  pid holder;  // dropped after the locks: it may be the last one
  lock_guard names_lock(names_mutex_);
  if (!may_act(&by)) return holder;
  const auto found = names_.find(name);
  if (found == names_.end())
    throw error(errc::badarg, "unregister_name: nobody is registered as '" + std::string(name) + "'");
  holder = found->second;
  lock_guard lock(process::of(holder).box.mutex());
  process::of(holder).name.clear();
  names_.erase(found);
  return holder;
}

std::vector<std::string> runtime::registered() {
  lock_guard lock(names_mutex_);
  std::vector<std::string> all;
  for (const auto& [name, holder] : names_) all.push_back(name);
  return all;
}

std::vector<std::pair<std::string, pid>> runtime::names() {
  lock_guard lock(names_mutex_);
  return {names_.begin(), names_.end()};
}

std::string runtime::release_name(process& holder) noexcept {
  std::string name;
  pid held;  // dropped after the locks: it may be the last one
  {
    lock_guard lock(holder.box.mutex());
    if (holder.name.empty()) return name;  // nearly all have none, and need not wait for each other
  }
  // Both mutexes, as in register_name: a thread that finds the record nameless finds the table without it, too. (An
  // actor that is abandoned while it ends has two threads here.)
  lock_guard names_lock(names_mutex_);
  lock_guard lock(holder.box.mutex());
  if (holder.name.empty()) return name;  // unregistered, or released, meanwhile
  const auto found = names_.find(holder.name);
  held = std::move(found->second);
  names_.erase(found);
  name.swap(holder.name);
  return name;
}

void runtime::await_last_acts(const process& abandoned) {
  for (mutex* const passed : {&names_mutex_, &mutex_}) lock_guard lock(*passed);
  alarms.cancel_all_of(abandoned.serial());  // which takes the clock's
}

// ---- hooks ----------------------------------------------------------------------------------------------------------

/// One call of a hook, by whichever thread. False: the system is over, or the calling actor has been abandoned.
class runtime::hook_call {
 public:
  explicit hook_call(runtime& of) : of_(of), allowed_(begin()) {}
  ~hook_call() {
    if (allowed_) end();
  }
  hook_call(const hook_call&) = delete;
  hook_call& operator=(const hook_call&) = delete;
  explicit operator bool() const noexcept { return allowed_; }

 private:
  bool begin() {
    if (!may_act(process::current())) return false;
    lock_guard lock(of_.hooks_mutex_);
    if (of_.hooks_closed_) return false;
    ++of_.hook_calls_;
    return true;
  }
  void end() {
    lock_guard lock(of_.hooks_mutex_);
    if (--of_.hook_calls_ == 0) of_.no_hook_is_called_.notify_all();
  }

  runtime& of_;
  const bool allowed_;
};

void runtime::close_hooks() {
  unique_lock lock(hooks_mutex_);
  hooks_closed_ = true;
  // In real time, whatever a seed says: those who are still in a hook are threads that have been abandoned there.
  const auto none = [this]() OTPP_REQUIRES(hooks_mutex_) { return hook_calls_ == 0; };
  // With a time too long for a clock no thread has been abandoned, so there is none to wait for.
  if (settings.kill_grace < never - std::chrono::steady_clock::now())
    no_hook_is_called_.wait_for(lock.for_waiting(), settings.kill_grace, none);
}

void runtime::report(const struct report& r) noexcept try {
  const hook_call allowed(*this);
  if (!allowed || !reporters.any()) return;
  // On the clock's thread, which is no actor, a name in the reporter is one of this system all the same.
  runtime* const before = std::exchange(this_thread::reporting, this);
  try {
    if (settings.report) settings.report(r);
  } catch (...) {  // a reporter that fails must not take down the actor that has something to report
  }
  this_thread::reporting = before;
  reporters.call(r);
} catch (...) {
}

void publish(const report& r) {
  process* me = process::current();
  if (!me) return report_to_stderr(r);
  report named = r;
  if (!named.actor) named.actor = pid(me);
  if (named.name.empty()) named.name = me->shown_name();
  me->home->report(named);
}

void trace(trace_event::kind what, const pid& other, const std::string& text) {
  if (process* me = process::current()) me->home->trace(what, me, other, [&](trace_event& e) { e.text = text; });
}

void trace_mark(const std::string& text) { trace(trace_event::kind::mark, {}, text); }

bool traced() noexcept {
  const process* me = process::current();
  return me && me->home->traced();
}

void runtime::call_tracer(trace_event&& event) {
  event.at = scheduler.now();
  if (scheduler.seeded()) {
    event.step = scheduler.progress().steps;
    event.could_run = scheduler.others_ready();
  }
  const hook_call allowed(*this);
  if (!allowed) return;
  if (settings.trace) settings.trace(event);
  tracers.call(event);
}

}  // namespace otp
