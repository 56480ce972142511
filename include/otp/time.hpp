// time.hpp - how time is written: std::chrono types, never bare numbers.
//
// Mirrors        timeout(): milliseconds or the atom infinity
// Differs        Nanosecond resolution, and a type.
// Thread safety  Constants, and a function of values.
// Chapter        2
#pragma once

#include <chrono>

namespace otp {

using duration = std::chrono::nanoseconds;
/// Longer than any wait: as in `receive ... after infinity`.
inline constexpr duration infinity = duration::max();

using time_point = std::chrono::steady_clock::time_point;
/// The deadline of an infinite wait.
inline constexpr time_point never = time_point::max();

/// start + wait, or `never` where that cannot be counted: a sum with `infinity`, or nearly so, would overflow.
constexpr time_point later(time_point start, duration wait) noexcept {
  return wait >= never - start ? never : start + wait;
}

}  // namespace otp
