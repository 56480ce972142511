#include <otp/explore.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <utility>

#include <otp/exit_reason.hpp>

#include "machine/mutex.hpp"

namespace otp {

namespace {

/// How many schedules are tried for a failure with fewer preemptions.
constexpr std::uint64_t shrink_tries = 400;
/// ... and for a run that goes well nearly as long as the failing one has.
constexpr std::size_t passing_tries = 50;
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

std::string in_environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread sets it
  return value ? value : "";
}

/// Who sees the events of a run that is reported, besides the report.
tracer tracer_of_reported(const exploration& how) {
  if (how.trace) return how.trace;
  const std::string file = in_environment("OTP_TRACE");
  return file.empty() ? no_trace : trace_to_file(file);
}

scenario_run run_once(const schedule_choice& schedule, const std::function<void()>& scenario, const exploration& how,
                      bool traced) {
  scenario_run run{schedule, {}, {}, {}, {}};
  run_trace told;
  options chosen;
  chosen.report = [&](const report& r) {
    if (!traced) return;
    std::string text = to_string(r);
    text.pop_back();  // its newline
    told.add(std::move(text));
  };
  chosen.trace = how.trace ? how.trace : no_trace;
  if (traced)
    chosen.trace = [&, seen_by = tracer_of_reported(how)](const trace_event& e) {
      seen_by(e);
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
/// Of the runs that went well, the one that parts last from a failing one: what to look at beside it.
class nearest_passing {
 public:
  /// The last of them are kept.
  void passed(const schedule_choice& schedule) {
    if (known_.size() == passing_tries) known_.erase(known_.begin());
    known_.push_back(schedule);
  }

  std::optional<schedule_choice> to(const scenario_run& failing, const exploration& how,
                                    const std::function<void()>& scenario) {
    exploration quietly = how;
    quietly.trace = no_trace;
    // With fewer preemptions, what the failing one has done so far it does, too.
    for (std::uint64_t fewer = failing.schedule.preemptions; fewer-- > 0;)
      compare(pct(failing.schedule.seed, fewer, failing.schedule.length), failing, quietly, scenario);
    for (std::uint64_t i = known_.size(); i < passing_tries; ++i)
      compare(pct(how.first_seed + i, i % 4, failing.progress.steps), failing, quietly, scenario);
    quietly.failed = {};  // which may be a flag that stays; these went well, and do so again
    for (const schedule_choice& schedule : known_) compare(schedule, failing, quietly, scenario);
    return nearest_;
  }

 private:
  void compare(const schedule_choice& schedule, const scenario_run& failing, const exploration& how,
               const std::function<void()>& scenario) {
    const scenario_run run = run_once(schedule, scenario, how, true);
    if (run.failure) return;
    const auto parting =
        std::mismatch(run.trace.begin(), run.trace.end(), failing.trace.begin(), failing.trace.end()).first;
    if (nearest_ && parting - run.trace.begin() <= longest_) return;
    longest_ = parting - run.trace.begin();
    nearest_ = schedule;
  }

  std::vector<schedule_choice> known_;
  std::optional<schedule_choice> nearest_;
  std::ptrdiff_t longest_ = 0;
};

/// Runs it again for a file. Not for how.trace: that has seen it.
void write_run(const schedule_choice& schedule, const std::string& file, const exploration& how,
               const std::function<void()>& scenario) {
  std::remove(file.c_str());
  exploration into_file = how;
  into_file.trace = trace_to_file(file);
  run_once(schedule, scenario, into_file, false);
}

/// Returns: how to look at it, or why that is not possible; empty when it is not wanted.
std::string shown_in_files(const scenario_run& failing, nearest_passing& others, const exploration& how,
                           const std::function<void()>& scenario) try {
  const std::string file = how.show.empty() ? in_environment("OTP_SHOW") : how.show;
  if (file.empty()) return {};
  write_run(failing.schedule, file, how, scenario);
  std::string command = "scripts/show " + file;
  const std::optional<schedule_choice> passing = others.to(failing, how, scenario);
  if (!passing) return command;
  write_run(*passing, file + ".passed", how, scenario);
  return command + " --beside " + file + ".passed";
} catch (const error& refused) {
  return refused.what();
}

std::optional<scenario_run> find_failure(const exploration& how, const std::function<void()>& scenario) {
  nearest_passing passing;
  if (const schedule_choice wanted = resolve({}); wanted != free_running) {
    scenario_run run = replay(wanted, scenario, how);
    if (!run.failure) return std::nullopt;
    run.show = shown_in_files(run, passing, how, scenario);
    return run;
  }
  std::uint64_t longest_seen = 0;
  for (std::uint64_t i = 0; i < how.schedules; ++i) {
    scenario_run run = run_once(drawn(how, i, longest_seen), scenario, how, false);
    longest_seen = std::max(longest_seen, run.progress.steps);
    if (!run.failure) {
      passing.passed(run.schedule);
      continue;
    }
    // A flag that stays, as HasFailure does, says nothing of later runs: then the one that has set it is reported.
    const bool stays = how.failed && how.failed();
    const scenario_run simplest = stays ? std::move(run) : shrunk(run, how, scenario);
    scenario_run again = replay(simplest.schedule, scenario, how);
    if (again.failure != simplest.failure || again.progress.steps != simplest.progress.steps)
      throw error(errc::not_repeatable, "explore: " + to_string(simplest.schedule) + " failed (" + *simplest.failure +
                                            ") and, run again, " + again.failure.value_or("did not") +
                                            ": the scenario depends on more than the schedule");
    again.show = shown_in_files(again, passing, how, scenario);
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
  if (!run.show.empty()) text += "\nstep through it: " + run.show;
  const std::size_t left_out = run.trace.size() - std::min(run.trace.size(), shown_lines);
  if (left_out > 0) text += "\n  (" + std::to_string(left_out) + " earlier events)";
  for (std::size_t i = left_out; i < run.trace.size(); ++i) text += "\n  " + run.trace[i];
  return text;
}

}  // namespace otp
