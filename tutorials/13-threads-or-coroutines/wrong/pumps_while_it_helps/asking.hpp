// Wrong: to wait is to run all others from inside, as long as there are any
// Refused with: many may ask at the same time
#pragma once

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
      tiny::run();
      return true;
    }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return reply.empty() ? 0 : reply.take(); }
  };
  return awaiter{server, number};
}
