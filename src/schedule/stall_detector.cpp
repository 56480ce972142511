#include "schedule/stall_detector.hpp"

#include "machine/platform.hpp"

namespace otp {

namespace {

// With the time that passes before a thread is watched these make one second, and ten.
constexpr int slices_blocked = 5;
constexpr int slices_computing = 95;

}  // namespace

void stall_detector::begin_slice() {
  start_ = std::chrono::steady_clock::now();
  worked_before_ = platform::work_done(work_);
}

void stall_detector::end_slice() {
  if (std::chrono::steady_clock::now() - start_ > 2 * slice) return;
  ++slices_;
  const auto worked = platform::work_done(work_);
  const bool idle = worked_before_ && worked && *worked - *worked_before_ < slice / 100;
  idle_slices_ = idle ? idle_slices_ + 1 : 0;
}

bool stall_detector::blocked() const noexcept { return idle_slices_ == slices_blocked; }

bool stall_detector::computing() const noexcept { return slices_ == slices_computing; }

}  // namespace otp
