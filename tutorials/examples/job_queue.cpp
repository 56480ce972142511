// job_queue.cpp - the queue of job_queue.hpp, with jobs that are done, jobs that fail once, and one that always fails.
//
// It runs with a seed: the seconds for which it waits take no time, and its output is always the same.
#include "job_queue.hpp"

#include <iostream>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;

/// Says the time since the program's start, and what happens.
class log {
 public:
  std::ostream& operator()() const { return std::cout << (otp::now() - start_) / 1ms << " ms: "; }

 private:
  otp::time_point start_ = otp::now();
};

std::string backwards(const job_queue::job& j, const log& out) {
  out() << "attempt " << j.attempt << " at " << j.text << "\n";
  if (j.text == "poison") throw std::runtime_error("cannot stomach this");
  otp::sleep_for(1s);  // hard work
  otp::send(j.owner, job_queue::progress{j.number, 50});
  if (j.text == "glitch" && j.attempt == 1) throw std::runtime_error("bad luck");
  otp::sleep_for(1s);
  return {j.text.rbegin(), j.text.rend()};
}

/// Submits it; when the queue is full, waits for room.
void submit(const otp::server_ref<job_queue::queue>& queue, const std::string& text, const log& out) {
  auto answer = otp::call(queue, job_queue::submit{text});
  if (answer.what == job_queue::verdict::full) {
    out() << "the queue is full; " << text << " waits\n";
    answer = otp::call(queue, job_queue::submit{text, true}, 1min);
  }
  out() << text << " is job " << answer.job << "\n";
}

/// Prints what it hears of its jobs until all workers have gone home.
void listen(const log& out) {
  for (bool more = true; more;)
    otp::receive([](job_queue::progress p) { std::cout << "  job " << p.job << ": " << p.percent << " %\n"; },
                 [](const job_queue::ended& e) {
                   std::cout << "  job " << e.job << ": ";
                   if (e.result)
                     std::cout << *e.result << "\n";
                   else
                     std::cout << "given up, " << e.failure << "\n";
                 },
                 [&](const otp::down& d) {
                   out() << "all workers went home; their supervisor ended: " << d.reason << "\n";
                   more = false;
                 });
}

void run() {
  const log out;
  job_queue::start({.capacity = 4, .attempts = 3, .back_off = 3s}, 2,
                   [out](const job_queue::job& j) { return backwards(j, out); });
  const otp::server_ref<job_queue::queue> queue("queue");
  for (const std::string text : {"stressed", "poison", "glitch", "drawer", "lager"}) submit(queue, text, out);
  otp::monitor("workers");
  const auto all = otp::send_request(queue, job_queue::drain{});
  listen(out);
  const auto summary = otp::receive_response(all, 0s).value.value();
  std::cout << summary.done << " done, " << summary.given_up << " given up, " << summary.retries << " retries\n";
}

}  // namespace

int main() { return otp::run(run, {.schedule = otp::seeded(1)}); }
