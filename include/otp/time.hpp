// time.hpp - how time is written: std::chrono types, never bare numbers.
//
// Mirrors        timeout(): milliseconds or the atom infinity
// Differs        Nanosecond resolution, and a type.
// Thread safety  Constants.
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

}  // namespace otp
