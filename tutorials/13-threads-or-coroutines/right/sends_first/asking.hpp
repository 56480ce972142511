// Right, too: the question first; the server has no turn before this one has waited
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

    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> me) {
      server.send({number, &reply});
      reply.wake(me);
    }
    int await_resume() { return reply.take(); }
  };
  return awaiter{server, number};
}
