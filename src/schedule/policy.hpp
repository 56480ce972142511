// policy.hpp - who decides whose turn it is in a seeded schedule.
//
// Mirrors        nothing in OTP; Shuttle's schedulers stand behind a trait like this
// Differs        It decides only: `turns` (turns.hpp) knows who can run, and passes the turn on.
// Thread safety  None: `turns` calls it under its mutex, one call at a time.
// Invariants     1. The answers depend on nothing but the choice that it is made of and the calls so far: so one seed
//                   gives one run.
//                2. It neither waits nor throws, but for joins().
// Chapter        11
//
// To add one: a header like policy_uniform.hpp, a line in make_policy (policy.cpp), and what chooses it in
// otp/seeded.hpp and seeded.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <otp/seeded.hpp>

#include "schedule/seat.hpp"

namespace otp {

class policy {
 public:
  policy() = default;
  virtual ~policy() = default;
  policy(const policy&) = delete;
  policy& operator=(const policy&) = delete;

  /// A thread gets its seat. May throw std::bad_alloc, and then it does not.
  virtual void joins(seat& /*fresh*/) {}
  /// The thread whose turn it is takes the run's step of this number, from 1. `alone`: no other one can run.
  virtual void takes_step(seat& /*running*/, std::uint64_t /*number*/, bool /*alone*/) {}
  /// Returns: whose turn it is now.
  /// \param able  those that can run, in the order in which they became able to; at least one
  /// \param busy  the run takes very many steps without a jump of time: some wait for another one to act. A policy by
  ///              which one of them may never have a turn has to forget its rules for so long.
  virtual seat& choose(const std::vector<seat*>& able, bool busy) = 0;
  /// The thread whose turn it was waits, or leaves, or another one was chosen.
  virtual void turn_ends() {}
};

/// Of a choice that is a seed's.
std::unique_ptr<policy> make_policy(const schedule_choice& choice);

}  // namespace otp
