// watch.hpp - what a wait for descriptors looks at.
//
// Mirrors        erlang:port/1 in the hands of a BEAM scheduler: what it polls for a process
// Differs        It is handed over with each wait, and forgotten after it.
// Thread safety  A value.
// Chapter        14
#pragma once

#include <memory>

namespace otp::detail {

class simulated_end;

/// One direction of a descriptor, or of what a seeded system has in its place.
struct watch {
  int descriptor = -1;
  bool writing = false;
  simulated_end* simulated = nullptr;
  std::shared_ptr<void> keeps = {};  // the socket that it is about, while it is waited for
};

/// The clause "when it is ready": see descriptors.hpp.
template <class F>
struct ready_clause {
  watch what;
  F handler;
};
template <class T>
inline constexpr bool is_ready_clause = false;
template <class F>
inline constexpr bool is_ready_clause<ready_clause<F>> = true;

}  // namespace otp::detail
