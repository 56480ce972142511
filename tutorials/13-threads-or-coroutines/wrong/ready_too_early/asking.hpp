// Wrong: what is sent is answered at once, as a call of a function is
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

    bool await_ready() {
      server.send({number, &reply});
      return true;
    }
    void await_suspend(std::coroutine_handle<>) {}
    int await_resume() { return reply.empty() ? 0 : reply.take(); }
  };
  return awaiter{server, number};
}
