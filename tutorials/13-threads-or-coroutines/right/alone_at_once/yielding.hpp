// Right, too: who is alone does not stop at all
#pragma once

#include "../tiny.hpp"

inline auto yield() {
  struct awaiter {
    bool await_ready() const { return tiny::ready.empty(); }
    void await_suspend(std::coroutine_handle<> me) { tiny::ready.push_back(me); }
    void await_resume() {}
  };
  return awaiter{};
}
