// Exercise 1: let others have their turn.
//
// `co_await yield()` lets all who can go on have a turn, and then goes on itself.
#pragma once

#include "../tiny.hpp"

inline auto yield() {
  struct awaiter {
    bool await_ready() const { return true; }
    void await_suspend(std::coroutine_handle<>) {}
    void await_resume() {}
  };
  return awaiter{};
}
