// resources_test.cpp - memory follows the living, and the machine's refusals are answered. Sizes fit the build: a
// sanitizer multiplies the cost of each thread, and ThreadSanitizer can hold about 8,000 at once.
#include "support.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace {

constexpr bool sanitized = SANITIZED;

long resident_kib() {
  std::ifstream statm("/proc/self/statm");
  long total = 0, resident = 0;
  statm >> total >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

int threads_alive() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "Threads:" && status >> word) return std::stoi(word);
  return 0;
}

TEST(resources_test, a_million_actors_one_after_another_leave_memory_as_it_was) {
  otp::system system;
  const auto cycle = [me = otp::self()] {
    const auto [p, m] = otp::spawn_monitor([me] { otp::send(me, go{}); });
    otp::expect<go>();
    reason_of_end(m);
  };
  const int warm_up = 1000;
  const int cycles = sanitized ? 5000 : 1'000'000;
  for (int i = 0; i < warm_up; ++i) cycle();
  const long before = resident_kib();
  int most_threads = 0;
  for (int i = 0; i < cycles; ++i) {
    cycle();
    if (i % 1000 == 0) most_threads = std::max(most_threads, threads_alive());
  }
  // However late the machine lets an ended thread return, it does not hold up those that end after it.
  EXPECT_LT(most_threads, 1000);
  const long grown = resident_kib() - before;
  RecordProperty("grown_kib", static_cast<int>(grown));
  std::printf("%d actors later: %+ld KiB resident\n", cycles, grown);
  if (!sanitized) {
    EXPECT_LT(grown, 2048);
  }
}

TEST(resources_test, ten_thousand_alive_at_once_work) {
  otp::system system;
  const int count = sanitized ? 500 : 10'000;
  const long before = resident_kib();
  std::vector<otp::pid> actors;
  for (int i = 0; i < count; ++i)
    actors.push_back(otp::spawn_opt({.stack_size = 64 * 1024}, [] {
                       otp::receive([](otp::pid to) { otp::send(to, number{1}); });
                     }).pid);
  for (const otp::pid& p : actors) otp::send(p, otp::self());
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += otp::expect<number>(60s).n;
  EXPECT_EQ(sum, count);
  std::printf("%d actors: %.1f KiB resident each\n", count, double(resident_kib() - before) / count);
}

/// Fills the address space with threads until one is refused, and says what was wrong by its exit status.
[[noreturn]] void run_out_of_threads() {
  report_box reports;
  otp::system system(reports.options());
  const rlimit limit{std::size_t{3} << 30, std::size_t{3} << 30};
  if (setrlimit(RLIMIT_AS, &limit) != 0) std::_Exit(2);
  std::vector<otp::pid> actors;
  std::string text;
  try {
    for (int i = 0; i < 100000; ++i)
      actors.push_back(otp::spawn_opt({.stack_size = 64u << 20}, [] { otp::receive([](done) {}); }).pid);
  } catch (const otp::error& e) {
    if (e.code() != otp::errc::system_limit) std::_Exit(3);
    text = e.what();
  }
  if (text.find("refused a thread") == std::string::npos) std::_Exit(4);
  if (otp::processes().size() != actors.size() + 1) std::_Exit(5);
  // Refused again, linked and monitored: nothing is left behind.
  otp::trap_exit(true);
  try {
    otp::spawn_opt({.stack_size = 64u << 20, .link = true, .monitor = true}, [] {});
    std::_Exit(6);
  } catch (const otp::error&) {
  }
  if (!otp::waiting_messages().empty()) std::_Exit(7);
  // The system goes on: room is made, and the next actor starts.
  const otp::ref m = otp::monitor(actors.back());
  otp::send(actors.back(), done{});
  reason_of_end(m);
  reason_of_end(otp::spawn_opt({.stack_size = 64u << 20, .monitor = true}, [] {}).ref);
  std::fprintf(stderr, "went on");
  std::_Exit(0);
}

// In a process of its own: the limit stays with it.
TEST(resources_test, a_refused_thread_is_one_clear_error_and_the_system_goes_on) {
  if (sanitized) GTEST_SKIP() << "sanitizers reserve address space beyond any limit";
  EXPECT_EXIT(run_out_of_threads(), testing::ExitedWithCode(0), "went on");
}

TEST(resources_test, a_refused_thread_is_tried_again_when_those_that_end_have_left) {
  if (sanitized) GTEST_SKIP() << "sanitizers end the program where such a stack is refused";
  constexpr std::size_t too_much = std::size_t{1} << 46;
  int met_while_it_told = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::atomic<bool> has_left = false;
    otp::options chosen;
    chosen.schedule = otp::seeded(seed);
    chosen.trace = [&](const otp::trace_event& e) {
      if (e.what == otp::trace_event::kind::exit) has_left = true;
    };
    const otp::system system(chosen);
    reason_of_end(otp::spawn_monitor([] {}).ref);
    met_while_it_told += !has_left;
    const otp::time_point begin = otp::now();
    EXPECT_THROW(otp::spawn_opt({.stack_size = too_much}, [] {}), otp::error);
    EXPECT_TRUE(has_left) << seed;
    EXPECT_EQ(otp::now(), begin) << seed << ": it was not woken when that had left";
  }
  EXPECT_GT(met_while_it_told, 10);
}

}  // namespace
