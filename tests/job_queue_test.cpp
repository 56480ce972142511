// job_queue_test.cpp - the job queue of the examples: each accepted job ends once, whatever workers and owners do.
#include "../tutorials/examples/job_queue.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include <otp/explore.hpp>

#include "support.hpp"

namespace jq = job_queue;

namespace {

const otp::server_ref<jq::queue> queue("queue");

std::string in_10_ms(const jq::job& j) {
  otp::sleep_for(10ms);
  return j.text;
}
jq::verdict submit(const std::string& text, bool wait = false) {
  return otp::call(queue, jq::submit{text, wait}, otp::infinity).what;
}
/// So many milliseconds have passed.
auto since(otp::time_point start) { return (otp::now() - start) / 1ms; }

// ---- many schedules -------------------------------------------------------------------------------------------------

/// What one owner knows in the end.
struct account {
  int accepted = 0, done = 0, given_up = 0;
};

/// Submits its jobs, some of which crash their workers always and some once. One that waits too long is left.
void owner(int jobs, const otp::pid& main) {
  std::map<int, bool> has_ended;
  for (int i = 0; i < jobs; ++i) {
    const std::string text = i % 3 == 0 ? "poison" : i % 3 == 1 ? "glitch" : "work";
    const auto answer = otp::try_call(queue, jq::submit{text, true}, 10ms);
    if (answer) has_ended[answer.value->job] = false;
  }
  account mine{.accepted = static_cast<int>(has_ended.size())};
  while (mine.done + mine.given_up < mine.accepted) {
    const auto e = otp::expect<jq::ended>(1h);
    if (std::exchange(has_ended.at(e.job), true)) throw otp::expectation_failed("a job has ended twice");
    ++(e.result ? mine.done : mine.given_up);
  }
  otp::expect_none<jq::ended>();
  otp::send(main, mine);
}

void scenario() {
  constexpr int owners = 3, workers = 2;
  const auto work = [](const jq::job& j) {
    otp::sleep_for(5ms);
    if (j.text == "poison" || (j.text == "glitch" && j.attempt == 1)) throw std::runtime_error(j.text);
    return j.text;
  };
  jq::start({.capacity = 2, .attempts = 3, .back_off = 5ms}, workers, work);
  for (int i = 0; i < owners; ++i) otp::spawn_link([main = otp::self()] { owner(4, main); });
  // Workers are killed, too: while they work, while they ask, while they are restarted.
  const otp::supervisor_ref crew("workers");
  for (int i = 0; i < 3; ++i) {
    otp::sleep_for(5ms);
    if (const otp::pid victim = otp::which_children(crew)[0].pid) otp::exit(victim, otp::kill);
  }
  account all;
  for (int i = 0; i < owners; ++i) {
    const auto a = otp::expect<account>(1h);
    all = {all.accepted + a.accepted, all.done + a.done, all.given_up + a.given_up};
  }
  const otp::ref end = otp::monitor("workers");
  const auto s = otp::call(queue, jq::drain{}, 1h);
  if (s.done != all.done || s.given_up != all.given_up)
    throw otp::expectation_failed("jobs that the queue has not accepted, for all their owners know, were done");
  if (otp::await_down(end) != otp::shutdown) throw otp::expectation_failed("the workers did not go home");
}

}  // namespace

TEST(job_queue, each_accepted_job_ends_once_and_no_other_is_done_in_any_schedule) {
  otp::explore({.schedules = SANITIZED ? 100u : 1000u}, scenario);
}

TEST(job_queue, a_job_that_fails_is_tried_again_after_twice_the_time_and_given_up_after_the_last_attempt) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const otp::time_point start = otp::now();
  const auto fails = [main = otp::self()](const jq::job&) -> std::string {
    otp::send(main, go{});
    throw std::runtime_error("always");
  };
  jq::start({.attempts = 4, .back_off = 100ms}, 2, fails);
  EXPECT_EQ(submit("one"), jq::verdict::accepted);
  for (const int at : {0, 100, 300, 700}) {
    otp::expect<go>();
    EXPECT_EQ(since(start), at);
  }
  const auto e = otp::expect<jq::ended>();
  EXPECT_EQ(e.result, std::nullopt);
  EXPECT_EQ(e.failure.text(), "always");
  otp::expect_none<go>();
}

TEST(job_queue, one_that_is_full_says_so_or_lets_a_submitter_wait_as_long_as_it_does) {
  const otp::system system(virtual_time());
  const otp::time_point start = otp::now();
  jq::start({.capacity = 2}, 1, in_10_ms);
  EXPECT_EQ(submit("first"), jq::verdict::accepted);
  EXPECT_EQ(submit("second"), jq::verdict::accepted);
  EXPECT_EQ(submit("refused"), jq::verdict::full);
  EXPECT_EQ(otp::try_call(queue, jq::submit{"given up", true}, 5ms).failure, otp::timeout);
  EXPECT_EQ(submit("third", true), jq::verdict::accepted);
  EXPECT_EQ(since(start), 10) << "when the first has ended";
  for (const std::string text : {"first", "second", "third"}) EXPECT_EQ(otp::expect<jq::ended>().result, text);
  EXPECT_EQ(otp::call(queue, jq::drain{}).done, 3);
}

TEST(job_queue, drained_it_takes_no_jobs_and_answers_when_those_that_it_has_are_done) {
  const otp::system system(virtual_time());
  const otp::time_point start = otp::now();
  jq::start({.capacity = 2}, 1, in_10_ms);
  submit("first");
  submit("second");
  const auto waits = otp::send_request(queue, jq::submit{"waits", true});
  const otp::ref end = otp::monitor("workers");
  const auto drained = otp::send_request(queue, jq::drain{});
  EXPECT_EQ(otp::receive_response(waits, 1h).value->what, jq::verdict::closed);
  EXPECT_EQ(submit("late"), jq::verdict::closed);
  EXPECT_EQ(since(start), 0);
  EXPECT_EQ(otp::receive_response(drained, 1h).value->done, 2);
  EXPECT_EQ(since(start), 20);
  EXPECT_EQ(reason_of_end(end), otp::shutdown);
  EXPECT_EQ(otp::call(queue, jq::drain{}).done, 2) << "once more, and at once";
}

TEST(job_queue, a_worker_that_is_stopped_while_it_waits_gets_no_job) {
  const otp::system system(virtual_time());
  jq::start({.attempts = 1}, 1, in_10_ms);
  const otp::supervisor_ref crew("workers");
  otp::sleep_for(1ms);  // the worker waits
  otp::terminate_child(crew, "worker_1");
  submit("one");
  otp::restart_child(crew, "worker_1");
  EXPECT_EQ(otp::expect<jq::ended>().result, "one") << "this was its first attempt";
}
