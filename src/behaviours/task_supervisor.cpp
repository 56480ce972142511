#include <otp/task_supervisor.hpp>

#include <new>

#include <otp/link.hpp>
#include <otp/monitor.hpp>

namespace otp {

namespace {

struct begin_task {};

dynamic_flags to_dynamic_flags(const task_supervisor_flags& flags) {
  return {.max_children = flags.max_children, .name = flags.name};
}

pid child_of(const supervisor_ref& sup, std::function<void()> work) {
  const child_result made = start_child(sup, child("task", {.restart = temporary}, std::move(work)));
  if (made.error == supervisor_error::max_children)
    throw error(errc::system_limit, "a task supervisor has as many tasks as it may have");
  if (!made) throw start_error(made.reason);
  return made.pid;
}

}  // namespace

supervisor_ref start_task_supervisor(const task_supervisor_flags& flags) {
  return start_dynamic_supervisor(to_dynamic_flags(flags));
}
child_spec child_task_supervisor(std::string id, const task_supervisor_flags& flags) {
  return child_dynamic_supervisor(std::move(id), to_dynamic_flags(flags));
}

pid start_task_child(const supervisor_ref& sup, std::function<void()> work) { return child_of(sup, std::move(work)); }

spawned detail::start_supervised_task(const supervisor_ref& sup, bool linked, std::function<void()> work) {
  const pid worker = child_of(sup, [owner = self(), work = std::move(work)] {
    const ref watch = monitor(owner);
    const bool begins = receive([](begin_task) { return true; },
                                when([&](const down& d) { return d.ref == watch; }, [](const down&) { return false; }));
    demonitor(watch, flush);
    if (begins) work();
  });
  ref watch;
  try {
    if (linked) link(worker);
    watch = monitor(worker);
    send(worker, begin_task{});
  } catch (const std::bad_alloc&) {  // it would wait for its owner's end
    unlink(worker);
    demonitor(watch, flush);
    exit(worker, kill);
    throw;
  }
  return {worker, watch};
}

}  // namespace otp
