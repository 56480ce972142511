// Exercise 2: questions and answers.
//
// `const int answer = co_await ask(server, number);` sends a question to the server's mailbox and waits for the
// answer, which comes into a mailbox that belongs to this question alone. Many may ask at the same time.
#pragma once

#include "../tiny.hpp"

struct question {
  int number;
  tiny::mailbox<int>* reply;
};

inline auto ask(tiny::mailbox<question>& /*server*/, int /*number*/) {
  struct awaiter {
    bool await_ready() const { return true; }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return 0; }
  };
  return awaiter{};
}
