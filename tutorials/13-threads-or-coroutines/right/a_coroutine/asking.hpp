// Right, too: it is a coroutine itself, which hands its answer on to who has called
#pragma once

#include "../tiny.hpp"

struct question {
  int number;
  tiny::mailbox<int>* reply;
};

/// What a coroutine returns that is awaited by another one.
struct answer {
  struct promise_type {
    int value = 0;
    std::coroutine_handle<> caller;

    answer get_return_object() { return answer(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct back {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> me) noexcept {
          return me.promise().caller;
        }
        void await_resume() noexcept {}
      };
      return back{};
    }
    void return_value(int v) { value = v; }
    void unhandled_exception() { std::terminate(); }
  };

  explicit answer(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  answer(const answer&) = delete;
  ~answer() { frame_.destroy(); }

  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) {
    frame_.promise().caller = caller;
    return frame_;
  }
  int await_resume() { return frame_.promise().value; }

 private:
  std::coroutine_handle<promise_type> frame_;
};

inline answer ask(tiny::mailbox<question>& server, int number) {
  tiny::mailbox<int> reply;
  server.send({number, &reply});
  co_return co_await reply.receive();
}
