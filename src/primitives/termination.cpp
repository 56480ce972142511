// What a program says when an exit signal ends it, because the signal's unwinding meets the end of main or a function
// that is noexcept: C++ calls std::terminate then, and only there it is known.
#include "primitives/termination.hpp"

#include <cstdio>
#include <exception>
#include <mutex>
#include <string>

#include "process/runtime.hpp"

namespace otp {

namespace {

std::terminate_handler before = nullptr;  // written once

void say_why(process& me) {
  const pid self(&me);
  unique_lock lock(me.box.mutex());
  const exit_reason reason = me.doom;
  const pid from = me.doomed_by;
  const std::string name = me.name.empty() ? me.label : me.name;
  const bool is_main = !me.thread;
  lock.unlock();
  const std::string line =
      "otp: " + to_string(self) + (name.empty() ? "" : " " + name) + ": the exit signal " + to_string(reason) +
      (from ? " from " + to_string(from) : "") + " ends the program: its unwinding met " +
      (is_main ? "the end of main (use otp::run) or a noexcept function" : "a noexcept function") + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
  if (is_main) me.home->report({.what = report::kind::crash, .actor = self, .name = name, .reason = reason});
}

[[noreturn]] void when_terminated() {
  process* const me = process::current();
  if (me && me->interruption_muted) try {  // exit_unwind has been thrown in this thread
      say_why(*me);
    } catch (...) {  // it ends all the same
    }
  if (before) before();
  std::abort();
}

}  // namespace

void explain_termination() {
  static std::once_flag once;
  std::call_once(once, [] { before = std::set_terminate(&when_terminated); });
}

}  // namespace otp
