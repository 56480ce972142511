// Wrong: `await_suspend` says by `false` that it is not ready yet
// Refused with: lets the other have a turn before it goes on
#pragma once

#include "../tiny.hpp"

inline auto yield() {
  struct awaiter {
    bool await_ready() const { return false; }
    bool await_suspend(std::coroutine_handle<> me) {
      tiny::ready.push_back(me);
      return false;
    }
    void await_resume() {}
  };
  return awaiter{};
}
