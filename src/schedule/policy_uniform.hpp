// policy_uniform.hpp - at each step, each thread that can run is as likely as any other.
//
// Mirrors        nothing in OTP
// Differs        It needs no rule for a busy run: in the long run each thread has its turns.
// Thread safety  As policy.
// Chapter        11
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "schedule/policy.hpp"

namespace otp {

class policy_uniform : public policy {
 public:
  explicit policy_uniform(std::uint64_t seed) : random_(seed) {}

  // A number for each thread, as pct draws one for its priority. Without it each seed would mean another run.
  void joins(seat& /*fresh*/) override { random_.discard(1); }
  seat& choose(const std::vector<seat*>& able, bool /*busy*/) override { return *able[random_() % able.size()]; }

 private:
  std::mt19937_64 random_;
};

}  // namespace otp
