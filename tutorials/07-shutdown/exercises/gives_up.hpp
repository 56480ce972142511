// Exercise 2: when does a supervisor give up?
//
// A supervisor with one permanent child may restart it `intensity` times within `period`. The child fails
// at these times, in seconds after the start (increasing, and restarts take no time). Return the number of
// the failure at which the supervisor gives up: 1 for the first one. 0 if it never does.
#pragma once

#include <vector>

inline int gives_up_at(const std::vector<int>& /*failures*/, int /*intensity*/, int /*period*/) { return 0; }
