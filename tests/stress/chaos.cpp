// chaos.cpp - storms by the thousand, one for each seed, or for as long as one likes.
//
//   chaos --seeds 1000 [--from 1]       each under the schedule of its seed, in virtual time; the first that fails is
//                                       named, and `--from N --seeds 1 --trace` shows what happened in it
//   chaos --seconds 60 [--actors 300]   one after another on the operating system's threads and clock; with --seeds
//                                       too: each under its schedule, for at most so long
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

#include "storm.hpp"

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

struct arguments {
  std::uint64_t seeds = 0, from = 1;
  long seconds = 0;
  std::size_t actors = 0;
  bool trace = false;
};

int threads_alive() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "Threads:" && status >> word) return std::stoi(word);
  return 0;
}
/// How many more than `before`. The operating system counts a thread for a moment after it was joined.
int threads_left(int before) {
  const auto patience = clock_type::now() + 10s;
  int left = threads_alive() - before;
  for (; left > 0 && clock_type::now() < patience; left = threads_alive() - before) std::this_thread::yield();
  return left;
}
long resident_mib() {
  std::ifstream statm("/proc/self/statm");
  long total = 0, resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE) / (1024 * 1024);
}

/// Half of the seeds in a uniform order, half with few preemptions.
otp::schedule_choice schedule_of(std::uint64_t seed) {
  return seed % 2 == 0 ? otp::seeded(seed) : otp::pct(seed, 1 + seed / 2 % 20, 20'000);
}

/// One storm in a system of its own.
void one(const arguments& given, const otp::schedule_choice& schedule, const stress::storm_options& how,
         stress::ledger& book) {
  otp::options chosen;
  chosen.schedule = schedule;
  chosen.schedule.longest = 20'000'000;
  chosen.kill_grace = 60s;  // nobody here refuses to die: being slow on a busy machine is no reason to be abandoned
  chosen.report = [&](const otp::report& r) {
    if (r.what == otp::report::kind::crash) ++book.crashes;
    if (r.what == otp::report::kind::abandoned) book.broken(to_string(r));
    if (given.trace) std::fputs(to_string(r).c_str(), stdout);
  };
  if (given.trace) chosen.trace = [](const otp::trace_event& e) { std::puts(to_string(e).c_str()); };
  try {
    const otp::system scope(chosen);
    stress::storm(how, book);
  } catch (const std::exception& e) {
    book.broken(std::string("the storm itself failed: ") + e.what());
  }
}

int usage() {
  std::fputs("chaos --seeds COUNT [--from N] [--actors N] [--trace] | --seconds S [--from N] [--actors N]\n", stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  arguments given;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--trace") {
      given.trace = true;
      continue;
    }
    char* end = nullptr;
    const long value = i + 1 < argc ? std::strtol(argv[i + 1], &end, 10) : -1;
    if (value < 1 || *end != '\0') return usage();
    ++i;
    if (option == "--seeds")
      given.seeds = static_cast<std::uint64_t>(value);
    else if (option == "--from")
      given.from = static_cast<std::uint64_t>(value);
    else if (option == "--seconds")
      given.seconds = value;
    else if (option == "--actors")
      given.actors = static_cast<std::size_t>(value);
    else
      return usage();
  }
  if (given.seeds == 0 && given.seconds == 0) return usage();

  stress::ledger book;
  const auto start = clock_type::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(clock_type::now() - start).count(); };
  const bool free = given.seeds == 0;
  std::thread([] {}).join();  // ThreadSanitizer starts a thread of its own with the first of ours
  const int threads = threads_alive();
  std::uint64_t storms = 0;
  long first_memory = 0;
  std::uint64_t seed = given.from;
  const auto goes_on = [&] {
    return (given.seeds == 0 || storms < given.seeds) &&
           (given.seconds == 0 || elapsed() < static_cast<double>(given.seconds));
  };
  for (; goes_on(); ++seed, ++storms) {
    const std::size_t actors = given.actors != 0 ? given.actors : free ? 300 : 6 + seed % 30;
    if (free)
      one(given, otp::free_running, {.seed = seed, .actors = actors, .lasts = 5s, .settles = 120s}, book);
    else
      one(given, schedule_of(seed), {.seed = seed, .actors = actors}, book);
    const int left = threads_left(threads);
    book.check(left <= 0, [&] { return std::to_string(left) + " threads are left"; });
    if (storms == (free ? 0 : 100)) first_memory = resident_mib();
    if (!book.all_broken().empty()) break;
  }
  const long memory = resident_mib();
  if (first_memory != 0 && !SANITIZED)  // a sanitizer keeps what is freed
    book.check(memory <= first_memory + 32, [&] {
      return "memory has grown from " + std::to_string(first_memory) + " to " + std::to_string(memory) + " MiB";
    });

  std::cout << storms << " storms in " << std::lround(elapsed()) << " s: " << book.actors << " actors started, "
            << book.restarts << " of them again; " << book.faults << " faults, " << book.crashes << " crashes; "
            << book.messages << " messages, " << book.answered << " of " << book.calls << " calls answered, "
            << book.downs << " downs; " << book.entries << " keys registered, " << book.published << " published, "
            << book.joins << " joins, " << book.changes << " told; " << book.checks << " checks; " << memory
            << " MiB\n";
  const std::vector<std::string> broken = book.all_broken();
  for (const std::string& fact : broken) std::cout << "BROKEN: " << fact << '\n';
  if (broken.empty()) return 0;
  std::cout << "in the storm of seed " << seed << ": chaos " << (free ? "--seconds 1" : "--trace --seeds 1")
            << " --from " << seed << (given.actors != 0 ? " --actors " + std::to_string(given.actors) : "") << '\n';
  return 1;
}
