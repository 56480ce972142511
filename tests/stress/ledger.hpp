// ledger.hpp - what a storm did, and which promises it found broken.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace stress {

using counter = std::atomic<std::uint64_t>;

/// Shared by all actors of a storm, and by several storms one after another. The counters order nothing.
struct ledger {
  counter actors = 0, crashes = 0, restarts = 0, faults = 0, messages = 0, calls = 0, answered = 0, downs = 0,
          checks = 0, entries = 0, published = 0, joins = 0, changes = 0;

  /// A promise: holds, or is written down.
  template <class Fact>
  void check(bool holds, Fact&& fact) {
    checks.fetch_add(1, std::memory_order_relaxed);
    if (!holds) broken(fact());
  }
  void broken(const std::string& fact) {
    std::lock_guard lock(mutex_);
    if (broken_.size() < 20) broken_.push_back(fact);
  }
  std::vector<std::string> all_broken() {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> broken_;
};

/// Decisions that depend on nothing but the seed and how many were made before.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}
  /// 0 ... below - 1
  std::uint64_t pick(std::uint64_t below) { return engine_() % below; }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + pick(most - least + 1); }
  bool percent(std::uint64_t chance) { return pick(100) < chance; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[pick(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace stress
