#include "schedule/policy.hpp"

#include "schedule/policy_pct.hpp"
#include "schedule/policy_uniform.hpp"

namespace otp {

std::unique_ptr<policy> make_policy(const schedule_choice& choice) {
  switch (choice.how) {
    case schedule_choice::kind::environment:  // resolve() has said what it stands for
    case schedule_choice::kind::free: break;
    case schedule_choice::kind::uniform: return std::make_unique<policy_uniform>(choice.seed);
    case schedule_choice::kind::pct: return std::make_unique<policy_pct>(choice);
  }
  return nullptr;
}

}  // namespace otp
