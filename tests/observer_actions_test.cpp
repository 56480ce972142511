// observer_actions_test.cpp - what the live observer refuses, what it does for who may ask, and its end.
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "browser.hpp"

namespace {

// ---- what it refuses ------------------------------------------------------------------------------------------------

TEST(observer_actions_test, foreign_hosts_and_pages_and_long_bodies_are_refused) {
  const otp::system system(virtual_time());
  const otp::observer watch{{.record = "unused"}};
  const browser page(watch);
  EXPECT_EQ(page.get("/", {{"Host", "evil.example"}})->status, 403);
  EXPECT_EQ(page.get("/api/tree", {{"Host", "127.0.0.1:1"}})->status, 403);
  EXPECT_EQ(page.get("/api/tree", {{"Origin", "http://evil.example"}})->status, 403);
  EXPECT_EQ(page.get("/api/tree", {{"Origin", "null"}})->status, 403);
  EXPECT_EQ(page.get("/api/tree", {{"Origin", page.base()}})->status, 200);
  EXPECT_EQ(page.get("/")->status, 200);
  const std::string body = R"({"do":")" + std::string(64 * 1024, 'x') + "\"}";
  EXPECT_EQ(page.post("/api/record", body, page.token())->status, 413);
  EXPECT_EQ(page.post("/api/record", "[1]", page.token())->status, 400);
  EXPECT_EQ(page.post("/api/record", R"({"do":"stop"})", "wrong")->status, 403);
  EXPECT_EQ(page.post("/api/record", R"({"do":"stop"})", page.token())->status, 200);
}

TEST(observer_actions_test, nothing_is_done_without_leave_or_token_or_in_a_seeded_run_in_real_time) {
  {
    const otp::system system(real_time());
    const otp::pid p = idle();
    const otp::observer looks;
    EXPECT_EQ(browser(looks).token(), "");
    EXPECT_EQ(browser(looks).act(R"({"do":"kill","pid":"<0.2>"})")->status, 403);
    EXPECT_EQ(browser(looks).post("/api/record", R"({"do":"start"})", "")->status, 403);
    const otp::observer acts{{.actions = true}};
    const browser page(acts);
    const std::string kill = R"({"do":"kill","pid":")" + to_string(p) + "\"}";
    EXPECT_EQ(page.post("/api/action", kill, "")->status, 403);
    EXPECT_EQ(page.post("/api/action", kill, std::string(32, '0'))->status, 403);
    EXPECT_TRUE(otp::is_process_alive(p));
    EXPECT_EQ(page.act(R"({"do":"kill","pid":"<0.1>"})")->status, 409) << "main";
    EXPECT_EQ(page.act(R"({"do":"kill","pid":"<0.99>"})")->status, 404);
    EXPECT_EQ(page.act(R"({"do":"dance","pid":"<0.2>"})")->status, 400);
    EXPECT_EQ(page.act(R"({"do":"start_child","pid":")" + to_string(p) + "\"}")->status, 409) << "no supervisor";
    EXPECT_EQ(page.act(R"({"do":"chaos","on":true,"every":0})")->status, 400);
    const otp::ref end = otp::monitor(p);
    EXPECT_EQ(page.act(kill)->status, 200);
    EXPECT_EQ(reason_of_end(end), otp::killed);
  }
  const otp::system seeded(virtual_time());
  const otp::observer acts{{.actions = true, .record = "unused"}};
  EXPECT_EQ(browser(acts).act(R"({"do":"kill","pid":"<0.1>"})")->status, 409);
  EXPECT_EQ(otp::processes().size(), 1u);
}

// ---- what it does ---------------------------------------------------------------------------------------------------

TEST(observer_actions_test, a_killed_child_is_restarted_and_shown_within_a_second_in_real_time) {
  report_box reports;
  const otp::system system(real_time(reports.options()));
  const otp::observer watch{{.actions = true}};
  const browser page(watch);
  const otp::supervisor_ref sup = shop();
  const otp::pid before = otp::which_child(sup, "till")->pid;
  ASSERT_EQ(page.act(R"({"do":"kill","pid":")" + to_string(before) + "\"}")->status, 200);
  std::string tree;
  EXPECT_TRUE(comes_true_within(1s, [&] {
    tree = page.body("/api/tree");
    return field(object_of(tree, sup.pid()), "restarts_made") == "1";
  })) << tree;
  const otp::pid now = otp::which_child(sup, "till")->pid;
  EXPECT_EQ(object_of(tree, before), "");
  EXPECT_EQ(field(object_of(tree, now), "child_id"), "till");
  EXPECT_EQ(field(object_of(tree, now), "restarts"), "1");
}

TEST(observer_actions_test, servers_are_suspended_and_children_stopped_and_started_in_real_time) {
  report_box reports;
  const otp::system system(real_time(reports.options()));
  const otp::observer watch{{.actions = true}};
  const browser page(watch);
  const otp::supervisor_ref sup = shop();
  const std::string it = to_string(sup.pid());
  EXPECT_EQ(page.act(R"({"do":"suspend","pid":")" + it + "\"}")->status, 200);
  const httplib::Result state = page.act(R"({"do":"state","pid":")" + it + "\"}");
  EXPECT_EQ(field(state->body, "suspended"), "true") << state->body;
  EXPECT_EQ(page.act(R"({"do":"resume","pid":")" + it + "\"}")->status, 200);
  EXPECT_EQ(page.act(R"({"do":"terminate_child","id":"till","pid":")" + it + "\"}")->status, 200);
  EXPECT_FALSE(otp::which_child(sup, "till")->pid);
  const httplib::Result started = page.act(R"({"do":"start_child","id":"till","pid":")" + it + "\"}");
  EXPECT_EQ(field(started->body, "pid"), to_string(otp::which_child(sup, "till")->pid));
  EXPECT_EQ(page.act(R"({"do":"start_child","id":"till","pid":")" + it + "\"}")->status, 409) << "it runs";
  const otp::ref end = otp::monitor(otp::which_child(sup, "stock")->pid);
  EXPECT_EQ(page.act(R"({"do":"exit","reason":"boom","pid":")" + to_string(otp::which_child(sup, "stock")->pid) + "\"}")
                ->status,
            200);
  EXPECT_EQ(reason_of_end(end), otp::exit_reason("boom"));
}

TEST(observer_actions_test, chaos_crashes_children_until_it_is_told_to_stop_in_real_time) {
  report_box reports;
  const otp::system system(real_time(reports.options()));
  const otp::observer watch{{.actions = true}};
  const browser page(watch);
  const otp::supervisor_ref sup = shop();
  EXPECT_EQ(page.act(R"({"do":"chaos","on":true,"every":0.1})")->status, 200);
  EXPECT_TRUE(comes_true_within(20s, [&] {
    const std::string seen = page.body("/api/overview");
    return field(seen, "crashed") != "0" && field(seen, "restarts") != "0";
  }));
  EXPECT_EQ(page.act(R"({"do":"chaos","on":false})")->status, 200);
  EXPECT_EQ(field(page.body("/api/overview"), "on"), "false");
  EXPECT_TRUE(otp::is_process_alive(sup.pid()));
}

TEST(observer_actions_test, what_happens_while_it_records_goes_to_the_file) {
  const std::string path = testing::TempDir() + "observer_actions_test.trace";
  std::filesystem::remove(path);
  {
    const otp::system system(virtual_time());
    const otp::observer watch{{.record = path}};
    const browser page(watch);
    otp::send(otp::self(), number{1});
    EXPECT_EQ(page.post("/api/record", R"({"do":"start"})", page.token())->status, 200);
    EXPECT_EQ(field(page.body("/api/overview"), "path"), path);
    otp::send(otp::self(), go{});
    EXPECT_EQ(page.post("/api/record", R"({"do":"stop"})", page.token())->status, 200);
    otp::send(otp::self(), done{});
  }
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(text.find("\"text\":\"go\""), std::string::npos) << text;
  EXPECT_EQ(text.find("\"text\":\"number\""), std::string::npos) << text;
  EXPECT_EQ(text.find("\"text\":\"done\""), std::string::npos) << text;
}

// ---- its end --------------------------------------------------------------------------------------------------------

TEST(observer_actions_test, the_child_of_a_fork_leaves_it_as_it_is_in_real_time) {
  if (SANITIZED) GTEST_SKIP() << "fork_test says why";
  const otp::system system(real_time());
  auto watch = std::make_unique<otp::observer>();
  const browser page(*watch);
  page.body("/api/tree");
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    watch.reset();
    _exit(7);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7) << status;
  EXPECT_EQ(page.get("/api/tree")->status, 200);
}

TEST(observer_actions_test, a_program_that_exits_with_it_ends_in_real_time) {
  if (SANITIZED) GTEST_SKIP() << "fork_test says why";
  EXPECT_EXIT(
      {
        alarm(20);
        const otp::system system(real_time());
        const otp::observer watch{{.actions = true}};
        const browser page(watch);
        const silent_reader live(page, "/api/events");
        const silent_reader updates(page, "/api/updates?view=tree&every=250");
        std::exit(5);
      },
      testing::ExitedWithCode(5), "");
}

TEST(observer_actions_test, a_port_that_is_taken_is_an_error) {
  const otp::system system(virtual_time());
  const otp::observer first;
  const std::string base = browser(first).base();
  const auto port = static_cast<std::uint16_t>(std::stoi(base.substr(base.rfind(':') + 1)));
  EXPECT_THROW(otp::observer({.port = port}), otp::error);
  EXPECT_EQ(browser(first).get("/api/tree")->status, 200);
}

}  // namespace
