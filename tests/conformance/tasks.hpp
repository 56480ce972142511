// tasks.hpp - what the rows about tasks share: what a task does, and how events call it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <otp/task_stream.hpp>
#include <otp/task_supervisor.hpp>
#include <otp/tasks.hpp>

#include "scene.hpp"

struct value {
  int n;
};
struct leave {
  otp::exit_reason why;
};
/// Ends as it is told to: with a value, or with a reason.
inline int asked() {
  return otp::receive([](value v) { return v.n; }, [](const leave& l) -> int { otp::exit(l.why); });
}
inline int boom() { otp::exit("boom"); }
inline int error() { throw std::runtime_error("in the task"); }

class task_scene : public scene {
 protected:
  /// What events call this task.
  otp::task<int> called(const std::string& name, otp::task<int> t) {
    named(name, t.pid());
    named(name, t.id());
    return t;
  }
  void note_linked(const otp::pid& p) { note("linked", among(otp::process_info(otp::self())->links, p)); }
  void note_monitored(const otp::pid& p) { note("monitored", among(otp::process_info(otp::self())->monitors, p)); }
  static bool among(const std::vector<otp::pid>& all, const otp::pid& p) {
    return std::find(all.begin(), all.end(), p) != all.end();
  }
};
