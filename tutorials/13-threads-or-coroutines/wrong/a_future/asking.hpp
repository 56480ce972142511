// Wrong: to wait is to stop the thread until the answer is there
// Refused with: lets the others have their turn
#pragma once

#include <thread>

#include "../tiny.hpp"

struct question {
  int number;
  tiny::mailbox<int>* reply;
};

inline auto ask(tiny::mailbox<question>& server, int number) {
  struct awaiter {
    tiny::mailbox<question>& server;
    int number;
    tiny::mailbox<int> reply = {};

    bool await_ready() {
      server.send({number, &reply});
      while (reply.empty()) std::this_thread::yield();
      return true;
    }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return reply.take(); }
  };
  return awaiter{server, number};
}
