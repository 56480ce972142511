// workloads.hpp - the questions: what each benchmark does, and how much of it. The same for all designs.
//
// Each design answers a question in a file of the question's name in its own folder: benchmarks/otpp/ping_pong.cpp
// beside benchmarks/raw/ping_pong.cpp, and so on. A design that has no file for a question has no such thing (there is
// no selective receive over channels), and the report says so. An iteration is what the comment says; items per second
// are what is compared.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace bench {

using question = benchmark::internal::Benchmark;

// Wall-clock time: most of the work is done by other threads than the one that counts.
inline void timed(question* q) { q->UseRealTime()->MeasureProcessCPUTime(); }
/// One repetition, made by the program itself: questions about memory and latency.
inline void once(question* q) { q->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond); }

/// The items (messages, round trips, meetings) of one iteration were `items`.
inline void count(benchmark::State& state, std::int64_t items) { state.SetItemsProcessed(state.iterations() * items); }

// ---- messages -----------------------------------------------------------------------------------------------------

/// Two actors send one message to and fro. Item: a round trip.
inline void ping_pong(question* q) { timed(q); }

/// 1, 2, 4, 100 or 1,000 actors send to one as fast as they can, when it tells them to. Item: a message of 8 bytes.
inline constexpr int fan_in_messages = 100'000;
inline void fan_in(question* q) {
  for (const int senders : {1, 2, 4, 100, 1000}) q->Arg(senders);
  timed(q);
}

/// A token goes round among 100 or 1,000 actors (Savina: thread ring). An iteration is one round; item: a hop.
inline void ring(question* q) { timed(q->Arg(100)->Arg(1000)); }

/// A request to a server that counts, and its reply, which is waited for. Item: a call.
inline void call(question* q) { timed(q); }

/// Each of 1,000 actors sends one message to each of the others; all are received. Counters: memory that the process
/// has kept then (bytes, beyond what the idle actors had), and what receiving costs in the mailbox of an actor that
/// 5,000 have written to, against one that one has written to.
inline constexpr int everybody = 1'000;
inline void all_to_all(question* q) { once(q); }

// ---- lives ----------------------------------------------------------------------------------------------------------

/// One actor at a time is made, ends, and its end is heard of. Item: a life.
inline void spawn_exit(question* q) { timed(q); }

/// 1,000 actors are made, each gets one message and ends (Savina: fork-join, create). Item: an actor.
inline constexpr int forked = 1'000;
inline void fork_join_create(question* q) { timed(q); }

/// 60 actors get 1,000 messages each, in turns, and compute a little for each (Savina: fork-join, throughput).
/// Item: a message.
inline constexpr int joined = 60, joined_messages = 1'000;
inline void fork_join_throughput(question* q) { timed(q); }

/// 1,000 or 10,000 actors wait. Counters: bytes of memory each (resident), processors they use together.
inline void idle(question* q) { once(q->Arg(1'000)->Arg(10'000)); }

/// 30,000 actors at once. Counter: how many of them answered a message. (otp++ only)
inline constexpr int many = 30'000;
inline void alive(question* q) { once(q); }

/// 100,000 or a million actors, one after another, each send one message to a collector and end.
/// Counter: by how much the process has grown after the first thousand (bytes).
inline void lives(question* q) { once(q->Arg(100'000)->Arg(1'000'000)); }

/// A supervised worker crashes; how long from there until the new one's init runs. Counters: p50 and p99 in
/// nanoseconds. raw: how long until a thread that is created runs.
inline constexpr int crashes = 2'000;
inline void crash_to_restart(question* q) { once(q); }

// ---- coordination (Savina) ------------------------------------------------------------------------------------------

/// 100 creatures meet in pairs at a mall, which knows who waits. An iteration is 1,000 meetings; item: a meeting.
inline constexpr int creatures = 100, meetings = 1'000;
inline void chameneos(question* q) { timed(q); }

/// 5 philosophers ask a waiter for both forks, eat, and give them back. An iteration is 100 meals of each; item: a
/// meal.
inline constexpr int philosophers = 5, meals = 100;
inline void dining_philosophers(question* q) { timed(q); }

/// A teller lets 1,000 transfers run between 100 accounts, all at once; each is a debit, a credit and two
/// acknowledgements. Item: a transfer.
inline constexpr int accounts = 100, transfers = 1'000;
inline void bank(question* q) { timed(q); }

/// 20 workers read (90 %) and write (10 %) through one actor that owns a map. An iteration is 100 requests of each;
/// item: a request.
inline constexpr int dictionary_workers = 20, dictionary_requests = 100;
inline void dictionary(question* q) { timed(q); }
/// The key of a worker's n-th request, and whether it writes.
inline std::uint64_t dictionary_key(std::uint64_t worker, std::uint64_t n) { return (worker * 31 + n * 17) % 512; }
inline bool dictionary_writes(std::uint64_t worker, std::uint64_t n) { return (worker + n) % 10 == 0; }

// ---- backlogs and latency -------------------------------------------------------------------------------------------

/// 0 or 100,000 messages that nobody wants yet stand in the mailbox of an actor that makes calls. Item: a call.
inline void call_under_backlog(question* q) { timed(q->Arg(0)->Arg(100'000)); }

/// 0 or 10,000 messages stand before the one that a selective receive wants, each time. Item: a receive.
inline void selective_receive(question* q) { timed(q->Arg(0)->Arg(10'000)); }

/// One actor computes for 5 ms a message and is never without work. Another answers a ping that is due a millisecond
/// after the last answer.
/// Counters: p50, p99 and the longest time from when it was due until the answer, in nanoseconds.
inline constexpr int pings = 200;
inline constexpr std::int64_t handler_ns = 5'000'000, between_pings_ns = 1'000'000;
inline void latency_under_load(question* q) { once(q); }

// ---- the outside world ----------------------------------------------------------------------------------------------

/// 1 or 50 connections over loopback, each served by an actor that waits for messages and for its socket at once. All
/// clients send 64 bytes and read them back (echo_clients.hpp). Item: a round trip.
inline void echo(question* q) { timed(q->Arg(1)->Arg(50)); }

// ---- what several of them need --------------------------------------------------------------------------------------

/// A handler that computes: about 50 ns, and the compiler cannot leave it out.
inline std::uint64_t compute(std::uint64_t x) {
  for (int i = 0; i < 16; ++i) x = x * 6364136223846793005u + 1442695040888963407u;
  benchmark::DoNotOptimize(x);
  return x;
}
/// ... for a given time.
inline void compute_for(std::chrono::nanoseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  for (std::uint64_t x = 1; std::chrono::steady_clock::now() < until;) x = compute(x);
}

/// Memory of this process that is in use and resident, in bytes.
inline double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  long total = 0, resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}
/// Processor time that this process has used, in seconds.
inline double processor_seconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

/// p50, p99 and the maximum of these, as counters.
inline void percentiles(benchmark::State& state, std::vector<double> nanoseconds) {
  std::sort(nanoseconds.begin(), nanoseconds.end());
  const auto at = [&](double part) {
    return nanoseconds[static_cast<std::size_t>(part * static_cast<double>(nanoseconds.size() - 1))];
  };
  state.counters["p50"] = at(0.5);
  state.counters["p99"] = at(0.99);
  state.counters["longest"] = at(1.0);
}

}  // namespace bench
