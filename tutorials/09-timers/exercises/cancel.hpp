// Exercise 1: cancel for good.
//
// Cancel a timer of the caller's that was made by `otp::start_timer`. Return whether it was cancelled in time. When
// this returns, its message is not in the mailbox and never will be. All other messages stay where they are, and
// this never waits.
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) { return otp::cancel_timer(timer).has_value(); }
