// report_test.cpp - crash reports and the other kinds: what they say, when, and to which reporter.
#include "support.hpp"

namespace {

TEST(report_test, a_crash_says_who_why_the_last_message_and_the_ancestors) {
  report_box reports;
  otp::system system(reports.options());
  const auto [p, m] = otp::spawn_monitor("outer", [] {
    const auto [inner, watch] =
        otp::spawn_monitor("inner", [] { otp::receive([](number) { throw std::runtime_error("boom"); }); });
    otp::register_name("victim", inner);
    otp::send(inner, number{1});
    reason_of_end(watch);
  });
  reason_of_end(m);
  ASSERT_EQ(reports.all().size(), 1u);
  otp::report r = reports.all().front();
  EXPECT_EQ(r.what, otp::report::kind::crash);
  r.thread = 0;  // the next test is about that
  EXPECT_EQ(to_string(r),
            "otp: crash of <0.3> victim\n"
            "       reason: {std::runtime_error,\"boom\"}\n"
            "       last message: number\n"
            "       ancestors: <0.2> outer <0.1> main\n");
}

TEST(report_test, a_crash_says_when_and_in_which_thread) {
  report_box reports;
  long thread = 0;
  const auto before = std::chrono::system_clock::now();
  {
    otp::options options = reports.options();
    options.schedule = otp::free_running;
    otp::system system(options);
    how_it_ends([&] {
      thread = gettid();
      throw 1;
    });
  }
  const otp::report r = reports.all().at(0);
  EXPECT_EQ(r.thread, thread);
  EXPECT_LE(before, r.time);
  EXPECT_LE(r.time, std::chrono::system_clock::now());
  const otp::report known{.what = otp::report::kind::crash,
                          .reason = "why",
                          .time = std::chrono::system_clock::from_time_t(86'400) + 7ms,
                          .thread = 12};
  EXPECT_EQ(to_string(known),
            "otp: crash of <none>\n       reason: why\n       at 1970-01-02 00:00:00.007 UTC, thread 12\n");
}

TEST(report_test, with_a_seed_a_crash_has_no_time_and_no_thread) {
  report_box reports;
  otp::options options = reports.options();
  options.schedule = otp::seeded(1);
  otp::system system(options);
  how_it_ends([] { throw 1; });
  EXPECT_EQ(reports.all().at(0).thread, 0);
  EXPECT_EQ(reports.all().at(0).time, std::chrono::system_clock::time_point());
}

TEST(report_test, ends_that_are_no_failure_of_the_actor_itself_are_not_reported) {
  report_box reports;
  otp::system system(reports.options());
  how_it_ends([] {});
  how_it_ends([] { otp::exit(otp::shutdown); });
  how_it_ends([] { otp::exit(otp::exit_reason::shutdown_because("x")); });
  how_it_ends([] { otp::exit(otp::self(), otp::kill); });
  how_it_ends([] { otp::exit(otp::self(), "signal"); });
  EXPECT_TRUE(reports.all().empty());
  how_it_ends([] { otp::exit("failure"); });
  EXPECT_EQ(reports.all().size(), 1u);
}

TEST(report_test, the_crash_is_reported_before_anybody_hears_of_the_end) {
  report_box reports;
  otp::system system(reports.options());
  for (std::size_t i = 1; i <= 50; ++i) {
    how_it_ends([] { throw 1; });
    EXPECT_EQ(reports.all().size(), i);
  }
}

TEST(report_test, a_reporter_that_throws_harms_nobody) {
  otp::options options;
  options.report = [](const otp::report&) { throw std::runtime_error("disk full"); };
  otp::system system(options);
  EXPECT_EQ(how_it_ends([] { throw 1; }), otp::exit_reason::nocatch("int"));
}

TEST(report_test, each_fact_stays_on_its_line_and_no_text_can_look_like_another_report) {
  using kind = otp::report::kind;
  const std::string bad = "a\notp: crash of <0.9> root";
  const otp::report crash{
      .what = kind::crash, .name = bad, .reason = otp::exit_reason(bad), .last_message = bad, .ancestors = {bad}};
  EXPECT_EQ(to_string(crash),
            "otp: crash of <none> a\\notp: crash of <0.9> root\n"
            "       reason: a\\notp: crash of <0.9> root\n"
            "       last message: a\\notp: crash of <0.9> root\n"
            "       ancestors: a\\notp: crash of <0.9> root\n");
  for (const kind what : {kind::supervisor, kind::abandoned}) {
    const std::string text = to_string(otp::report{.what = what, .name = bad, .reason = bad, .text = bad});
    EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
  }
  const otp::report lines{.what = kind::warning, .text = "deadlock\n  <0.1> main waits\rfor b\n" + bad};
  EXPECT_EQ(to_string(lines),
            "otp: warning from <none>: deadlock\n"
            "  <0.1> main waits\\rfor b\n"
            "       a\n"
            "       otp: crash of <0.9> root\n");
  const otp::report deadlock{.what = kind::crash, .reason = otp::exit_reason::error("otp::error", "x\n  \"y\"\nz")};
  EXPECT_EQ(to_string(deadlock), "otp: crash of <none>\n       reason: {otp::error,\"x\n  \\\"y\\\"\n       z\"}\n");
}

TEST(report_test, each_kind_has_its_own_words) {
  using kind = otp::report::kind;
  EXPECT_EQ(to_string(otp::report{.what = kind::crash, .reason = "why"}), "otp: crash of <none>\n       reason: why\n");
  EXPECT_EQ(to_string(otp::report{.what = kind::supervisor, .name = "top", .reason = "why", .text = "restarts a"}),
            "otp: supervisor <none> top: restarts a: why\n");
  EXPECT_EQ(to_string(otp::report{.text = "one\n\n two\n"}), "otp: warning from <none>: one\n\n two\n\n");
  EXPECT_EQ(to_string(otp::report{.what = kind::abandoned}),
            "otp: abandoned <none>: its thread did not end after kill; the program goes on without it\n");
  EXPECT_EQ(to_string(otp::report{.what = kind::abandoned, .text = "in a loop"}),
            "otp: abandoned <none>: its thread did not end after kill; the program goes on without it (in a loop)\n");
  EXPECT_EQ(to_string(otp::report{.what = kind::debug, .name = "c", .text = "new state a\notp: crash"}),
            "otp: *DBG* <none> c new state a\n       otp: crash\n");
}

TEST(report_test, without_a_reporter_a_report_goes_to_standard_error) {
  otp::system system(virtual_time());
  testing::internal::CaptureStderr();
  otp::publish(otp::report{.text = "watch out"});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "otp: warning from <0.1> main: watch out\n");
}

}  // namespace
