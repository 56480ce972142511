#include <otp/explore.hpp>

#include <algorithm>
#include <future>
#include <utility>

#include <otp/exit_reason.hpp>

#include "machine/mutex.hpp"

namespace otp {

namespace {

/// How many schedules are tried for a failure with fewer preemptions.
constexpr std::uint64_t shrink_tries = 400;
constexpr std::size_t shown_lines = 200;

/// What a run tells, line by line; threads in otp::blocking may do so as well.
class run_trace {
 public:
  void add(std::string line) {
    lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  std::vector<std::string> take() {
    lock_guard lock(mutex_);
    return std::move(lines_);
  }

 private:
  mutex mutex_;
  std::vector<std::string> lines_ OTPP_GUARDED_BY(mutex_);
};

scenario_run run_once(const schedule_choice& schedule, const std::function<void()>& scenario, const exploration& how,
                      bool traced) {
  scenario_run run{schedule, {}, {}, {}};
  run_trace told;
  options chosen;
  chosen.report = [&](const report& r) {
    if (!traced) return;
    std::string text = to_string(r);
    text.pop_back();  // its newline
    told.add(std::move(text));
  };
  chosen.trace = how.trace;
  if (traced)
    chosen.trace = [&](const trace_event& e) {
      if (how.trace) how.trace(e);
      // What each waits for is told where it never ends, by a deadlock's report.
      if (e.what != trace_event::kind::begin && e.what != trace_event::kind::wait) told.add(to_string(e));
    };
  chosen.schedule = schedule;
  chosen.network = how.network;
  chosen.schedule.longest = how.longest;
  {
    const system scope(std::move(chosen));
    try {
      scenario();
      if (how.failed && how.failed()) run.failure = "an expectation has failed";
    } catch (const exit_unwind&) {
      run.failure = "the main actor was ended by an exit signal";
    } catch (...) {
      run.failure = to_string(reason_of(std::current_exception()));
    }
    run.progress = scope.progress();
  }
  run.trace = told.take();  // with what the system's end has told
  return run;
}

schedule_choice drawn(const exploration& how, std::uint64_t i, std::uint64_t longest_seen) {
  if (i % 2 == 0) return seeded(how.first_seed + i);
  return pct(how.first_seed + i, 1 + i / 2 % 3, std::max<std::uint64_t>(longest_seen, 10));
}

/// An actor cannot be the main actor of another system: what it explores runs on a thread of its own.
template <class F>
auto where_no_actor_is(F f) {
  using result = decltype(f());
  if (!self_or_none()) return f();
  return blocking([&] { return std::async(std::launch::async, [&]() -> result { return f(); }).get(); });
}

/// A failure with fewer preemptions is easier to understand.
scenario_run shrunk(const scenario_run& found, const exploration& how, const std::function<void()>& scenario) {
  scenario_run simplest = found;
  for (std::uint64_t i = 0; i < shrink_tries && simplest.progress.preemptions > 0; ++i) {
    const schedule_choice schedule = pct(how.first_seed + i, i % 4, found.progress.steps);
    scenario_run run = run_once(schedule, scenario, how, false);
    if (run.failure && run.progress.preemptions < simplest.progress.preemptions) simplest = std::move(run);
  }
  return simplest;
}

}  // namespace

scenario_run replay(const schedule_choice& schedule, const std::function<void()>& scenario, const exploration& how) {
  return where_no_actor_is([&] { return run_once(schedule, scenario, how, true); });
}

namespace {
std::optional<scenario_run> find_failure(const exploration& how, const std::function<void()>& scenario) {
  if (const schedule_choice wanted = resolve({}); wanted != free_running) {
    scenario_run run = replay(wanted, scenario, how);
    return run.failure ? std::optional(std::move(run)) : std::nullopt;
  }
  std::uint64_t longest_seen = 0;
  for (std::uint64_t i = 0; i < how.schedules; ++i) {
    scenario_run run = run_once(drawn(how, i, longest_seen), scenario, how, false);
    longest_seen = std::max(longest_seen, run.progress.steps);
    if (!run.failure) continue;
    const scenario_run simplest = shrunk(run, how, scenario);
    scenario_run again = replay(simplest.schedule, scenario, how);
    if (again.failure != simplest.failure || again.progress.steps != simplest.progress.steps)
      throw error(errc::not_repeatable, "explore: " + to_string(simplest.schedule) + " failed (" + *simplest.failure +
                                            ") and, run again, " + again.failure.value_or("did not") +
                                            ": the scenario depends on more than the schedule");
    return again;
  }
  return std::nullopt;
}
}  // namespace

std::optional<scenario_run> find_failing_schedule(const exploration& how, const std::function<void()>& scenario) {
  return where_no_actor_is([&] { return find_failure(how, scenario); });
}

void explore(const exploration& how, const std::function<void()>& scenario) {
  if (const std::optional<scenario_run> run = find_failing_schedule(how, scenario))
    throw expectation_failed(to_string(*run));
}

std::string to_string(const scenario_run& run) {
  std::string text = run.failure.value_or("no failure") + "\nin " + std::to_string(run.progress.steps) +
                     " steps with " + std::to_string(run.progress.preemptions) +
                     " preemptions; again with OTP_SCHEDULE=" + to_string(run.schedule);
  const std::size_t left_out = run.trace.size() - std::min(run.trace.size(), shown_lines);
  if (left_out > 0) text += "\n  (" + std::to_string(left_out) + " earlier events)";
  for (std::size_t i = left_out; i < run.trace.size(); ++i) text += "\n  " + run.trace[i];
  return text;
}

}  // namespace otp
