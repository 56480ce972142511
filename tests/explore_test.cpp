// explore_test.cpp - races that otp::explore has to find and their mends that it has to pass, and the explorer itself.
#include <otp/explore.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "support.hpp"

// Three races that everybody writes once. Each is found, told with a schedule that gives it again, and gone when
// mended.

namespace {

const otp::exploration thousand{.schedules = 1000};

void expect_found_and_replayed(const std::function<void()>& scenario, const std::string& failure) {
  const std::optional<otp::scenario_run> found = otp::find_failing_schedule(thousand, scenario);
  ASSERT_TRUE(found);
  EXPECT_NE(found->failure->find(failure), std::string::npos) << *found->failure;
  EXPECT_FALSE(found->trace.empty());
  const otp::scenario_run again = otp::replay(found->schedule, scenario);
  EXPECT_EQ(again.failure, found->failure);
  EXPECT_EQ(again.trace, found->trace);
  // The text names the schedule in the form that OTP_SCHEDULE takes.
  const std::string text = to_string(*found), key = "OTP_SCHEDULE=";
  const std::size_t at = text.find(key);
  ASSERT_NE(at, std::string::npos) << text;
  EXPECT_EQ(otp::parse_schedule(text.substr(at + key.size(), text.find('\n', at) - at - key.size())), found->schedule);
}

// ---- check, then register -------------------------------------------------------------------------------------------

void two_register(const std::function<void()>& as_leader) {
  std::vector<otp::ref> ends;
  for (int i = 0; i < 2; ++i) ends.push_back(otp::spawn_monitor(as_leader).ref);
  for (const otp::ref& end : ends)
    if (const otp::exit_reason why = reason_of_end(end); why != otp::normal)
      throw otp::expectation_failed("a candidate ended: " + to_string(why));
}

void check_then_register() {
  two_register([] {
    if (!otp::whereis_name("leader")) otp::register_name("leader", otp::self());
  });
}
void register_and_see() {
  two_register([] {
    try {
      otp::register_name("leader", otp::self());
    } catch (const otp::error&) {  // somebody else is
    }
  });
}

TEST(explore_test, check_then_register_is_a_race) { expect_found_and_replayed(check_then_register, "leader"); }
TEST(explore_test, registering_and_seeing_is_none) { otp::explore(thousand, register_and_see); }

// ---- a lost update --------------------------------------------------------------------------------------------------

struct get {
  using reply = int;
};
struct set {
  using reply = void;
  int to;
};
struct add {
  using reply = void;
  int n;
};
struct account : otp::gen_server<account> {
  int balance = 0;
  int handle_call(get) { return balance; }
  void handle_call(struct set s) { balance = s.to; }
  void handle_call(add a) { balance += a.n; }
};

void two_pay_in(const std::function<void(const otp::server_ref<account>&)>& pay_in) {
  const auto server = otp::start<account>();
  std::vector<otp::ref> ends;
  for (int i = 0; i < 2; ++i) ends.push_back(otp::spawn_monitor([&] { pay_in(server); }).ref);
  for (const otp::ref& end : ends) reason_of_end(end);
  if (const int balance = otp::call(server, get{}); balance != 2)
    throw otp::expectation_failed("the balance is " + std::to_string(balance));
}

void read_then_write() {
  two_pay_in([](const auto& server) { otp::call(server, set{otp::call(server, get{}) + 1}); });
}
void one_request() {
  two_pay_in([](const auto& server) { otp::call(server, add{1}); });
}

TEST(explore_test, an_update_in_two_calls_can_be_lost) {
  expect_found_and_replayed(read_then_write, "the balance is 1");
}
TEST(explore_test, an_update_in_one_call_cannot) { otp::explore(thousand, one_request); }

// ---- demonitor without flush ----------------------------------------------------------------------------------------

void no_longer_watching(otp::demonitor_option option) {
  const auto watch = otp::spawn_monitor([] {}).ref;
  otp::demonitor(watch, option);
  otp::sleep_for(1s);  // whatever can come has come then
  otp::expect_none<otp::down>();
}

TEST(explore_test, after_demonitor_without_flush_a_down_may_wait) {
  expect_found_and_replayed([] { no_longer_watching({}); }, "unexpected otp::down");
}
TEST(explore_test, after_demonitor_with_flush_none_does) {
  otp::explore(thousand, [] { no_longer_watching(otp::flush); });
}

// ---- the explorer itself --------------------------------------------------------------------------------------------

TEST(explore_test, explore_throws_the_report) {
  try {
    otp::explore(thousand, check_then_register);
    ADD_FAILURE();
  } catch (const otp::expectation_failed& e) {
    const std::string text = e.what();
    for (const char* part :
         {"a candidate ended", "steps with", "preemptions", "OTP_SCHEDULE=", "register_name", "spawn"})
      EXPECT_NE(text.find(part), std::string::npos) << "no " << part << " in\n" << text;
  }
}

TEST(explore_test, what_is_reported_has_few_preemptions) {
  std::uint64_t fewest_uniform = 1000;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    if (const auto run = otp::replay(otp::seeded(seed), check_then_register); run.failure)
      fewest_uniform = std::min(fewest_uniform, run.progress.preemptions);
  const auto found = otp::find_failing_schedule(thousand, check_then_register);
  ASSERT_TRUE(found);
  std::printf("%d preemptions, where 200 uniform schedules need %d\n", int(found->progress.preemptions),
              int(fewest_uniform));
  EXPECT_LE(found->progress.preemptions, fewest_uniform);
}

TEST(explore_test, a_deadlock_is_a_failure) {
  const auto found = otp::find_failing_schedule({.schedules = 10}, [] { otp::receive([](done) {}); });
  ASSERT_TRUE(found);
  EXPECT_NE(found->failure->find("nobody can run"), std::string::npos) << *found->failure;
}

TEST(explore_test, a_run_without_an_end_is_a_failure) {
  const auto found = otp::find_failing_schedule({.schedules = 10, .longest = 5000}, [] {
    for (;;) otp::checkpoint();
  });
  ASSERT_TRUE(found);
  EXPECT_NE(found->failure->find("has not ended after"), std::string::npos) << *found->failure;
}

TEST(explore_test, expectations_that_do_not_throw_can_be_asked_for) {
  bool wrong = false;
  const auto found =
      otp::find_failing_schedule({.schedules = 10, .failed = [&] { return wrong; }}, [&] { wrong = true; });
  ASSERT_TRUE(found);
}

TEST(explore_test, a_scenario_that_depends_on_more_than_the_schedule_is_told_so) {
  int runs = 0;
  try {
    otp::find_failing_schedule({.schedules = 10}, [&] {
      if (++runs % 3 == 1) throw std::runtime_error("sometimes");
    });
    ADD_FAILURE();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::not_repeatable);
    EXPECT_NE(std::string(e.what()).find("depends on more than the schedule"), std::string::npos) << e.what();
  }
}

TEST(explore_test, with_a_schedule_in_the_environment_only_that_is_run) {
  ASSERT_EQ(setenv("OTP_SCHEDULE", "pct:5:1:10", 1), 0);
  int runs = 0;
  EXPECT_FALSE(otp::find_failing_schedule(thousand, [&] { ++runs; }));
  ASSERT_EQ(unsetenv("OTP_SCHEDULE"), 0);
  EXPECT_EQ(runs, 1);
}

TEST(explore_test, an_actor_explores_on_another_thread_and_stays_what_it_is) {
  otp::system system;
  const otp::pid me = otp::self();
  int runs = 0;
  EXPECT_THROW(otp::explore({.schedules = 3},
                            [&] {
                              ++runs;
                              EXPECT_NE(otp::self(), me);
                              if (runs == 3) throw std::runtime_error("the third fails");
                            }),
               otp::error);  // and not again, when run again
  EXPECT_EQ(otp::self(), me);
  EXPECT_EQ(otp::replay(otp::seeded(1), [] { otp::exit("a reason"); }).failure, "a reason");
}

TEST(explore_test, the_trace_of_a_run_has_its_reports_too) {
  testing::internal::CaptureStderr();
  const otp::scenario_run run = otp::replay(
      otp::seeded(1), [] { reason_of_end(otp::spawn("crasher", [] { throw std::runtime_error("boom"); })); });
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_NE(std::find_if(run.trace.begin(), run.trace.end(),
                         [](const std::string& line) {
                           return line.find("crasher") != std::string::npos && line.find("boom") != std::string::npos;
                         }),
            run.trace.end());
}

}  // namespace

// ---- what it leaves for a page of the run ---------------------------------------------------------------------------

namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

class files {
 public:
  explicit files(const std::string& name) : path(testing::TempDir() + name + "." + std::to_string(::getpid())) {
    remove();
  }
  ~files() { remove(); }
  files(const files&) = delete;
  files& operator=(const files&) = delete;
  const std::string path, passed = path + ".passed";

 private:
  void remove() const {
    std::remove(path.c_str());
    std::remove(passed.c_str());
  }
};

/// Sets a variable of the environment for as long as it lives.
class in_the_environment {
 public:
  in_the_environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~in_the_environment() { ::unsetenv(name_); }

 private:
  const char* const name_;
};

TEST(explore_shows, the_failing_run_and_one_that_went_well_beside_it) {
  const files written("explore_shows");
  const auto found = otp::find_failing_schedule({.schedules = 1000, .show = written.path}, check_then_register);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->show, "scripts/show " + written.path + " --beside " + written.passed);
  EXPECT_NE(to_string(*found).find("\nstep through it: scripts/show " + written.path), std::string::npos);
  const std::string failing = text_of(written.path), passing = text_of(written.passed);
  EXPECT_EQ(failing.find("{\"otpp_trace\":1,\"schedule\":\"" + to_string(found->schedule) + "\""), 0u) << failing;
  for (const std::string& run : {failing, passing}) EXPECT_EQ(count(run, "otpp_trace"), 1u);
  EXPECT_EQ(count(failing, "\"what\":\"mark\",\"actor\":\"<0.1>\",\"other\":\"\",\"text\":\"failed: a candidate"), 1u);
  EXPECT_EQ(count(passing, "\"what\":\"mark\""), 0u) << passing;
  // They go the same way for a while, which those drawn anyhow do not.
  const std::string one = failing.substr(failing.find('\n')), other = passing.substr(passing.find('\n'));
  const auto parting = std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first;
  EXPECT_GE(std::count(one.begin(), parting, '\n'), 5) << failing << passing;
}

TEST(explore_shows, a_run_where_the_environment_says) {
  const files written("explore_shows_too");
  const in_the_environment says("OTP_SHOW", written.path);
  EXPECT_THROW(otp::explore(thousand, check_then_register), otp::expectation_failed);
  EXPECT_EQ(count(text_of(written.path), "failed: a candidate"), 1u);
}

TEST(explore_shows, no_run_that_goes_well) {
  const files written("explore_shows_none");
  otp::explore({.schedules = 20, .show = written.path}, register_and_see);
  EXPECT_EQ(text_of(written.path), "");
}

TEST(explore_shows, why_it_cannot) {
  const auto found =
      otp::find_failing_schedule({.schedules = 1000, .show = "/no/such/folder/run"}, check_then_register);
  ASSERT_TRUE(found);
  EXPECT_NE(found->show.find("cannot write to '/no/such/folder/run'"), std::string::npos) << found->show;
}

TEST(explore_shows, a_failure_that_stays_beside_a_run_before_it) {
  const files written("explore_shows_flag");
  bool failed = false;
  const otp::exploration how{.schedules = 1000, .failed = [&] { return failed; }, .show = written.path};
  const auto found = otp::find_failing_schedule(how, [&] {
    try {
      check_then_register();
    } catch (const otp::expectation_failed&) {
      failed = true;  // as GoogleTest's HasFailure
    }
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(count(text_of(written.path), "failed: a candidate"), 1u);
}

TEST(explore_shows, in_the_file_of_OTP_TRACE_the_run_that_is_reported_alone) {
  const files written("explore_traces");
  const in_the_environment says("OTP_TRACE", written.path);
  const auto found = otp::find_failing_schedule(thousand, check_then_register);
  ASSERT_TRUE(found);
  const std::string text = text_of(written.path);
  EXPECT_EQ(count(text, "otpp_trace"), 1u);
  EXPECT_EQ(text.find("{\"otpp_trace\":1,\"schedule\":\"" + to_string(found->schedule) + "\""), 0u) << text;
}

}  // namespace
