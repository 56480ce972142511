// task_supervisor.hpp - tasks that are children of a supervisor: they can be counted, limited, and stopped with it.
//
//   const auto sup = otp::start_task_supervisor({.max_children = 10});
//   const auto answer = otp::async_nolink(sup, [] { return 42; });
//   std::printf("%d\n", otp::await(answer));
//
// Mirrors        Elixir's Task.Supervisor: start_link/1, async/2, async_nolink/2, start_child/2; children/1 is
//                which_children
// Differs        A task supervisor is a dynamic supervisor, and its tasks are temporary children.
// Thread safety  As of task.hpp and supervisor.hpp.
// Invariants     1. A task begins when its owner watches it: no end is missed.
//                2. When its owner has ended before that, the task ends without having begun.
// Chapter        16
#pragma once

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <otp/actor_name.hpp>
#include <otp/supervisor.hpp>
#include <otp/task.hpp>

namespace otp {

struct task_supervisor_flags {
  std::size_t max_children = 0;  // any number
  actor_name name = {};
};
supervisor_ref start_task_supervisor(const task_supervisor_flags& flags = {});
/// ... as a child of another supervisor.
child_spec child_task_supervisor(std::string id, const task_supervisor_flags& flags = {});

/// Runs work() as a child: nobody awaits it, and its failure is reported and touches no other.
/// Errors: error{system_limit} when there are max_children; as of call.
pid start_task_child(const supervisor_ref& sup, std::function<void()> work);

namespace detail {

/// Starts a child that waits until its owner, the caller, tells it to begin; then runs `work`.
spawned start_supervised_task(const supervisor_ref& sup, bool linked, std::function<void()> work);

template <class F>
auto supervised_task(const supervisor_ref& sup, bool linked, F&& work) {
  if constexpr (can_be_task<F>()) {
    using T = task_value<F>;
    const auto known = std::make_shared<task_state<T>>(self());
    // Shared, because std::function wants to be copyable; it is called once.
    auto held = std::make_shared<std::decay_t<F>>(std::forward<F>(work));
    const alias result = make_alias(alias_use::once);
    spawned worker;
    try {
      worker = start_supervised_task(sup, linked, [held, result] {
        send(result, task_reply<T>{result.id, run_task(*held)});
      });
    } catch (...) {
      unalias(result);
      throw;
    }
    known->worker = worker.pid;
    known->monitor = worker.ref;
    known->id = result.id;
    return task<T>(known);
  }
}

}  // namespace detail

/// As async and async_nolink, as a child of the supervisor.
/// Errors: error{system_limit} when there are max_children; as of call.
template <class F>
auto async(const supervisor_ref& sup, F&& work) {
  return detail::supervised_task(sup, true, std::forward<F>(work));
}
template <class F>
auto async_nolink(const supervisor_ref& sup, F&& work) {
  return detail::supervised_task(sup, false, std::forward<F>(work));
}

}  // namespace otp
