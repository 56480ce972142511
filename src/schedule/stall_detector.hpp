// stall_detector.hpp - whether a thread whose turn it is, and that takes no step, has stalled: judged by its work.
//
// Mirrors        nothing in OTP
// Differs        It looks in slices of 100 ms. One that has done nothing for half a second waits for what no step will
//                give it. One that computes has ten seconds: longer than any needs from one step to the next, also on a
//                loaded machine under a sanitizer. A slice that has taken much longer than it should says nothing: a
//                debugger has stopped all threads, or the machine is busy with other programs.
// Thread safety  The watching thread's own.
// Chapter        11
#pragma once

#include <chrono>
#include <optional>

namespace otp {

class stall_detector {
 public:
  static constexpr auto slice = std::chrono::milliseconds(100);

  /// \param work  the watched thread's handle of platform.hpp
  explicit stall_detector(long work) : work_(work) {}

  /// The watching thread is going to wait for a slice / has done so, while the watched one took no step.
  void begin_slice();
  void end_slice();

  bool blocked() const noexcept;
  bool computing() const noexcept;

 private:
  const long work_;
  std::chrono::steady_clock::time_point start_;
  std::optional<std::chrono::nanoseconds> worked_before_;
  int idle_slices_ = 0;  // in a row
  int slices_ = 0;
};

}  // namespace otp
