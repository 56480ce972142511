// Wrong: a turn for the next one is enough
// Refused with: lets all who can go on have a turn, not one of them alone
#pragma once

#include "../tiny.hpp"

inline auto yield() {
  struct awaiter {
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> me) {
      tiny::ready.insert(tiny::ready.begin() + (tiny::ready.empty() ? 0 : 1), me);
    }
    void await_resume() {}
  };
  return awaiter{};
}
