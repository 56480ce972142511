// task_queue.cpp - OTP's supervision: workers that crash are replaced, and the queue loses no job.
//
//   top             rest_for_one: with a new queue come new workers
//     queue         permanent: it is always needed
//     pool          one_for_one; over when all its workers are (auto_shutdown)
//       worker_1..3   transient: restarted after a crash, but not after they went home because no work was left
//
// No worker catches anything. The queue monitors them, and gives a dead one's job to another, but not a third time.
#include <deque>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <otp/otp.hpp>

namespace {

struct job { int number; std::string text; int attempt = 1; };
struct summary { std::map<int, std::string> results; int crashes = 0; };

struct submit { std::string text; using reply = void; };
/// A worker hands in its last result, if it has one, and asks for more work. It gets nothing when there is no more.
struct next_job { otp::pid worker; std::optional<std::string> result; using reply = std::optional<job>; };
/// No more jobs will be submitted. Answered when all have come to an end; then the workers are sent home.
struct finish { using reply = summary; };

class job_queue : public otp::gen_server<job_queue> {
 public:
  void handle_call(const submit& s) {
    waiting_.push_back({++submitted_, s.text});
    go_on();
  }
  void handle_call(const next_job& asked, const otp::from<std::optional<job>>& worker) {
    const auto [mine, is_new] = doing_.try_emplace(asked.worker);
    if (is_new) otp::monitor(asked.worker);
    if (const auto finished = std::exchange(mine->second, {})) so_far_.results[finished->number] = asked.result.value();
    idle_.emplace_back(asked.worker, worker);
    go_on();
  }
  void handle_call(finish, const otp::from<summary>& caller) {
    finishing_ = caller;
    go_on();
  }
  void handle_info(const otp::down& d) {
    std::erase_if(idle_, [&](const auto& asked) { return asked.first == d.pid; });
    auto unfinished = std::exchange(doing_[d.pid], {});
    doing_.erase(d.pid);
    if (!unfinished) return;
    ++so_far_.crashes;
    if (++unfinished->attempt <= 2)
      waiting_.push_back(*unfinished);
    else
      so_far_.results[unfinished->number] = "given up, " + to_string(d.reason);
    go_on();
  }

 private:
  /// Answers whoever can be answered now.
  void go_on() {
    if (finishing_ && !over_ && std::cmp_equal(so_far_.results.size(), submitted_)) {
      otp::reply(*finishing_, so_far_);
      over_ = true;
    }
    while (!idle_.empty() && (over_ || !waiting_.empty())) {
      const auto [worker, asked] = idle_.front();
      idle_.pop_front();
      if (!waiting_.empty()) {
        doing_[worker] = waiting_.front();
        waiting_.pop_front();
      }
      otp::reply(asked, doing_[worker]);
    }
  }

  int submitted_ = 0;
  std::deque<job> waiting_;
  std::map<otp::pid, std::optional<job>> doing_;  // every living worker that has asked, and its job
  std::deque<std::pair<otp::pid, otp::from<std::optional<job>>>> idle_;
  summary so_far_;
  std::optional<otp::from<summary>> finishing_;
  bool over_ = false;
};

const otp::server_ref<job_queue> the_queue("queue");  // by name: whichever queue is the present one

std::string backwards(const job& j) {
  if (j.text == "poison") throw std::runtime_error("cannot stomach this");
  if (j.text == "glitch" && j.attempt == 1) throw std::runtime_error("bad luck");
  return {j.text.rbegin(), j.text.rend()};
}

void work() {
  std::optional<std::string> result;
  while (const auto j = otp::call(the_queue, next_job{otp::self(), result}, otp::infinity)) result = backwards(*j);
}

}  // namespace

int main() {
  otp::system system;
  const otp::child_options worker{.restart = otp::transient, .significant = true};
  otp::start_supervisor(
      {.strategy = otp::rest_for_one},
      {otp::child<job_queue>("queue", {.name = "queue"}),
       otp::child_supervisor("pool", {.intensity = 3, .auto_shutdown = otp::all_significant, .name = "pool"},
                             {otp::child("worker_1", worker, work), otp::child("worker_2", worker, work),
                              otp::child("worker_3", worker, work)}, {.restart = otp::transient})});
  std::cout << "the pool has " << otp::count_children(otp::supervisor_ref("pool")).active << " workers\n";

  for (const std::string text : {"stressed", "drawer", "poison", "glitch", "lager"})
    otp::call(the_queue, submit{text});
  otp::monitor("pool");
  const summary all = otp::call(the_queue, finish{}, otp::infinity);
  for (const auto& [number, result] : all.results) std::cout << "job " << number << ": " << result << "\n";
  std::cout << all.crashes << " crashes, and no job lost\n";
  otp::receive([](const otp::down& d) { std::cout << "all workers went home; the pool ended: " << d.reason << "\n"; });
}
