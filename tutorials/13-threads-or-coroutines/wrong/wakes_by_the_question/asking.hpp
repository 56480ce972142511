// Wrong: who waits for an answer waits at the server's mailbox
// Refused with: its answer comes back to who has asked
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
      server.wake(me);
      server.send({number, &reply});
    }
    int await_resume() { return reply.empty() ? 0 : reply.take(); }
  };
  return awaiter{server, number};
}
