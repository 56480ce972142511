// seat.hpp - the place of one thread in a seeded schedule.
//
// Mirrors        a process's place in the BEAM's run queue
// Differs        A thread keeps it from its start to its end; it goes to a later thread then, with a new number.
// Thread safety  Guarded by the mutex of the `turns` that it is a seat of, but for the last group.
// Chapter        11
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <otp/time.hpp>

namespace otp {

struct seat {
  enum class state : std::uint8_t { ready, waiting, outside };  // ready: it runs, or would if it were its turn
  /// Those that sleep: by deadline, and of one deadline in the order of their seats.
  using sleepers = std::map<std::pair<time_point, std::uint64_t>, seat*>;

  std::uint64_t number = 0;
  std::string name;
  state now = state::ready;
  time_point deadline = never;  // of a wait
  std::uint64_t priority = 0;   // the policy's, for what it likes
  std::condition_variable turn;
  long work = -1;  // by what platform.hpp measures how much its thread has done, from when it has entered
  sleepers::node_type among_sleeping = {};  // so that no wait needs memory
  // owner's thread only
  const void* of = nullptr;  // the `turns` that it is a seat of
};

}  // namespace otp
