// sockets.hpp - what the library needs of a socket, and the operating system's.
//
// Mirrors        prim_inet; socket(3erl)
// Differs        Nothing here waits: what cannot be done at once says `again`, and its caller waits for the watch.
// Thread safety  An endpoint: one thread may read while another one writes. All else: one thread at a time.
// Invariants     1. Each descriptor is close-on-exec from its first moment, and does not block.
//                2. A failure carries the operating system's number; to_failure gives it its reason and text.
// Chapter        14
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <otp/detail/watch.hpp>
#include <otp/tcp_address.hpp>

namespace otp::tcp {

/// What an operation has come to.
struct outcome {
  enum class kind : std::uint8_t { done, again, failed };
  kind what = kind::done;
  std::size_t bytes = 0;  // done: how many; a read of none is the end
  int number = 0;         // failed: errno
};

/// What an endpoint and an acceptor have in common. It may be closed while others use it: they are woken, none begins
/// any more, and the last of them gives back what the operating system has lent.
class open_socket {
 public:
  virtual ~open_socket() = default;
  virtual address local() = 0;
  /// From here to leave() it is not given back. False: it is closed.
  bool enter() noexcept {
    unsigned seen = users_.load(std::memory_order_relaxed);  // relaxed: the exchange orders
    do {
      if (seen & closed) return false;
    } while (!users_.compare_exchange_weak(seen, seen + one, std::memory_order_acquire, std::memory_order_relaxed));
    return true;
  }
  void leave() noexcept {
    if (users_.fetch_sub(one, std::memory_order_acq_rel) == (one | closed)) give_back();
  }
  void close() noexcept {
    unsigned seen = users_.load(std::memory_order_relaxed);  // relaxed: the exchange orders
    do {
      if (seen & closed) return;
      // One of its users itself: it is not given back while they are being woken.
    } while (!users_.compare_exchange_weak(seen, (seen + one) | closed, std::memory_order_acq_rel,
                                           std::memory_order_relaxed));
    if (seen != 0) wake_users();
    leave();
  }
  bool is_closed() const noexcept { return users_.load(std::memory_order_acquire) & closed; }

 private:
  static constexpr unsigned closed = 1, one = 2;

  virtual void wake_users() noexcept = 0;
  virtual void give_back() noexcept = 0;

  std::atomic<unsigned> users_{0};  // how many, times two, and whether it is closed
};

class endpoint : public open_socket {
 public:
  virtual outcome read(std::span<char> memory) = 0;
  virtual outcome write(std::string_view bytes) = 0;
  virtual void shutdown_write() = 0;
  /// After a connect that was begun: `again`, or how it went.
  virtual outcome connected() = 0;
  virtual detail::watch watch(bool writing) noexcept = 0;
  virtual address peer() = 0;
};

class acceptor : public open_socket {
 public:
  /// Null unless `how` is done.
  virtual std::unique_ptr<endpoint> accept(outcome& how) = 0;
  virtual detail::watch watch() noexcept = 0;
};

std::unique_ptr<acceptor> listen_in_system(const address& at, int backlog, bool reuse, outcome& result);
/// Begins: see endpoint::connected. Null when that fails, or, with `again`, when the other side has no room now.
std::unique_ptr<endpoint> connect_in_system(const address& to, outcome& result);
/// May take as long as it likes. Empty: `text` says why.
std::vector<address> look_up(const std::string& host, std::uint16_t port, std::string& text);
void raise_file_limit() noexcept;

/// \param doing  `connect to 127.0.0.1:1`
failure to_failure(int number, const std::string& doing);
/// No descriptor, or no memory for one: it may be better later.
bool is_shortage(int number) noexcept;

}  // namespace otp::tcp
