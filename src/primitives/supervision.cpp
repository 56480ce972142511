#include <otp/detail/supervision.hpp>

#include <new>
#include <utility>

#include "process/process.hpp"

namespace otp {

// No steps: what is said for those who look from outside must not change a schedule.

void detail::say_supervisor() noexcept {
  process* const me = process::current();
  if (!me) return;
  lock_guard lock(me->box.mutex());
  me->supervises = true;
}

void detail::say_child(const pid& child, const std::string& id) noexcept try {
  std::string its_id = id;
  process& record = process::of(child);
  lock_guard lock(record.box.mutex());
  record.child_id.swap(its_id);
} catch (const std::bad_alloc&) {  // then it is shown without
}

void detail::say_restarted(const pid& child, std::uint64_t times) noexcept {
  {
    process& record = process::of(child);
    lock_guard lock(record.box.mutex());
    record.restarts = times;
  }
  process* const me = process::current();
  if (!me) return;
  lock_guard lock(me->box.mutex());
  ++me->restarts_made;
}

}  // namespace otp
