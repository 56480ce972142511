// Wrong: it gives a turn to those of the list itself, from inside its own turn
// Refused with: lets the other have a turn before it goes on
#pragma once

#include "../tiny.hpp"

inline auto yield() {
  struct awaiter {
    bool await_ready() const { return false; }
    bool await_suspend(std::coroutine_handle<>) {
      for (auto turns = tiny::ready.size(); turns > 0 && !tiny::ready.empty(); --turns) {
        const auto next = tiny::ready.front();
        tiny::ready.pop_front();
        next.resume();
      }
      return false;
    }
    void await_resume() {}
  };
  return awaiter{};
}
