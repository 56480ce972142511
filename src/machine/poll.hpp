// poll.hpp - what the operating system says of descriptors: which are ready, and a bell among them.
//
// Mirrors        erts_check_io and the wake-up pipe of a BEAM scheduler
// Differs        Each actor that waits for descriptors polls its own.
// Thread safety  A doorbell: ring and hush by any thread that knows that it is not being destroyed. Polling: any.
// Invariants     1. A bell that was rung is readable until it is hushed, however often it was rung.
//                2. Programs that this one starts inherit no bell.
// Chapter        14
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include <otp/detail/watch.hpp>
#include <otp/time.hpp>

namespace otp {

class doorbell {
 public:
  /// Errors: error{system_limit}, with the operating system's text.
  doorbell();
  ~doorbell();
  doorbell(const doorbell&) = delete;
  doorbell& operator=(const doorbell&) = delete;

  void ring() noexcept;
  void hush() noexcept;
  /// Readable while it rings.
  int descriptor() const noexcept { return read_end_; }

 private:
  int read_end_ = -1, write_end_ = -1;  // the same, where the system has such a thing
};

/// Waits until one of these is ready, the bell rings (null: there is none) or real time has come to `until`; may return
/// early. Returns the first that is ready. What is at its end, or broken, is ready: reading and writing say which.
/// Errors: error{badarg} for a descriptor that is not open; std::bad_alloc for more than a few of them.
std::optional<std::size_t> poll_descriptors(std::span<const detail::watch> all, const doorbell* bell, time_point until);

}  // namespace otp
