// Wrong: a question that is not answered at once is sent once more
// Refused with: one question goes to the server's mailbox for each time
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
      return !reply.empty();
    }
    void await_suspend(std::coroutine_handle<> me) {
      reply.wake(me);
      server.send({number, &reply});
    }
    int await_resume() { return reply.take(); }
  };
  return awaiter{server, number};
}
