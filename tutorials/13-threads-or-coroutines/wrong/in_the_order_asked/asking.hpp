// Wrong: the answers come in the order of the questions
// Refused with: the mailbox of an answer belongs to one question alone
#pragma once

#include "../tiny.hpp"

struct question {
  int number;
  tiny::mailbox<int>* reply;
};

inline tiny::mailbox<int> replies;
inline std::deque<std::coroutine_handle<>> waiting;

inline auto ask(tiny::mailbox<question>& server, int number) {
  struct awaiter {
    tiny::mailbox<question>& server;
    int number;

    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> me) {
      server.send({number, &replies});
      if (waiting.empty()) replies.wake(me);
      waiting.push_back(me);
    }
    int await_resume() {
      waiting.pop_front();
      const int answer = replies.take();
      if (!waiting.empty()) {
        replies.wake(waiting.front());
        if (!replies.empty()) replies.send(replies.take());
      }
      return answer;
    }
  };
  return awaiter{server, number};
}
