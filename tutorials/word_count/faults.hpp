// faults.hpp - what goes wrong on purpose. Two kinds of bugs, as Jim Gray told them apart:
//
//   glitch        a Heisenbug: strikes by lot, and is gone when one tries again. Most bugs that survive testing are of
//                 this kind. A restart cures them: that is why supervisors work.
//   poison_line   a Bohrbug: a line that crashes whoever takes it, every time. No restart cures it.
//
// So the policy is: a batch is tried twice in the ordinary way, and after two crashes it is handled in quarantine, with
// care. (Here that means: nothing is injected. In a real program: a slower, simpler algorithm, or a person.)
// No batch crashes more than two workers, however many faults are asked for.
//
// All is decided by seed, batch and attempt, never by the clock or the worker: the same seed, the same crashes.
#pragma once

#include <bit>
#include <stdexcept>

#include "batch.hpp"

struct glitch : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct poison_line : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr int ordinary_attempts = 2;

/// What is going to happen in one attempt at one batch: a crash before this line, counted from 0 in the batch. The
/// number of lines stands for the worst moment: all is done and handed in, but the dispatcher has not heard of it.
struct fault {
  std::uint64_t before_line = ~std::uint64_t{0};  // never
  bool poison = false;
};

class fault_injector {
 public:
  /// \param rate  glitches in 1000 attempts; 0 turns poison lines off as well
  fault_injector(unsigned rate, std::uint64_t seed) : rate_(rate), seed_(seed) {}

  fault planned_for(const batch& b) const {
    if (rate_ == 0 || b.attempt > ordinary_attempts) return {};
    // There is a poison line in the batches 1, 4, 16, 64 ...: in every text, and not too many in a large one.
    const bool power_of_four = std::has_single_bit(b.number) && std::countr_zero(b.number) % 2 == 0;
    if (power_of_four) return {draw(b.number, 0) % b.lines, true};
    const std::uint64_t lot = draw(b.number, b.attempt);
    if (lot % 1000 >= rate_) return {};
    const bool at_the_worst_moment = lot / 1000 % 4 == 0;
    return {at_the_worst_moment ? b.lines : lot / 4000 % b.lines, false};
  }

  [[noreturn]] static void crash(const batch& b, const fault& planned) {
    if (planned.before_line == b.lines) throw glitch("after handing in batch " + std::to_string(b.number));
    const std::string line = "line " + std::to_string(b.first_line + planned.before_line) + " of " + b.file;
    if (planned.poison) throw poison_line(line);
    throw glitch("before " + line);
  }

 private:
  std::uint64_t draw(std::uint64_t number, int attempt) const {
    return mix(mix(mix(seed_) + number) + static_cast<std::uint64_t>(attempt));
  }
  /// A step of the splitmix64 generator: neighbours in, strangers out.
  static std::uint64_t mix(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
  }

  unsigned rate_;
  std::uint64_t seed_;
};
