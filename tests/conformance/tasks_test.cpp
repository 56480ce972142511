// tasks_test.cpp - the rows of Elixir's Task: TASK.
#include "tasks.hpp"

namespace {

class tasks : public task_scene {
 protected:
  /// ok 7; exit boom; nil for one that still runs, or was stopped.
  std::string said(const otp::task_outcome<int>& got) {
    if (got) return "ok " + std::to_string(*got.value);
    if (!got.failure || *got.failure == otp::shutdown || *got.failure == otp::killed) return "nil";
    return "exit " + text_of(*got.failure);
  }
  void note_outcome(const std::string& what, const otp::task_outcome<int>& got) { note(what + " " + said(got)); }
  void note_list(const std::vector<std::string>& all) {
    std::string line;
    for (const std::string& each : all) line += (line.empty() ? "" : ", ") + each;
    note(line);
  }
};

int after_a_while(otp::duration takes, int n) {
  otp::sleep_for(takes);
  return n;
}
otp::task<int> slow(otp::duration takes, int n) {
  return otp::async([=] { return after_a_while(takes, n); });
}

TEST_F(tasks, TASK_01_await_gives_the_value_to_the_owner_alone_and_leaves_nothing_in_its_mailbox) {
  const auto t = otp::async(asked);
  note_linked(t.pid());
  note_monitored(t.pid());
  otp::await_down(otp::spawn_monitor([this, t] { attempt("another's await", [&] { otp::await(t); }); }).ref);
  otp::send(t.pid(), value{42});
  note("value " + std::to_string(otp::await(t)));
  hear_all();
  note_linked(t.pid());
  note_monitored(t.pid());
  events(
      {"linked true", "monitored true", "another's await error badarg", "value 42", "linked false", "monitored false"});
}

TEST_F(tasks, TASK_02_a_crash_ends_the_caller_and_is_the_failure_of_await_in_one_that_traps_exits) {
  named("caller", otp::spawn_monitor([] { otp::await(otp::async(boom)); }).pid);
  hear_all();
  otp::trap_exit(true);
  const auto exits = called("t", otp::async(boom));
  attempt("await", [&] { otp::await(exits); });
  hear_all();
  const auto throws = called("t", otp::async(error));
  attempt("await", [&] { otp::await(throws); });
  hear_all();
  events({"DOWN caller boom", "await exit {boom,call}", "EXIT t boom", "await exit {error in the task,call}",
          "EXIT t error in the task"});
}

TEST_F(tasks, TASK_04_after_a_timeout_of_await_the_task_goes_on_and_yield_can_be_repeated) {
  otp::pid p;
  attempt("await", [&] {
    const auto t = otp::async(asked);
    p = t.pid();
    otp::await(t, 20ms);
  });
  note("alive", otp::is_process_alive(p));
  const otp::ref end = otp::monitor(p);
  otp::send(p, value{5});
  note("ends " + text_of(otp::await_down(end)));
  hear_all();
  const auto t = otp::async(asked);
  for (int i = 0; i < 2; ++i) note_outcome("yield", t.outcome(10ms));
  otp::send(t.pid(), value{7});
  note_outcome("yield", t.outcome(1s));
  hear_all();
  const otp::time_point before = otp::now();
  EXPECT_THROW(otp::await(otp::async(asked)), otp::exit_exception);
  note("await waits " + std::to_string((otp::now() - before) / 1ms) + " ms");
  events({"await exit {timeout,call}", "alive true", "ends normal", "yield nil", "yield nil", "yield ok 7",
          "await waits 5000 ms"});
}

TEST_F(tasks, TASK_06_after_task_shutdown_the_task_is_dead_and_the_mailbox_clean_and_a_value_in_time_counts) {
  const auto done = otp::async(asked);
  const otp::ref end = otp::monitor(done.pid());
  otp::send(done.pid(), value{7});
  otp::await_down(end);
  note_outcome("done:", otp::task_shutdown(done));
  for (const otp::shutdown_policy how : {otp::shutdown_policy(5s), otp::brutal_kill}) {
    const auto running = otp::async(asked);
    note_outcome("running:", otp::task_shutdown(running, how));
    note("alive", otp::is_process_alive(running.pid()));
  }
  hear_all();
  otp::trap_exit(true);
  const auto failed = called("t", otp::async(boom));
  settle();
  note_outcome("failed:", otp::task_shutdown(failed));
  hear_all();
  note_outcome("trapping:", otp::task_shutdown(called("t", otp::async(asked))));
  hear_all();
  events({"done: ok 7", "running: nil", "alive false", "running: nil", "alive false", "failed: exit boom",
          "EXIT t boom", "trapping: nil"});
}

TEST_F(tasks, TASK_08_without_a_link_a_crash_spares_the_caller_and_a_result_not_awaited_is_a_message) {
  const auto sup = otp::start_task_supervisor();
  attempt("await", [&] { otp::await(otp::async_nolink(sup, boom)); });
  attempt("await", [&] { otp::await(otp::async_nolink(sup, error)); });
  const auto t = called("t", otp::async_nolink(sup, [] { return 7; }));
  hear_all();
  events({"await exit {boom,call}", "await exit {error in the task,call}", "reply t 7", "DOWN t normal"});
}

TEST_F(tasks, TASK_09_results_of_many_come_in_order_unless_asked_otherwise_and_late_ones_can_be_killed) {
  const auto stream = [&](std::vector<int> elements, const otp::stream_options& how) {
    std::vector<std::string> all;
    for (const auto& each : otp::async_stream(
             std::move(elements), [](int n) { return after_a_while(n * 40ms, n); }, how))
      all.push_back(each ? "ok " + std::to_string(*each.value) : "exit " + text_of(each.failure));
    note_list(all);
  };
  stream({3, 1, 2}, {.max_concurrency = 3});
  stream({3, 1, 2}, {.max_concurrency = 3, .ordered = false});
  stream({1, 50, 2}, {.max_concurrency = 3, .timeout = 200ms, .kill_late = true});
  attempt("async_stream", [&] { stream({50}, {.timeout = 20ms}); });
  std::vector<std::string> values, outcomes;
  for (const int n : otp::await_many(std::vector{slow(40ms, 1), slow(20ms, 2), slow(0ms, 3)}))
    values.push_back(std::to_string(n));
  note_list(values);
  attempt("await_many", [] { otp::await_many(std::vector{slow(0ms, 1), slow(2s, 2)}, 40ms); });
  const std::vector some{slow(0ms, 1), slow(2s, 2)};
  for (const auto& each : otp::yield_many(some, {.at_most = 60ms})) outcomes.push_back(said(each));
  note_list(outcomes);
  hear_all();
  events({"ok 3, ok 1, ok 2", "ok 1, ok 2, ok 3", "ok 1, exit timeout, ok 2", "async_stream exit {timeout,call}",
          "1, 2, 3", "await_many exit {timeout,call}", "ok 1, nil"});
}

}  // namespace
