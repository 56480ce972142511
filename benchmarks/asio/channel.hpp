// channel.hpp - Boost.Asio's awaitables, and the small channel they need.
//
// Debian 12's default Boost is 1.74, whose Asio has no channels yet (they came with 1.78); its 1.81 cannot be installed
// beside it, and the library itself is built on the default. So this is the channel: a deque, and the handler of the
// one coroutine that waits. One thread, unbounded, no selective receive.
#pragma once

#include <utility>  // before Asio 1.74, which forgets it

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <deque>
#include <exception>
#include <optional>

namespace aio {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

template <class T>
class channel {
 public:
  explicit channel(asio::io_context& io) : io_(io) {}

  void push(T item) {
    items_.push_back(std::move(item));
    if (!waiting_) return;
    handler woken = std::move(*waiting_);
    waiting_.reset();
    asio::post(io_, std::move(woken));
  }
  awaitable<T> pop() {
    if (items_.empty())
      co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
          [this](handler h) { waiting_.emplace(std::move(h)); }, use_awaitable);
    T item = std::move(items_.front());
    items_.pop_front();
    co_return item;
  }

 private:
  using handler = asio::async_result<asio::use_awaitable_t<>, void()>::handler_type;

  asio::io_context& io_;
  std::deque<T> items_;
  std::optional<handler> waiting_;
};

/// Starts a coroutine that nobody waits for.
inline void start(asio::io_context& io, awaitable<void> body) { asio::co_spawn(io, std::move(body), asio::detached); }

/// Runs `main`, and what it starts, until it ends.
inline void run(asio::io_context& io, awaitable<void> main) {
  asio::co_spawn(io, std::move(main), [&](std::exception_ptr failure) {
    io.stop();
    if (failure) std::rethrow_exception(failure);
  });
  io.run();
}

}  // namespace aio
