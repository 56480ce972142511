// Right, too: the mailbox is of the heap, and the awaiter owns it
#pragma once

#include <memory>

#include "../tiny.hpp"

struct question {
  int number;
  tiny::mailbox<int>* reply;
};

inline auto ask(tiny::mailbox<question>& server, int number) {
  struct awaiter {
    std::unique_ptr<tiny::mailbox<int>> reply;

    bool await_ready() const { return !reply->empty(); }
    void await_suspend(std::coroutine_handle<> me) { reply->wake(me); }
    int await_resume() { return reply->take(); }
  };
  auto reply = std::make_unique<tiny::mailbox<int>>();
  server.send({number, reply.get()});
  return awaiter{std::move(reply)};
}
