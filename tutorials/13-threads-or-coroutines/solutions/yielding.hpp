#pragma once

#include "../tiny.hpp"

inline auto yield() {
  struct awaiter {
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> me) { tiny::ready.push_back(me); }  // behind all the others
    void await_resume() {}
  };
  return awaiter{};
}
