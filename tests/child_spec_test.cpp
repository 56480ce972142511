// child_spec_test.cpp - child specs and supervisor flags: defaults, the restart table, shutdown times, auto_shutdown.
#include "counter.hpp"

namespace {

using otp::child;
using otp::child_info;

TEST(child_spec_test, PX_07_the_defaults_are_OTPs) {
  const otp::supervisor_flags flags;
  EXPECT_EQ(flags.strategy, otp::one_for_one);
  EXPECT_EQ(flags.intensity, 1);
  EXPECT_EQ(flags.period, 5s);
  EXPECT_EQ(flags.auto_shutdown, otp::never_by_itself);
  const otp::child_spec worker = child<counter>("w");
  EXPECT_EQ(worker.restart, otp::permanent);
  EXPECT_EQ(worker.shutdown.time(), 5s);
  EXPECT_EQ(worker.type, otp::child_type::worker);
  EXPECT_FALSE(worker.significant);
  EXPECT_EQ(otp::child_supervisor("s", {}, {}).shutdown.time(), otp::infinity);
}

// The policy table, cell by cell: does a child with this restart type come back after this end?
TEST(child_spec_test, the_restart_table) {
  report_box reports;
  otp::system system(reports.options());
  const otp::exit_reason shutdown_x = otp::exit_reason::shutdown_because("x");
  struct row {
    otp::restart kind;
    otp::exit_reason reason;
    bool restarted;
  };
  for (const row& r : {row{otp::permanent, otp::normal, true}, row{otp::permanent, otp::shutdown, true},
                       row{otp::permanent, shutdown_x, true}, row{otp::permanent, "crash", true},
                       row{otp::permanent, otp::killed, true}, row{otp::transient, otp::normal, false},
                       row{otp::transient, otp::shutdown, false}, row{otp::transient, shutdown_x, false},
                       row{otp::transient, "crash", true}, row{otp::transient, otp::killed, true},
                       row{otp::transient, otp::noproc, true}, row{otp::temporary, otp::normal, false},
                       row{otp::temporary, "crash", false}, row{otp::temporary, otp::killed, false}}) {
    const auto body = [to = otp::self(), reason = r.reason] {
      otp::send(to, otp::self());
      otp::receive([&](go) { otp::exit(reason); });
    };
    const auto sup = otp::start_supervisor({}, {child("c", {.restart = r.kind}, body)});
    const otp::pid first = otp::expect<otp::pid>();
    otp::send(first, go{});
    reason_of_end(first);
    const auto children = otp::which_children(sup);  // answered after the supervisor has dealt with the end
    const std::string cell = std::to_string(int(r.kind)) + " " + to_string(r.reason);
    if (r.kind == otp::temporary) {
      EXPECT_TRUE(children.empty()) << cell << ": its spec goes with it";
    } else {
      ASSERT_EQ(children.size(), 1u) << cell;
      EXPECT_EQ(children[0].status == child_info::state::running, r.restarted) << cell;
    }
    if (r.restarted) {
      EXPECT_NE(otp::expect<otp::pid>(), first) << cell;
    }
    otp::stop(sup);
  }
}

TEST(child_spec_test, brutal_kill_and_shutdown_times) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto stubborn = [to = otp::self()] {
    otp::trap_exit(true);
    otp::send(to, otp::self());
    for (;;) otp::receive([](otp::exit_message) {});
  };
  const auto sup = otp::start_supervisor(
      {}, {child("brutal", {.shutdown = otp::brutal_kill}, stubborn), child("soon", {.shutdown = 1ms}, stubborn)});
  for (int i = 0; i < 2; ++i) otp::expect<otp::pid>();  // in either order: both trap exits now
  for (const child_info& c : otp::which_children(sup)) {
    const otp::ref m = otp::monitor(c.pid);
    EXPECT_EQ(otp::terminate_child(sup, c.id), otp::supervisor_error::none);
    EXPECT_EQ(reason_of_end(m), otp::killed);
  }
  // Only the one that was asked first is reported for having been killed.
  EXPECT_EQ(reports.count(otp::report::kind::supervisor), 1u);
}

TEST(child_spec_test, a_shutdown_time_that_no_clock_can_count_to_is_no_shorter_for_it) {
  report_box reports;
  otp::system system(virtual_time(reports.options()));
  const auto slow = [] {
    otp::trap_exit(true);
    otp::receive([](otp::exit_message) {});
    otp::sleep_for(1h);
  };
  for (const otp::strategy how : {otp::one_for_one, otp::simple_one_for_one}) {
    const auto sup = otp::start_supervisor(
        {.strategy = how}, {child("a", {.restart = otp::temporary, .shutdown = otp::infinity - 1s}, slow)});
    if (how == otp::simple_one_for_one) otp::start_child(sup);
    const otp::ref watch = otp::monitor(otp::which_children(sup).front().pid);
    otp::sleep_for(1s);
    otp::stop(sup);
    EXPECT_EQ(reason_of_end(watch), otp::normal);
  }
}

TEST(child_spec_test, auto_shutdown_follows_the_significant_children) {
  report_box reports;
  otp::system system(reports.options());
  otp::trap_exit(true);
  for (const auto mode : {otp::any_significant, otp::all_significant}) {
    const auto job = [to = otp::self()] {
      otp::send(to, otp::self());
      otp::receive([](go) {});
    };
    const auto sup = otp::start_supervisor({.auto_shutdown = mode},
                                           {child("j1", {.restart = otp::transient, .significant = true}, job),
                                            child("j2", {.restart = otp::transient, .significant = true}, job)});
    const otp::ref m = otp::monitor(sup);
    const otp::pid first = otp::expect<otp::pid>(), second = otp::expect<otp::pid>();
    otp::send(first, go{});
    if (mode == otp::all_significant) {
      reason_of_end(first);
      EXPECT_EQ(otp::which_children(sup).size(), 2u) << "one significant child is left";
      otp::send(second, go{});
    }
    EXPECT_EQ(reason_of_end(m), otp::shutdown);
  }
}

}  // namespace
