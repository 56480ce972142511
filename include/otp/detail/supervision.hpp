// supervision.hpp - what a supervisor says of itself and of its children, for those who look at the tree from outside.
#pragma once

#include <cstdint>
#include <string>

#include <otp/pid.hpp>

namespace otp::detail {

/// The caller supervises others.
void say_supervisor() noexcept;
/// `child`, which the caller has just started, is what it calls `id`; empty for one on request.
void say_child(const pid& child, const std::string& id) noexcept;
/// ... and stands where one has ended: so often has this child been restarted.
void say_restarted(const pid& child, std::uint64_t times) noexcept;

}  // namespace otp::detail
