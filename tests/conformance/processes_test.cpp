// processes_test.cpp - the rows of processes: PROC.
#include <exception>
#include <functional>
#include <set>
#include <thread>

#include "scene.hpp"

namespace {

using processes = scene;

thread_local std::string entry = "undefined";

TEST_F(processes, PROC_01_spawn_returns_a_fresh_pid_at_once_with_neither_link_nor_monitor) {
  const otp::pid a = otp::spawn([] { otp::receive([](ready) {}); });
  const otp::pid b = otp::spawn([] { otp::receive([](ready) {}); });
  note("fresh", a != b);
  note("links " + std::to_string(otp::process_info(a)->links.size()) + " monitored_by " +
       std::to_string(otp::process_info(a)->monitored_by.size()));
  events({"fresh true", "links 0 monitored_by 0"});
}

TEST_F(processes, PROC_02_an_actor_whose_function_returns_ends_normally_whatever_it_returns) {
  named("a", otp::spawn_monitor([] { return std::string("error"); }).pid);
  hear();
  events({"DOWN a normal"});
}

TEST_F(processes, PROC_03_an_uncaught_error_is_the_reason) {
  named("a", otp::spawn_monitor([] { throw std::invalid_argument("boom"); }).pid);
  hear();
  events({"DOWN a error boom"});
}

TEST_F(processes, PROC_04_an_uncaught_exit_ends_with_exactly_its_reason) {
  named("a", otp::spawn_monitor([] { otp::exit("out_of_paper"); }).pid);
  hear();
  named("b", otp::spawn_monitor([] { otp::exit(otp::exit_reason::shutdown_because("why")); }).pid);
  hear();
  const std::string large(100'000, 'x');
  const auto c = otp::spawn_monitor([large] { otp::exit(large); });
  const auto d = otp::expect<otp::down>();
  note("large", d.pid == c.pid && d.reason.text().size() == 100'000);
  events({"DOWN a out_of_paper", "DOWN b {shutdown,why}", "large true"});
}

TEST_F(processes, PROC_05_something_thrown_that_is_no_exception_is_nocatch) {
  named("a", otp::spawn_monitor([] { throw 42; }).pid);
  hear();
  events({"DOWN a nocatch"});
}

TEST_F(processes, PROC_06_spawning_something_that_cannot_run_gives_a_pid_that_ends_with_an_error) {
  // Erlang spawns a function that does not exist; here the nearest is an empty std::function.
  const auto a = otp::spawn_monitor(std::function<void()>());
  const auto d = otp::expect<otp::down>();
  note("the spawned", d.pid == a.pid);
  note("an error", d.reason.which() == otp::exit_reason::kind::error);
  events({"the spawned true", "an error true"});
}

TEST_F(processes, PROC_07_an_exit_of_ones_own_is_an_exception_that_can_be_caught_and_unwinds) {
  struct at_end {
    otp::pid to;
    ~at_end() { otp::send(to, std::string("after")); }
  };
  named("a", otp::spawn_monitor([to = otp::self()] {
               try {
                 const at_end cleanup{to};
                 otp::exit("mine");
               } catch (const otp::exit_exception& e) {
                 otp::send(to, "caught " + to_string(e.reason()));
               }
             }).pid);
  hear_all();
  events({"message after", "message caught mine", "DOWN a normal"});
}

TEST_F(processes, PROC_08_after_kill_is_process_alive_is_false_for_the_same_caller) {
  bool ever = false;
  for (int i = 0; i < 50; ++i) {
    const otp::pid a = idle("a");
    otp::exit(a, otp::kill);
    ever |= otp::is_process_alive(a);
  }
  note("ever alive", ever);
  events({"ever alive false"});
}

TEST_F(processes, PROC_09_what_is_private_to_an_actor_starts_empty_in_each) {
  // What the process dictionary is there, thread_local objects are here.
  otp::spawn([to = otp::self()] {
    entry = "theirs";
    otp::send(to, ready{});
  });
  otp::expect<ready>();
  note("mine " + entry);
  entry = "mine";
  otp::spawn([to = otp::self()] { otp::send(to, "a child starts with " + entry); });
  hear();
  entry = "undefined";
  events({"mine undefined", "message a child starts with undefined"});
}

TEST_F(processes, PROC_10_trap_exit_returns_the_old_value_starts_false_and_is_not_inherited) {
  note("first", otp::trap_exit(true));
  note("second", otp::trap_exit(true));
  otp::spawn([to = otp::self()] { otp::send(to, std::string(otp::trap_exit(false) ? "child true" : "child false")); });
  hear();
  events({"first false", "second true", "message child false"});
}

TEST_F(processes, PROC_11_spawn_link_is_atomic_a_child_that_ends_at_once_tells_its_real_reason) {
  otp::trap_exit(true);
  bool real = true;
  for (int i = 0; i < 50; ++i) {
    otp::spawn_link([] { otp::exit("real"); });
    real &= otp::expect<otp::exit_message>().reason == "real";
  }
  note("real", real);
  events({"real true"});
}

TEST_F(processes, PROC_12_spawn_monitor_is_atomic_likewise) {
  bool real = true;
  for (int i = 0; i < 50; ++i) {
    otp::spawn_monitor([] { otp::exit("real"); });
    real &= otp::expect<otp::down>().reason == "real";
  }
  note("real", real);
  events({"real true"});
}

TEST_F(processes, PROC_14_pids_are_not_used_again_and_sending_to_a_dead_one_is_silent) {
  std::set<otp::pid> seen;
  for (int i = 0; i < 300; ++i) {
    seen.insert(otp::spawn_monitor([] {}).pid);
    otp::expect<otp::down>();
  }
  note("distinct " + std::to_string(seen.size()));
  attempt("send", [&] { otp::send(*seen.begin(), 1); });
  events({"distinct 300", "send ok"});
}

TEST_F(processes, PROC_16_process_info_shows_the_queue_and_the_name_and_nothing_of_the_dead) {
  note("dead", otp::process_info(dead("a")).has_value());
  for (int i = 1; i <= 3; ++i) otp::send(otp::self(), i);
  const auto mine = otp::process_info(otp::self());
  note("message_queue_len " + std::to_string(mine->message_queue_len));
  EXPECT_EQ(mine->messages, (std::vector<std::string>{"int", "int", "int"}));
  note("no name", mine->registered_name.empty());
  otp::register_name("proc16", otp::self());
  note("name " + otp::process_info(otp::self())->registered_name);
  events({"dead false", "message_queue_len 3", "no name true", "name proc16"});
}

TEST_F(processes, PROC_20_what_cannot_be_spawned_is_refused_in_the_caller) {
  // A bad argument does not compile; the operating system's refusal is system_limit (resources_test).
  attempt("outside any system", [] {
    std::exception_ptr failure;
    std::thread([&] {
      try {
        otp::spawn([] {});
      } catch (...) {
        failure = std::current_exception();
      }
    }).join();
    std::rethrow_exception(failure);
  });
  events({"outside any system error not_an_actor"});
}

}  // namespace
