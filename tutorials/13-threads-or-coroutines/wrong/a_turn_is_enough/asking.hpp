// Wrong: when the server has had its turn, the answer is there
// Refused with: who asks waits for the answer, and not for a turn of the server alone
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
      tiny::ready.push_back(me);
    }
    int await_resume() { return reply.empty() ? 0 : reply.take(); }
  };
  return awaiter{server, number};
}
