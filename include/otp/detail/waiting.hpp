// waiting.hpp - what an actor says it waits for. The report of a deadlock reads it.
//
// Mirrors        process_info(Pid, current_function), and what one guesses from it
// Differs        The waiting actor says it itself: whom it waits for, and for what.
// Thread safety  Written by the waiting actor; read by the main actor when nobody can run.
// Invariants     Costs four words of the stack and no allocation.
// Chapter        11
#pragma once

#include <typeinfo>

#include <otp/detail/waiting_on.hpp>
#include <otp/pid.hpp>

namespace otp::detail {

/// As long as it lives, the caller waits for something that only `whom` can give, for example {"a reply to", get, p}.
class waits_for {
 public:
  /// \param what  a literal; `type`: of the request, if there is one
  waits_for(const char* what, const std::type_info* type, const pid& whom) noexcept;
  ~waits_for();
  waits_for(const waits_for&) = delete;
  waits_for& operator=(const waits_for&) = delete;

 private:
  waiting_on said_;
};

}  // namespace otp::detail
