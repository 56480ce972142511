#include "process/program.hpp"

#include <cstdlib>
#include <new>
#include <set>
#include <utility>

#include "machine/message_types.hpp"
#include "machine/mutex.hpp"
#include "machine/platform.hpp"
#include "machine/this_thread.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

/// Made when it is first wanted, which may be before main; never destroyed, because a program may still look at it
/// while it exits.
struct of_program {
  std::set<std::uint32_t> numbers OTPP_GUARDED_BY(program_mutex());
  std::uint64_t systems_made OTPP_GUARDED_BY(program_mutex()) = 0;
  runtime* last_open OTPP_GUARDED_BY(program_mutex()) = nullptr;  // the others: runtime::opened_before
};
of_program& all() {
  static of_program& the = *new of_program;
  return the;
}

void before_fork() OTPP_ACQUIRE(program_mutex()) {
  program_mutex().lock();
  hold_message_types_over_fork();
}
void after_fork_in_parent() OTPP_RELEASE(program_mutex()) {
  let_go_message_types_after_fork();
  program_mutex().unlock();
}
void after_fork_in_child() OTPP_RELEASE(program_mutex()) {
  this_thread::here = {};
  all().numbers.clear();
  all().last_open = nullptr;
  after_fork_in_parent();
}

}  // namespace

mutex& program_mutex() {
  static mutex& the = *new mutex;
  return the;
}

std::uint32_t system_number::take() {
  lock_guard lock(program_mutex());
  std::uint32_t lowest = 0;
  while (all().numbers.contains(lowest)) ++lowest;
  all().numbers.insert(lowest);
  return lowest;
}

void system_number::give_back() noexcept {
  if (!std::exchange(held_, false)) return;
  lock_guard lock(program_mutex());
  all().numbers.erase(value_);
}

std::uint64_t next_serial_range() {
  lock_guard lock(program_mutex());
  return ++all().systems_made * identity::numbers_per_system;
}

void open_systems::add(runtime& inside, system& made, void (*at_exit)()) {
  static const bool prepared = [at_exit] {
    if (!platform::at_fork(before_fork, after_fork_in_parent, after_fork_in_child) || std::atexit(at_exit) != 0)
      throw std::bad_alloc();
    return true;
  }();
  static_cast<void>(prepared);
  lock_guard lock(program_mutex());
  inside.scope = &made;
  inside.opened_before = std::exchange(all().last_open, &inside);
}

bool open_systems::remove(runtime& closed) noexcept {
  lock_guard lock(program_mutex());
  runtime** link = &all().last_open;
  while (*link && *link != &closed) link = &(*link)->opened_before;
  if (!*link) return false;
  *link = closed.opened_before;
  return true;
}

system* open_systems::take_last() noexcept {
  lock_guard lock(program_mutex());
  runtime* const last = all().last_open;
  if (last) all().last_open = last->opened_before;
  return last ? last->scope : nullptr;
}

}  // namespace otp
