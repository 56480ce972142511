#include "program.hpp"

#include <cstdlib>
#include <mutex>
#include <new>
#include <set>
#include <utility>

#include <otp/system.hpp>

#include "platform.hpp"
#include "this_thread.hpp"

namespace otp {

namespace {

/// Made when it is first wanted, which may be before main; never destroyed, because a program may still look at it
/// while it exits.
struct of_program {
  std::mutex mutex;
  // guarded by mutex
  std::set<std::uint32_t> numbers;
  std::uint64_t systems_made = 0;
  system* last_open = nullptr;  // the others: system::opened_before_
};
of_program& all() {
  static of_program& the = *new of_program;
  return the;
}

void before_fork() {
  all().mutex.lock();
  this_thread::hold_over_fork();
  this_thread::hold_types_over_fork();
}
void after_fork_in_parent() {
  this_thread::let_go_types_after_fork();
  this_thread::let_go_after_fork();
  all().mutex.unlock();
}
void after_fork_in_child() {
  this_thread::here = {};
  all().numbers.clear();
  all().last_open = nullptr;
  after_fork_in_parent();
}

}  // namespace

system_number::system_number() {
  std::lock_guard lock(all().mutex);
  value_ = 0;
  while (all().numbers.contains(value_)) ++value_;
  all().numbers.insert(value_);
}

void system_number::give_back() noexcept {
  if (!std::exchange(held_, false)) return;
  std::lock_guard lock(all().mutex);
  all().numbers.erase(value_);
}

std::uint64_t next_serial_range() {
  std::lock_guard lock(all().mutex);
  return ++all().systems_made * identity::numbers_per_system;
}

void open_systems::add(system& made, void (*at_exit)()) {
  static const bool prepared = [at_exit] {
    if (!platform::at_fork(before_fork, after_fork_in_parent, after_fork_in_child) || std::atexit(at_exit) != 0)
      throw std::bad_alloc();
    return true;
  }();
  static_cast<void>(prepared);
  std::lock_guard lock(all().mutex);
  made.opened_before_ = std::exchange(all().last_open, &made);
}

bool open_systems::remove(system& closed) noexcept {
  std::lock_guard lock(all().mutex);
  system** link = &all().last_open;
  while (*link && *link != &closed) link = &(*link)->opened_before_;
  if (!*link) return false;
  *link = closed.opened_before_;
  return true;
}

system* open_systems::take_last() noexcept {
  std::lock_guard lock(all().mutex);
  system* const last = all().last_open;
  if (last) all().last_open = last->opened_before_;
  return last;
}

}  // namespace otp
