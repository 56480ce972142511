// Exercise 2: the order that nobody can fulfil.
//
// Do all jobs, one after the other, each in an actor of its own. A job whose actor ends with an abnormal reason has
// failed: it is tried again after all others that wait. A job that has failed `most` times is put aside.
// Return the numbers of those (places in `jobs`), in the order in which they were put aside. No job may take the
// caller with it.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int /*most*/) {
  for (const auto& job : jobs) job();
  return {};
}
