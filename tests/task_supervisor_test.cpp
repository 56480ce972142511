// task_supervisor_test.cpp - tasks as children of a supervisor.
#include <otp/task_supervisor.hpp>

#include "support.hpp"

namespace {

TEST(task_supervisor_test, a_task_is_a_child_as_long_as_it_runs) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_task_supervisor({.name = "tasks"});
  const auto answer = otp::async(sup, [] {
    otp::sleep_for(1s);
    return 42;
  });
  EXPECT_EQ(otp::which_children(sup).at(0).pid, answer.pid());
  EXPECT_EQ(otp::await(answer), 42);
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::which_children(sup).empty());
  const auto nothing = otp::async_nolink(otp::supervisor_ref("tasks"), [] {});
  otp::await(nothing);
}

TEST(task_supervisor_test, a_linked_tasks_failure_ends_its_owner_and_the_owners_end_the_task) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_task_supervisor();
  EXPECT_EQ(how_it_ends([&] { otp::await(otp::async(sup, [] { otp::exit("no milk"); })); }), "no milk");
  otp::pid task;
  how_it_ends([&] {
    task = otp::async(sup, [] { otp::sleep_for(1h); }).pid();
    otp::exit("owner's reason");
  });
  otp::sleep_for(1s);
  EXPECT_FALSE(otp::is_process_alive(task));
  EXPECT_TRUE(otp::is_process_alive(sup));
}

TEST(task_supervisor_test, without_a_link_a_failure_is_in_await_alone_and_the_task_outlives_its_owner) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_task_supervisor();
  const auto failing = otp::async_nolink(sup, [] { otp::exit("no milk"); });
  EXPECT_EQ(failure_of([&] { otp::await(failing); }), "no milk");
  otp::pid task;
  how_it_ends([&] {
    task = otp::async_nolink(sup, [] { otp::sleep_for(1h); }).pid();
    otp::exit("owner's reason");
  });
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::is_process_alive(task));
  otp::stop(sup);
  EXPECT_FALSE(otp::is_process_alive(task)) << "it ends with its supervisor";
}

TEST(task_supervisor_test, no_end_is_missed_however_soon_it_comes) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_task_supervisor();
  for (int i = 0; i < 20; ++i) {
    const auto quick = otp::async_nolink(sup, []() -> int { throw std::runtime_error("at once"); });
    EXPECT_EQ(failure_of([&] { otp::await(quick); }).text(), "at once");
  }
}

TEST(task_supervisor_test, there_are_at_most_max_children) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_task_supervisor({.max_children = 1});
  const auto first = otp::async(sup, [] { otp::sleep_for(1s); });
  EXPECT_THROW(static_cast<void>(otp::async_nolink(sup, [] {})), otp::error);
  EXPECT_THROW(otp::start_task_child(sup, [] {}), otp::error);
  otp::await(first);
  otp::sleep_for(1s);
  otp::await(otp::async(sup, [] {}));
}

TEST(task_supervisor_test, a_child_that_nobody_awaits_touches_no_other) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_supervisor({}, {otp::child_task_supervisor("tasks", {.name = "tasks"})});
  const otp::pid child = otp::start_task_child(otp::supervisor_ref("tasks"), [] {
    otp::sleep_for(1s);
    throw std::runtime_error("boom");
  });
  EXPECT_EQ(reason_of_end(child).text(), "boom");
  otp::sleep_for(1s);
  EXPECT_EQ(reports.count(otp::report::kind::crash), 1u);
  EXPECT_TRUE(otp::which_children(otp::supervisor_ref("tasks")).empty()) << "it is not restarted";
  otp::stop(sup);
}

TEST(task_supervisor_test, a_task_whose_owner_ends_before_it_begins_does_not_begin) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_task_supervisor();
  bool begun = false;
  otp::pid owner = otp::spawn([&] { otp::await(otp::async_nolink(sup, [&] { begun = true; })); });
  // Suspended, the supervisor makes the owner wait; killed meanwhile, it never tells the task to begin.
  otp::suspend(sup);
  otp::sleep_for(1s);
  otp::exit(owner, otp::kill);
  otp::resume(sup);
  otp::sleep_for(1s);
  EXPECT_FALSE(begun);
  EXPECT_TRUE(otp::which_children(sup).empty());
}

}  // namespace
