// tiny.hpp - actors as coroutines: a list of those who can go on, mailboxes, and nothing else.
#pragma once

#include <coroutine>
#include <deque>
#include <exception>
#include <utility>

namespace tiny {

/// Who can go on, in the order in which they will. There is one thread, so there is nothing to lock.
inline std::deque<std::coroutine_handle<>> ready;

inline void run() {
  while (!ready.empty()) {
    const auto next = ready.front();
    ready.pop_front();
    next.resume();  // until it waits, or ends
  }
}

/// The return type of a coroutine that is an actor. Calling it starts it.
struct actor {
  struct promise_type {
    actor get_return_object() {
      ready.push_back(std::coroutine_handle<promise_type>::from_promise(*this));
      return {};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

template <class T>
class mailbox {
 public:
  mailbox() = default;
  mailbox(const mailbox&) = delete;
  /// Nothing will ever come: who waits for it goes with it.
  ~mailbox() {
    if (owner_) owner_.destroy();
  }

  void send(T message) {
    messages_.push_back(std::move(message));
    if (owner_) ready.push_back(std::exchange(owner_, nullptr));
  }
  /// To be awaited by the owner: the oldest message.
  auto receive() {
    struct awaiter {
      mailbox& box;
      bool await_ready() const { return !box.empty(); }
      void await_suspend(std::coroutine_handle<> me) { box.wake(me); }
      T await_resume() { return box.take(); }
    };
    return awaiter{*this};
  }

  bool empty() const { return messages_.empty(); }
  /// Who goes on when the next message comes.
  void wake(std::coroutine_handle<> owner) { owner_ = owner; }
  T take() {
    T message = std::move(messages_.front());
    messages_.pop_front();
    return message;
  }

 private:
  std::deque<T> messages_;
  std::coroutine_handle<> owner_;
};

}  // namespace tiny
