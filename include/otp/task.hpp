// task.hpp - one function in an actor of its own, and its result.
//
// Mirrors        Elixir: Task.async/1, Task.await/2, Task.yield/2, Task.Supervisor.async_nolink/2
// Differs        await may be repeated: it gives the same value or the same failure each time, and after a timeout the
//                task can still be awaited. spawn_task is for servers, which must not wait: the result is a callback.
// Thread safety  A task is awaited by the actor that made it, and by nobody else.
// Invariants     1. Result and failure are told by references that only this task has; nobody else's message is taken
//                   for them.
//                2. As long as there is a task object, a result that is not awaited is a message: task_reply<T>, and
//                   then the `down` of the task. When the last one goes in its owner, both vanish, come or to come;
//                   the task itself goes on, and one that is linked stays so.
//                3. What waits in the mailbox from before the start does not slow await down.
// Chapter        12
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <otp/actor.hpp>
#include <otp/detail/waiting.hpp>
#include <otp/gen_server.hpp>
#include <otp/receive.hpp>

namespace otp {

/// The result on its way to the task's owner. For a function that returns nothing, T is `ok`.
template <class T>
struct task_reply {
  ref id;
  T value;
};

/// What the copies of a task share.
template <class T>
struct task_state {
  otp::pid owner;
  receive_mark older = mark_mailbox();  // neither result nor end can stand before it
  otp::pid worker = {};
  ref monitor = {};
  ref id = {};
  std::optional<T> value = {};
  std::optional<exit_reason> failure = {};

  explicit task_state(otp::pid maker) : owner(std::move(maker)) {}
  task_state(const task_state&) = delete;
  task_state& operator=(const task_state&) = delete;
  /// The result can no longer be awaited, so nothing of it may stay in the mailbox, or come.
  ~task_state() {
    // Only the owner can tidy its mailbox; the copy that another thread held last leaves it as it is.
    if (!worker || over() || self_or_none() != owner) return;
    try {
      const hold_exits held;  // this may be a destructor's destructor
      unalias({owner, id});
      forget_end();
      receive(older, when([this](const task_reply<T>& r) { return r.id == id; }, [](task_reply<T>) {}),
              after(duration::zero(), [] {}));
    } catch (...) {  // no memory, or in a guard, where the mailbox must not change: then they stay
    }
  }
  bool over() const noexcept { return value || failure; }
  void must_be_mine() const {
    if (self() != owner) throw error(errc::badarg, "await: only the actor that made a task can await it");
  }
  void succeeds(T&& result) {
    value.emplace(std::move(result));
    forget_end();
  }
  /// No `down` any more.
  void forget_end() const {
    if (demonitor(monitor)) return;
    receive(older, when([this](const down& d) { return d.ref == monitor; }, [](down) {}),
            after(duration::zero(), [] {}));
  }
};

/// What has become of a task. Neither a value nor a failure: it still runs.
template <class T>
struct task_outcome {
  const T* value = nullptr;  // valid as long as a task object is
  std::optional<exit_reason> failure = {};
  explicit operator bool() const noexcept { return value != nullptr; }
  bool over() const noexcept { return value || failure; }
};

/// A running or finished task. Copies are the same task. Keep one until the result is there: without any it vanishes.
template <class T>
class [[nodiscard]] task {
 public:
  explicit task(std::shared_ptr<task_state<T>> known) noexcept : known_(std::move(known)) {}

  const otp::pid& pid() const noexcept { return known_->worker; }
  /// What task_reply and `down` carry.
  const ref& id() const noexcept { return known_->id; }
  const ref& monitor() const noexcept { return known_->monitor; }

  /// Receives the value or the end, if it comes in this time.
  /// Errors: error{badarg} by another than the owner.
  task_outcome<T> outcome(duration at_most) const {
    task_state<T>& k = *known_;
    k.must_be_mine();
    const detail::waits_for note("the result", nullptr, k.worker);
    if (!k.over())
      receive(k.older,
              when([&](const task_reply<T>& r) { return r.id == k.id; },
                   [&](task_reply<T> r) { k.succeeds(std::move(r.value)); }),
              when([&](const down& d) { return d.ref == k.monitor; }, [&](down d) { k.failure = d.reason; }),
              after(at_most, [] {}));
    return {k.value ? &*k.value : nullptr, k.failure};
  }
  /// ... as a value. Nothing: not yet.
  /// Errors: exit_exception {Reason,{task,await,[Pid]}} when the task has failed; as of outcome.
  const T* yield(duration timeout_after) const {
    const task_outcome<T> got = outcome(timeout_after);
    if (got.failure)
      throw exit_exception(exit_reason::in_call(*got.failure, "{task,await,[" + to_string(pid()) + "]}"));
    return got.value;
  }

  task_state<T>& inside() const noexcept { return *known_; }  // the library's

 private:
  std::shared_ptr<task_state<T>> known_;
};

/// What a function returns, as a task carries it.
template <class F>
using task_value = reply_value<std::decay_t<std::invoke_result_t<std::decay_t<F>>>>;

template <class F>
task_value<F> run_task(F& work) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
    work();
    return {};
  } else {
    return work();
  }
}

/// What a task's actor runs: work(), whose value goes as a Reply to a one-message alias of the owner.
template <class Reply, class F>
class task_body final : public actor_body {
 public:
  explicit task_body(F work) : work_(std::move(work)) {}
  void run() override { send(result_, Reply{result_.id, run_task(work_)}); }

  /// The alias is made last, and ends with the monitor: whatever fails, none is left behind.
  static std::pair<ref, spawned> start(spawn_options options, F work) {
    auto body = std::make_unique<task_body>(std::move(work));
    const alias result = body->result_ = make_alias(alias_use::once);
    options.name = "task";
    options.monitor = true;
    options.until_down = result.id;
    return {result.id, start_actor(options, std::move(body))};
  }

 private:
  F work_;
  alias result_;
};

template <class F>
constexpr bool can_be_task() {
  constexpr bool called = std::is_invocable_v<std::decay_t<F>>;
  static_assert(called, "a task is a function without parameters; bind them by capture");
  return called;
}

template <class F>
auto start_task(const spawn_options& options, F&& work) {
  if constexpr (can_be_task<F>()) {
    using T = task_value<F>;
    const auto known = std::make_shared<task_state<T>>(self());
    const auto [id, worker] = task_body<task_reply<T>, std::decay_t<F>>::start(options, std::forward<F>(work));
    known->worker = worker.pid;
    known->monitor = worker.ref;
    known->id = id;
    return task<T>(known);
  }
}

/// Runs work() in an actor linked to the caller: its failure ends a caller that does not trap exits.
template <class F>
auto async(F&& work) {
  return start_task({.link = true}, std::forward<F>(work));
}
/// ... not linked: a failure shows in await alone.
template <class F>
auto async_nolink(F&& work) {
  return start_task({}, std::forward<F>(work));
}

/// The task's value. Stays valid as long as the task object.
/// Errors: exit_exception {Reason,{task,await,[Pid]}}, with reason timeout when it is not done in time.
template <class T>
const T& await(const task<T>& t, duration timeout_after = std::chrono::seconds(5)) {
  if (const T* value = t.yield(timeout_after)) return *value;
  throw exit_exception(exit_reason::in_call(timeout, "{task,await,[" + to_string(t.pid()) + "]}"));
}

// ---- helpers of a server --------------------------------------------------------------------------------------------

template <class S, class T>
struct task_done {
  ref id;
  T value;
};
template <class S, class T>
struct detail::message_handler<task_done<S, T>> {
  static void handle(void* host, message&& taken) {
    auto& done = taken.as<task_done<S, T>>();
    static_cast<detail::server_of<S>*>(host)->on_task(done.id, std::move(done.value));
  }
  static constexpr detail::own_handler handler{&typeid(S), &handle, nullptr};
  static constexpr const detail::own_handler* value = &handler;
};

/// Runs work() in an actor of its own while the server goes on: spawn_task(*this, [] { ... }) in a callback.
/// Its end comes as handle_task(task_result<T>), once. Returns: the id that the result will carry.
/// The helper is not linked and may outlive the server: capture copies of what it needs, never `this`, which dangles
/// when the server is gone (and is another thread's while it lives).
template <class S, class F>
ref spawn_task(gen_server<S>& server, F&& work) {
  if constexpr (can_be_task<F>()) {
    using T = task_value<F>;
    const auto [id, worker] = task_body<task_done<S, T>, std::decay_t<F>>::start({}, std::forward<F>(work));
    try {
      server.running_.emplace(id, worker.ref);
      server.tasks_.emplace(worker.ref, [task_id = id](detail::server_of<S>& told, const exit_reason& why) {
        told.on_task_result(task_result<T>{task_id, std::nullopt, why});
      });
    } catch (...) {  // no memory to remember it: its result tells none
      server.running_.erase(id);
      demonitor(worker.ref, flush);
      throw;
    }
    return id;
  }
}

}  // namespace otp
