// job_queue.hpp - jobs that outlive their workers: a bounded queue, attempts with back-off, progress, an orderly end.
//
//   top             rest_for_one: with a new queue come new workers
//     queue         permanent: it is always needed
//     workers       one_for_one; over when all its workers are (auto_shutdown)
//       worker_1..  transient: restarted after a crash, but not after they went home because no work was left
//
// No worker catches anything. The queue monitors each that has a job; when it dies, the job waits, then another worker
// gets it, but not more often than the limits say. So a job may be begun several times: let it bear that.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

namespace job_queue {

using namespace std::chrono_literals;

struct limits {
  std::size_t capacity = 100;      // jobs that have been accepted and have not ended
  int attempts = 3;                // of each job
  otp::duration back_off = 100ms;  // before the second attempt; twice as long before each one after it
};

struct job { int number; std::string text; otp::pid owner; int attempt = 1; };

// ---- between owners and the queue -----------------------------------------------------------------------------------

enum class verdict { accepted, full, closed };
struct submitted { verdict what; int job = 0; };
/// The caller owns the job. With `wait`, it is answered when there is room, if it does not give up before.
struct submit { std::string text; bool wait = false; using reply = submitted; };
/// What its owner hears of a job: progress, as the work reports it, and one end.
struct progress { int job; int percent; };
struct ended { int job; std::optional<std::string> result; otp::exit_reason failure; };

struct summary { int done = 0; int given_up = 0; int retries = 0; };
/// No more jobs are accepted. Answered when all have ended; then the workers go home.
struct drain { using reply = summary; };

// ---- between workers and the queue ----------------------------------------------------------------------------------

/// A worker hands in its last result, if it has one, and asks for more work. It gets nothing when there is no more.
struct next_job { std::optional<std::string> result; using reply = std::optional<job>; };
struct try_again { int job; };  // from the clock

class queue : public otp::gen_server<queue> {
 public:
  using messages = otp::handles<try_again>;
  explicit queue(const limits& l) : limits_(l) {}

  void handle_call(const submit& s, const otp::from<submitted>& owner) {
    if (!drainers_.empty())
      otp::reply(owner, submitted{verdict::closed});
    else if (jobs_.size() < limits_.capacity)
      accept(s.text, owner);
    else if (s.wait)
      submitters_.emplace_back(s.text, owner);
    else
      otp::reply(owner, submitted{verdict::full});
    hand_out();
  }
  void handle_call(drain, const otp::from<summary>& caller) {
    drainers_.push_back(caller);
    for (const auto& [text, owner] : std::exchange(submitters_, {})) otp::reply(owner, submitted{verdict::closed});
    hand_out();
  }
  void handle_call(const next_job& asked, const otp::from<std::optional<job>>& worker) {
    if (const auto done = doing_.extract(worker.pid())) {
      otp::demonitor(done.mapped().monitor, otp::flush);
      ++so_far_.done;
      end(done.mapped().job, asked.result, otp::normal);
    }
    idle_.push_back(worker);
    hand_out();
  }
  /// A worker has died with its job: only as long as it has one does it have a monitor.
  void handle_info(const otp::down& d) {
    job& lost = jobs_.at(doing_.extract(d.pid).mapped().job);
    if (lost.attempt == limits_.attempts) {
      ++so_far_.given_up;
      end(lost.number, std::nullopt, d.reason);
    } else {
      ++so_far_.retries;
      otp::send_after(limits_.back_off * (1 << (lost.attempt++ - 1)), otp::self(), try_again{lost.number});
    }
    hand_out();
  }
  void handle_info(try_again t) {
    ready_.push_back(t.job);
    hand_out();
  }

 private:
  /// A submitter that has given up may submit its job again; so this one is not accepted.
  void accept(const std::string& text, const otp::from<submitted>& owner) {
    if (!otp::reply(owner, submitted{verdict::accepted, last_ + 1})) return;
    ready_.push_back(++last_);
    jobs_[last_] = {last_, text, owner.pid()};
  }
  void end(int number, const std::optional<std::string>& result, const otp::exit_reason& failure) {
    otp::send(jobs_.at(number).owner, ended{number, result, failure});
    jobs_.erase(number);
    while (!submitters_.empty() && jobs_.size() < limits_.capacity) {
      const auto [text, owner] = std::move(submitters_.front());
      submitters_.pop_front();
      accept(text, owner);
    }
  }
  void hand_out() {
    const bool over = !drainers_.empty() && jobs_.empty();
    while (!idle_.empty() && (over || !ready_.empty())) {
      const otp::from<std::optional<job>> worker = idle_.front();
      idle_.pop_front();
      if (over)
        otp::reply(worker, std::nullopt);
      else
        give(worker);
    }
    if (over)
      for (const otp::from<summary>& caller : drainers_) otp::reply(caller, so_far_);
  }
  /// One that has died since it asked gets no job.
  void give(const otp::from<std::optional<job>>& worker) {
    const otp::ref monitor = otp::monitor(worker.pid());
    if (otp::reply(worker, jobs_.at(ready_.front()))) {
      doing_[worker.pid()] = {ready_.front(), monitor};
      ready_.pop_front();
    } else {
      otp::demonitor(monitor, otp::flush);
    }
  }

  struct assignment { int job; otp::ref monitor; };

  const limits limits_;
  int last_ = 0;
  std::map<int, job> jobs_;  // accepted and not ended: each is ready, being done, or waits for the clock
  std::deque<int> ready_;
  std::map<otp::pid, assignment> doing_;
  std::deque<otp::from<std::optional<job>>> idle_;
  std::deque<std::pair<std::string, otp::from<submitted>>> submitters_;  // that wait for room
  std::vector<otp::from<summary>> drainers_;
  summary so_far_;
};

/// What a worker makes of a job. It may send `progress` to the job's owner.
using work = std::function<std::string(const job&)>;

inline void worker(const work& how) {
  const otp::server_ref<queue> the_queue("queue");  // by name: whichever queue is the present one
  std::optional<std::string> result;
  while (const auto mine = otp::call(the_queue, next_job{result}, otp::infinity)) result = how(*mine);
}

inline otp::supervisor_ref start(const limits& l, int count, const work& how) {
  std::vector<otp::child_spec> workers;
  for (int i = 1; i <= count; ++i)
    workers.push_back(otp::child("worker_" + std::to_string(i), {.restart = otp::transient, .significant = true},
                                 [how] { worker(how); }));
  // The queue counts the crashes of each job. The supervisor's limit is for workers that crash without one.
  return otp::start_supervisor(
      {.strategy = otp::rest_for_one},
      {otp::child<queue>("queue", {.name = "queue"}, l),
       otp::child_supervisor("workers", {.intensity = 100, .auto_shutdown = otp::all_significant, .name = "workers"},
                             std::move(workers), {.restart = otp::transient})});
}

}  // namespace job_queue
