// policy_pct.hpp - random priorities: the highest that can run does, and at a few random steps the running one falls.
//
// Mirrors        nothing in OTP; Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding
//                Bugs", ASPLOS 2010
// Differs        A thread that has gone on for a thousand steps while others could falls as well: it may be waiting
//                for one of them. In a busy run any is as likely as any other: the one that the others wait for may
//                have the lowest priority.
// Thread safety  As policy.
// Invariants     1. A thread that has fallen is lower than all that have not, and than those that fell before.
// Chapter        11
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "schedule/policy.hpp"

namespace otp {

class policy_pct : public policy {
 public:
  explicit policy_pct(const schedule_choice& choice) : random_(choice.seed) {
    const std::uint64_t length = std::max<std::uint64_t>(choice.length, 1);
    for (std::uint64_t i = 0; i < choice.preemptions; ++i) changes_.insert(1 + random_() % length);
  }

  void joins(seat& fresh) override { fresh.priority = lowest_ + (random_() >> 1); }

  void takes_step(seat& running, std::uint64_t number, bool alone) override {
    if (!changes_.contains(number) && (++in_a_row_ <= most_in_a_row || alone)) return;
    running.priority = --lowest_;
    in_a_row_ = 0;
  }

  seat& choose(const std::vector<seat*>& able, bool busy) override {
    if (busy) return *able[random_() % able.size()];
    return **std::max_element(able.begin(), able.end(),
                              [](const seat* a, const seat* b) { return a->priority < b->priority; });
  }

  void turn_ends() override { in_a_row_ = 0; }

 private:
  static constexpr std::uint64_t most_in_a_row = 1000;

  std::mt19937_64 random_;
  std::set<std::uint64_t> changes_;  // the steps at which the running one falls
  std::uint64_t lowest_ = 1u << 31;  // below all that are drawn
  std::uint64_t in_a_row_ = 0;       // steps of the running one
};

}  // namespace otp
