// agents_test.cpp - the rows of Elixir's Agent: AGT.
#include <otp/agent.hpp>

#include <stdexcept>
#include <string>
#include <utility>

#include "scene.hpp"

namespace {

class agents : public scene {
 protected:
  /// Watched by the row.
  template <class T>
  otp::agent<T> start(T value) {
    const auto made = otp::start_agent(std::move(value));
    otp::monitor(named("a", made));
    return made;
  }
  void note_value(const std::string& what, int n) { note(what + " " + std::to_string(n)); }
};

const auto value = [](int n) { return n; };

TEST_F(agents,
       AGT_01_functions_run_in_the_agent_one_that_fails_ends_it_and_the_caller_and_a_timeout_leaves_it_running) {
  const auto a = start(1);
  note_value("get", a.get(value));
  attempt("update", [&] { a.update([](int& n) { ++n; }); });
  note_value("get_and_update", a.get_and_update([](int& n) { return std::exchange(n, 10); }));
  attempt("cast", [&] { a.cast([](int& n) { n *= 2; }); });
  note_value("get", a.get(value));
  note("in the agent", a.get([](int) { return otp::self(); }) == a.pid());
  const auto slow = [](int) { otp::sleep_for(50ms); };
  attempt("a slow get", [&] { a.get(slow, 20ms); });
  note("alive", otp::is_process_alive(a));
  hear();
  attempt("a get that fails", [&] { a.get([](int) { throw std::runtime_error("in the agent"); }); });
  hear();
  attempt("stop", [&] { otp::stop(start(1)); });
  hear();
  attempt("get", [&] { otp::agent<int>(dead("b")).get(value); });
  events({"get 1", "update ok", "get_and_update 2", "cast ok", "get 20", "in the agent true",
          "a slow get exit {timeout,call}", "alive true", "nothing", "a get that fails exit {error in the agent,call}",
          "DOWN a error in the agent", "stop ok", "DOWN a normal", "get exit {noproc,call}"});
}

TEST_F(agents, AGT_11_an_exit_in_a_function_ends_agent_and_caller_with_it_and_so_does_a_throw) {
  attempt("exit", [&] { start(1).get([](int) { otp::exit("boom"); }); });
  hear();
  attempt("throw", [&] { start(1).get([](int) { throw 5; }); });
  hear();
  events({"exit exit {boom,call}", "DOWN a boom", "throw exit {nocatch,call}", "DOWN a nocatch"});
}

TEST_F(agents, AGT_13_casts_come_before_a_later_get_of_the_same_client_and_self_in_a_function_is_the_agent) {
  const auto a = start(0);
  for (int digit = 1; digit <= 9; ++digit) a.cast([digit](int& n) { n = n * 10 + digit; });
  note_value("get", a.get(value));
  note("in the agent", a.get([](int) { return otp::self(); }) == a.pid());
  attempt("update", [&] { a.update([](int& n) { n = 5; }); });
  note_value("get_and_update", a.get_and_update([](int& n) { return n++; }));
  note_value("get", a.get(value));
  events({"get 123456789", "in the agent true", "update ok", "get_and_update 5", "get 6"});
}

}  // namespace
