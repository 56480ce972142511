// task_supervisors_test.cpp - the rows of Elixir's Task.Supervisor: TSUP.
#include "tasks.hpp"

namespace {

class task_supervisors : public task_scene {
 protected:
  otp::supervisor_ref start(const otp::task_supervisor_flags& flags = {}) {
    const otp::supervisor_ref sup = otp::start_task_supervisor(flags);
    named("sup", sup);
    return sup;
  }
  void note_child(const otp::supervisor_ref& sup, const otp::pid& p) {
    note("child", otp::which_child(sup, p).has_value());
  }
  void count(const otp::supervisor_ref& sup) { note("children " + std::to_string(otp::count_children(sup).active)); }
  /// A start that works, or is refused because of max_children.
  template <class F>
  void answer(const std::string& what, F&& start) {
    try {
      start();
      note(what + " ok");
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::system_limit);
      note(what + " refused");
    }
  }
};

TEST_F(task_supervisors, TSUP_01_a_task_that_is_started_as_a_child_is_not_linked_and_its_crash_touches_no_other) {
  const auto sup = start();
  const otp::pid t = named("t", otp::start_task_child(sup, asked)), other = otp::start_task_child(sup, asked);
  note_child(sup, t);
  note_linked(t);
  otp::monitor(t);
  otp::send(t, leave{"boom"});
  hear();
  hear();
  count(sup);
  note("the other is alive", otp::is_process_alive(other));
  note("sup is alive", otp::is_process_alive(sup));
  events({"child true", "linked false", "DOWN t boom", "nothing", "children 1", "the other is alive true",
          "sup is alive true"});
}

TEST_F(task_supervisors, TSUP_02_an_async_task_is_a_child_of_the_supervisor_and_linked_to_its_caller) {
  const auto sup = start();
  const auto t = otp::async(sup, asked);
  note_child(sup, t.pid());
  note_linked(t.pid());
  otp::send(t.pid(), value{7});
  note("value " + std::to_string(otp::await(t)));
  const otp::pid owner = otp::spawn([=, row = otp::self()] {
    const auto its = otp::async(sup, asked);
    otp::send(row, its.pid());
    asked();
  });
  otp::monitor(named("t", otp::expect<otp::pid>()));
  otp::send(owner, leave{"gone"});
  hear_all();
  named("owner", otp::spawn_monitor([=] { otp::await(otp::async(sup, boom)); }).pid);
  hear_all();
  count(sup);
  events({"child true", "linked true", "value 7", "DOWN t gone", "DOWN owner boom", "children 0"});
}

TEST_F(task_supervisors, TSUP_03_without_a_link_a_crash_is_one_DOWN_and_the_task_outlives_its_owner) {
  const auto sup = start();
  const auto t = called("t", otp::async_nolink(sup, asked));
  note_child(sup, t.pid());
  note_linked(t.pid());
  otp::send(t.pid(), leave{"boom"});
  hear_all();
  const auto failing = otp::async_nolink(sup, boom);
  attempt("await", [&] { otp::await(failing); });
  attempt("again", [&] { otp::await(failing, 20ms); });
  hear_all();
  const auto owner = otp::spawn_monitor([this, sup, row = otp::self()] {
    const auto its = otp::async_nolink(sup, [this] { note("value " + std::to_string(asked())); });
    otp::send(row, its.pid());
    otp::exit("gone");
  });
  const auto p = otp::expect<otp::pid>();
  note("owner ends " + text_of(otp::await_down(owner.ref)));
  note("alive", otp::is_process_alive(p));
  otp::send(p, value{7});
  hear_all();
  events({"child true", "linked false", "DOWN t boom", "await exit {boom,call}", "again exit {boom,call}",
          "owner ends gone", "alive true", "value 7"});
}

TEST_F(task_supervisors, TSUP_05_no_more_tasks_than_max_children_are_started) {
  const auto sup = start({.max_children = 1});
  otp::pid first;
  answer("start_child", [&] { first = otp::start_task_child(sup, asked); });
  answer("start_child", [&] { otp::start_task_child(sup, asked); });
  answer("async_nolink", [&] { static_cast<void>(otp::async_nolink(sup, asked)); });
  answer("async", [&] { static_cast<void>(otp::async(sup, asked)); });
  count(sup);
  otp::send(first, value{7});
  settle();
  answer("async_nolink", [&] { static_cast<void>(otp::async_nolink(sup, asked)); });
  hear_all();
  events({"start_child ok", "start_child refused", "async_nolink refused", "async refused", "children 1",
          "async_nolink ok"});
}

TEST_F(task_supervisors, TSUP_09_a_stream_without_links_tells_a_failure_in_its_place_with_links_it_ends_the_caller) {
  const auto tens = [](int n) { return n == 2 ? boom() : n * 10; };
  const std::vector<int> all{1, 2, 3};
  for (const auto& each : otp::async_stream(all, tens, {.max_concurrency = 2, .link = false}))
    note(each ? "ok " + std::to_string(*each.value) : "exit " + text_of(each.failure));
  hear_all();
  named("caller", otp::spawn_monitor([=] {
                    for (const auto& each : otp::async_stream(all, tens)) static_cast<void>(each);
                  }).pid);
  hear_all();
  events({"ok 10", "exit boom", "ok 30", "DOWN caller boom"});
}

}  // namespace
