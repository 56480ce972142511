// dynamic_supervisor_test.cpp - children on request, each by its own spec; and what a supervisor says of one child.
#include <otp/supervisor.hpp>

#include "counter.hpp"

namespace {

/// Tells the test that it has started, works for so long when it is told to stop, and notes when it is over.
otp::child_spec slow_to_stop(const otp::pid& to, otp::duration takes, otp::child_options options = {}) {
  return otp::child("slow", std::move(options), [=] {
    otp::trap_exit(true);
    otp::receive([](const otp::exit_message&) {});
    otp::sleep_for(takes);
    otp::send(to, std::string("stopped"));
  });
}
otp::child_spec waiting(otp::child_options options = {}) {
  return otp::child("waiting", std::move(options), [] { otp::receive([](reset) {}); });
}

TEST(dynamic_supervisor_test, any_spec_makes_a_child_and_ids_do_not_matter) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_dynamic_supervisor({.name = "sessions"});
  EXPECT_TRUE(otp::which_children(sup).empty());
  const otp::pid first = otp::start_child(sup, otp::child<counter>("same", 5)).pid;
  const otp::pid second = otp::start_child(sup, otp::child<counter>("same", 7)).pid;
  const otp::pid third = otp::start_child(sup, otp::child_supervisor("", {}, {})).pid;
  EXPECT_EQ(otp::call(first, get{}), 5);
  EXPECT_EQ(otp::call(second, get{}), 7);
  const auto all = otp::which_children(otp::supervisor_ref("sessions"));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].pid, third);
  EXPECT_EQ(all[0].type, otp::child_type::supervisor);
  EXPECT_EQ(all[2].id, "");
  const otp::child_counts counts = otp::count_children(sup);
  EXPECT_EQ(counts.specs, 3u);
  EXPECT_EQ(counts.active, 3u);
  EXPECT_EQ(counts.supervisors, 1u);
  EXPECT_EQ(counts.workers, 2u);
}

TEST(dynamic_supervisor_test, a_child_is_restarted_or_goes_as_its_own_spec_says) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_dynamic_supervisor();
  const otp::pid lasting = otp::start_child(sup, otp::child<counter>("", {.name = "lasting"})).pid;
  const otp::pid passing = otp::start_child(sup, otp::child<counter>("", {.restart = otp::temporary})).pid;
  const otp::pid once = otp::start_child(sup, otp::child<counter>("", {.restart = otp::transient})).pid;
  for (const otp::pid& p : {lasting, passing}) otp::cast(p, crash_now{});
  otp::stop(once);
  otp::sleep_for(1s);
  const auto left = otp::which_children(sup);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].pid, otp::whereis_name("lasting"));
  EXPECT_NE(left[0].pid, lasting);
}

TEST(dynamic_supervisor_test, all_share_one_budget_of_three_in_five_seconds) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  const auto sup = otp::start_dynamic_supervisor();
  const otp::ref end = otp::monitor(sup);
  for (const char* name : {"a", "b"}) otp::start_child(sup, otp::child<counter>("", {.name = name}));
  for (const char* name : {"a", "b", "a"}) {
    otp::cast(name, crash_now{});
    otp::sleep_for(1s);
    EXPECT_TRUE(otp::whereis_name(name)) << name;
  }
  otp::cast("b", crash_now{});
  EXPECT_EQ(reason_of_end(end), otp::shutdown);
  EXPECT_FALSE(otp::whereis_name("a"));
}

TEST(dynamic_supervisor_test, max_children_counts_those_that_are_alive_or_being_restarted) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_dynamic_supervisor({.max_children = 2});
  const otp::pid first = otp::start_child(sup, waiting()).pid;
  EXPECT_TRUE(otp::start_child(sup, waiting()));
  EXPECT_EQ(otp::start_child(sup, waiting()).error, otp::supervisor_error::max_children);
  EXPECT_EQ(otp::terminate_child(sup, first), otp::supervisor_error::none);
  EXPECT_TRUE(otp::start_child(sup, waiting())) << "its slot is free at once";
}

TEST(dynamic_supervisor_test, what_does_not_start_or_says_ignore_adds_nothing) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_dynamic_supervisor();
  const otp::child_spec failing{.id = "",
                                .start = [](const otp::start_args&) { return otp::start_result{.error = "no paper"}; }};
  const otp::child_spec shy{.id = "",
                            .start = [](const otp::start_args&) { return otp::start_result{.ignored = true}; }};
  const otp::child_result failed = otp::start_child(sup, failing);
  EXPECT_EQ(failed.error, otp::supervisor_error::start_failed);
  EXPECT_EQ(failed.reason, "no paper");
  EXPECT_TRUE(otp::start_child(sup, shy));
  EXPECT_EQ(otp::start_child(sup, otp::child_spec{}).error, otp::supervisor_error::start_failed) << "no start function";
  EXPECT_TRUE(otp::which_children(sup).empty());
}

TEST(dynamic_supervisor_test, a_child_is_stopped_by_its_pid_and_only_once) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_dynamic_supervisor();
  const otp::pid child = otp::start_child(sup, waiting()).pid;
  EXPECT_EQ(otp::terminate_child(sup, child), otp::supervisor_error::none);
  EXPECT_FALSE(otp::is_process_alive(child));
  EXPECT_EQ(otp::terminate_child(sup, child), otp::supervisor_error::not_found);
  EXPECT_EQ(otp::terminate_child(sup, otp::self()), otp::supervisor_error::not_found);
  EXPECT_EQ(otp::terminate_child(sup, "waiting"), otp::supervisor_error::simple_one_for_one);
  EXPECT_EQ(otp::restart_child(sup, "waiting").error, otp::supervisor_error::simple_one_for_one);
  EXPECT_EQ(otp::delete_child(sup, "waiting"), otp::supervisor_error::simple_one_for_one);
  EXPECT_EQ(otp::start_child(sup, otp::with_args(5)).error, otp::supervisor_error::not_found);
}

TEST(dynamic_supervisor_test, at_its_end_all_stop_at_the_same_time) {
  const otp::system system(virtual_time());
  const auto sup = otp::start_dynamic_supervisor();
  for (int i = 0; i < 5; ++i) otp::start_child(sup, slow_to_stop(otp::self(), 100ms));
  const otp::time_point begin = otp::now();
  otp::stop(sup);
  EXPECT_EQ(otp::now() - begin, 100ms);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(otp::expect<std::string>(0s), "stopped");
}

TEST(dynamic_supervisor_test, each_has_the_time_of_its_own_spec_to_stop) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_dynamic_supervisor();
  const otp::ref hurried = otp::monitor(otp::start_child(sup, slow_to_stop(otp::self(), 1h, {.shutdown = 1s})).pid);
  const otp::ref killed_at_once =
      otp::monitor(otp::start_child(sup, slow_to_stop(otp::self(), 1h, {.shutdown = otp::brutal_kill})).pid);
  const otp::ref patient = otp::monitor(otp::start_child(sup, slow_to_stop(otp::self(), 9s, {.shutdown = 10s})).pid);
  const otp::time_point begin = otp::now();
  otp::stop(sup);
  EXPECT_EQ(otp::now() - begin, 9s);
  EXPECT_EQ(reason_of_end(hurried), otp::killed);
  EXPECT_EQ(reason_of_end(killed_at_once), otp::killed);
  EXPECT_EQ(reason_of_end(patient), otp::normal);
}

TEST(dynamic_supervisor_test, it_is_a_child_of_other_supervisors) {
  const otp::system system(virtual_time());
  const auto top =
      otp::start_supervisor({}, {otp::child_dynamic_supervisor("pool", {.max_children = 1, .name = "pool"})});
  const otp::supervisor_ref pool("pool");
  EXPECT_TRUE(otp::start_child(pool, waiting()));
  EXPECT_EQ(otp::start_child(pool, waiting()).error, otp::supervisor_error::max_children);
  EXPECT_EQ(otp::which_children(top)[0].type, otp::child_type::supervisor);
}

TEST(dynamic_supervisor_test, flags_that_contradict_themselves_are_refused) {
  const auto wrong = [](const otp::supervisor_flags& flags, std::vector<otp::child_spec> children) {
    return otp::what_is_wrong_with(flags, children);
  };
  EXPECT_EQ(wrong({.strategy = otp::dynamic}, {}), "");
  EXPECT_NE(wrong({.strategy = otp::dynamic}, {waiting()}).find("dynamic takes no child specs"), std::string::npos);
  EXPECT_NE(wrong({.strategy = otp::dynamic, .auto_shutdown = otp::any_significant}, {}).find("bad_combination"),
            std::string::npos);
  EXPECT_NE(wrong({.max_children = 1}, {}).find("bad_combination"), std::string::npos);
  EXPECT_NE(otp::what_is_wrong_with_child({.strategy = otp::dynamic}, waiting({.shutdown = -1s})).find("negative"),
            std::string::npos);
}

TEST(dynamic_supervisor_test, one_child_and_its_spec_can_be_asked_for) {
  const otp::system system(virtual_time());
  const auto plain = otp::start_supervisor({}, {otp::child<counter>("a", {.restart = otp::transient}, 5)});
  const auto info = otp::which_child(plain, "a");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->status, otp::child_info::state::running);
  EXPECT_EQ(info->id, "a");
  EXPECT_FALSE(otp::which_child(plain, "b"));
  EXPECT_FALSE(otp::which_child(plain, info->pid)) << "children with ids are known by those";
  const auto spec = otp::get_childspec(plain, "a");
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->restart, otp::transient);
  EXPECT_FALSE(otp::get_childspec(plain, "b"));

  const auto on_request = otp::start_dynamic_supervisor();
  const otp::pid child = otp::start_child(on_request, *spec).pid;
  EXPECT_EQ(otp::call(child, get{}), 5) << "the spec that was asked for works";
  EXPECT_EQ(otp::which_child(on_request, child)->pid, child);
  EXPECT_EQ(otp::get_childspec(on_request, child)->restart, otp::transient);
  EXPECT_FALSE(otp::which_child(on_request, otp::self()));

  const auto simple = otp::start_supervisor({.strategy = otp::simple_one_for_one}, {otp::simple_child<counter, int>()});
  EXPECT_TRUE(otp::get_childspec(simple, "")) << "that of all its children";
}

}  // namespace
