// seeded.hpp - which order a system's threads run in: as the operating system likes, or as a seed says.
//
//   otp::system system;                        // free-running, unless OTP_SCHEDULE in the environment says otherwise
//   otp::system repeatable{otp::seeded(42)};   // one thread at a time, in an order drawn from the seed
//                                              // OTP_SCHEDULE=seed:42 ./program: the same, for a finished program
//
// Mirrors        nothing in OTP; Concuerror controls a BEAM in this way, Shuttle and Loom do so with Rust's threads
// Differs        The same actors on the same threads with the same code; only who runs next, and the clock, differ.
// Thread safety  Values.
// Cost           A step looks through the threads that can run: 8 us with 250 of them, 30 us with 2,000.
//                A seed binds the thread that makes the system, and its actors, to one processor. Threads that the
//                program itself starts from there inherit that, and keep it.
// Invariants     to_string and parse_schedule are inverse, but for `longest`.
// Chapter        11
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace otp {

struct schedule_choice {
  enum class kind : std::uint8_t {
    environment,  // what OTP_SCHEDULE says; free when it is not set
    free,         // the operating system schedules; real time
    uniform,      // at each step, each thread that can run is as likely as any other
    pct,          // each thread has a random priority; at a few random steps the running one falls to the lowest
  };
  kind how = kind::environment;
  std::uint64_t seed = 0;
  std::uint64_t preemptions = 3;  // pct: at how many steps
  std::uint64_t length = 1000;    // pct: among the first how many
  std::uint64_t longest = 0;  // steps after which a run that has not ended fails; 0: it may take as many as it likes

  friend bool operator==(const schedule_choice&, const schedule_choice&) = default;
};

inline constexpr schedule_choice free_running{.how = schedule_choice::kind::free};
/// One thread at a time in a uniformly random order. Time is virtual: it jumps when no actor can run.
constexpr schedule_choice seeded(std::uint64_t seed) { return {.how = schedule_choice::kind::uniform, .seed = seed}; }
/// ... with random priorities and few preemptions. It finds rare orders sooner: a race of depth d shows with
/// probability 1 / (threads * length^(d-1)) at least, with d - 1 preemptions. (Burckhardt et al., ASPLOS 2010)
constexpr schedule_choice pct(std::uint64_t seed, std::uint64_t preemptions = 3, std::uint64_t length = 1000) {
  return {.how = schedule_choice::kind::pct, .seed = seed, .preemptions = preemptions, .length = length};
}

/// How far the run of a seed has come.
struct schedule_progress {
  std::uint64_t steps = 0;
  std::uint64_t preemptions = 0;  // steps at which a thread that could have gone on did not
};

/// `free`, `seed:42`, `pct:42:3:1000`: as in OTP_SCHEDULE.
std::string to_string(const schedule_choice& choice);
/// Reads that; of pct the last, or the last two, may be missing. Errors: error{badarg}, with the text.
schedule_choice parse_schedule(std::string_view text);
/// What `environment` stands for. Errors: error{badarg}, as above.
schedule_choice resolve(const schedule_choice& choice);

}  // namespace otp
