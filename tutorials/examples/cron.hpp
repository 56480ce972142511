// cron.hpp - jobs at their times: every so often, or daily at an hour of the clock on the wall.
//
//   top             one_for_all: a new scheduler knows of no run, so none goes on
//     runs          simple_one_for_one: an actor for each run, which may crash
//     scheduler     one timer, for the next job
//
// `every` counts the time that passes. A clock that is set does not concern it.
// `daily` follows the wall, which may be set; in a year of most time zones it is, twice.
//   set forward past the hour       the job runs at once, and once, however many dates were left out
//   set back by less than a day     the hour comes again, the job does not: it has run on this date
//   set back by more                the clock was wrong before; what it shows now counts
// The scheduler looks at the wall each minute at least: so late it may notice that.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <otp/otp.hpp>

namespace cron {

using namespace std::chrono_literals;

// ---- times ----------------------------------------------------------------------------------------------------------

/// What a clock on the wall shows. It knows of no zone.
using wall_time = std::chrono::local_time<otp::duration>;
using wall_clock = std::function<wall_time()>;

/// The wall of this machine, in its zone.
inline wall_time local_wall() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm zone{};
  localtime_r(&seconds, &zone);
  return wall_time(now.time_since_epoch() + std::chrono::seconds(zone.tm_gmtoff));
}

/// Both clocks at one moment.
struct moment { otp::time_point now; wall_time wall; };

class every {
 public:
  explicit every(otp::duration period) : period_(period) {
    if (period <= 0s) throw otp::error(otp::errc::badarg, "every: a period is longer than nothing");
  }
  void begin(const moment& m) { next_ = m.now + period_; }
  otp::duration left(const moment& m) const { return next_ - m.now; }
  /// One run for all that are due by now.
  void advance(const moment& m) { next_ += ((m.now - next_) / period_ + 1) * period_; }

 private:
  otp::duration period_;
  otp::time_point next_;
};

class daily {
 public:
  explicit daily(otp::duration at) : at_(at) {  // after midnight: daily(2h + 30min)
    if (at < 0s || at >= 24h) throw otp::error(otp::errc::badarg, "daily: there is no such hour");
  }
  void begin(const moment& m) {
    seen_ = m.wall;
    next_ = std::chrono::floor<std::chrono::days>(m.wall) + at_;
    if (next_ <= m.wall) next_ += 24h;
  }
  otp::duration left(const moment& m) {
    if (m.wall < seen_ - 24h) begin(m);  // it was wrong before
    seen_ = m.wall;
    return next_ - m.wall;
  }
  void advance(const moment& m) { begin(m); }

 private:
  otp::duration at_;
  wall_time next_;
  wall_time seen_;
};

// ---- jobs -----------------------------------------------------------------------------------------------------------

/// What becomes of a run that is due while the one before it goes on.
enum class overlap { skip, queue };

struct job {
  std::string name;
  std::variant<every, daily> when;
  std::function<void()> work;  // called in an actor of its own; copied for each run
  overlap if_running = overlap::skip;
};

struct job_status { std::string name; int runs = 0, failed = 0, skipped = 0, waiting = 0; };
struct status { using reply = std::vector<job_status>; };

struct begin {};

/// Begins when the scheduler watches it: so no end, however soon, comes without its reason.
inline void run(const std::string& name, const std::function<void()>& work) {
  otp::set_label(name);
  otp::receive([](begin) {});
  work();
}

class scheduler : public otp::gen_server<scheduler> {
 public:
  struct look {};
  using messages = otp::handles<look, status>;  // by those who know its name alone

  scheduler(const std::vector<job>& jobs, wall_clock wall) : wall_(std::move(wall)) {
    const moment m = present();
    for (const job& j : jobs) {
      entries_.push_back({j, {.name = j.name}, {}});
      std::visit([&](auto& when) { when.begin(m); }, entries_.back().what.when);
    }
    otp::send(otp::self(), look{});
  }

  void handle_info(look) {
    const moment m = present();
    otp::duration wait = 1min;
    for (entry& e : entries_)
      std::visit(
          [&](auto& when) {
            if (when.left(m) <= 0s) {
              due(e);
              when.advance(m);
            }
            wait = std::min(wait, when.left(m));
          },
          e.what.when);
    otp::send_after(wait, otp::self(), look{});
  }

  void handle_info(const otp::down& d) {
    const auto ended = std::find_if(entries_.begin(), entries_.end(), [&](const entry& e) { return e.run == d.ref; });
    if (ended == entries_.end()) return;
    ended->run = {};
    if (d.reason.is_abnormal()) ++ended->told.failed;
    if (ended->told.waiting > 0) {
      --ended->told.waiting;
      start(*ended);
    }
  }

  std::vector<job_status> handle_call(status) {
    std::vector<job_status> all;
    for (const entry& e : entries_) all.push_back(e.told);
    return all;
  }

 private:
  struct entry {
    job what;
    job_status told;
    otp::ref run;  // the monitor on it, while it goes on
  };

  moment present() const { return {otp::now(), wall_()}; }

  void due(entry& e) {
    if (e.run == otp::ref())
      start(e);
    else if (e.what.if_running == overlap::queue)
      ++e.told.waiting;
    else
      ++e.told.skipped;
  }

  void start(entry& e) {
    const otp::child_result started =
        otp::start_child(otp::supervisor_ref("cron runs"), otp::with_args(e.what.name, e.what.work));
    ++e.told.runs;
    if (started) {
      e.run = otp::monitor(started.pid);
      otp::send(started.pid, begin{});
    } else {
      ++e.told.failed;  // the machine has no thread for it
    }
  }

  wall_clock wall_;
  std::vector<entry> entries_;
};

inline otp::supervisor_ref start(const std::vector<job>& jobs, const wall_clock& wall = local_wall) {
  return otp::start_supervisor(
      {.strategy = otp::one_for_all},
      {otp::child_supervisor("runs", {.strategy = otp::simple_one_for_one},
                             {otp::simple_child<std::string, std::function<void()>>(run, {.restart = otp::temporary})},
                             {.name = "cron runs"}),
       otp::child<scheduler>("scheduler", {.name = "cron"}, jobs, wall)});
}

}  // namespace cron
