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
    tiny::mailbox<int> reply = {};  // lives in the frame of whoever asks, as long as the question

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> me) {
      reply.wake(me);
      server.send({number, &reply});
    }
    int await_resume() { return reply.take(); }
  };
  return awaiter{server, number};
}
