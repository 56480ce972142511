// trace_test.cpp - the trace: which events a hook sees, and how a file shows them.
#include "support.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace {

TEST(trace_test, a_hook_sees_what_actors_do_in_order) {
  std::mutex mutex;
  std::vector<std::string> lines;
  otp::options options;
  options.trace = [&](const otp::trace_event& e) {
    std::lock_guard lock(mutex);
    lines.push_back(to_string(e));
  };
  {
    otp::system system(options);
    const auto [p, m] =
        otp::spawn_monitor("w", [to = otp::self()] { otp::receive([&](go) { otp::send(to, done{}); }); });
    otp::register_name("worker", p);
    otp::send(p, go{});
    otp::expect<done>();
    reason_of_end(m);
  }
  const auto at = [&](const std::string& line) {
    const auto found = std::find(lines.begin(), lines.end(), line);
    EXPECT_NE(found, lines.end()) << line;
    return found;
  };
  EXPECT_LT(at("<0.1> monitor <0.2>"), at("<0.1> send <0.2> go"));
  EXPECT_LT(at("<0.1> register_name <0.2> worker"), at("<0.1> send <0.2> go"));
  EXPECT_LT(at("<0.1> send <0.2> go"), at("<0.2> receive go"));
  EXPECT_LT(at("<0.2> receive go"), at("<0.2> send <0.1> done"));
  EXPECT_LT(at("<0.2> send <0.1> done"), at("<0.1> receive done"));
  EXPECT_LT(at("<0.2> send <0.1> done"), at("<0.2> down <0.1> normal"));
  EXPECT_LT(at("<0.2> down <0.1> normal"), at("<0.1> receive otp::down"));
  at("<0.1> spawn <0.2> w");
  at("<0.2> exit normal");
}

TEST(trace_test, to_link_what_is_linked_is_no_event) {
  std::mutex mutex;
  int links = 0;
  otp::options options;
  options.trace = [&](const otp::trace_event& e) {
    std::lock_guard lock(mutex);
    links += e.what == otp::trace_event::kind::link;
  };
  {
    otp::system system(options);
    const otp::pid p = otp::spawn([] { otp::wait_for_end(); });
    for (int i = 0; i < 3; ++i) otp::link(p);
    otp::unlink(p);
    otp::link(p);
    otp::unlink(p);
  }
  EXPECT_EQ(links, 2);
}

TEST(trace_test, a_file_gets_each_event_as_a_line_of_json) {
  // A file for each process: this test runs under several schedules at once.
  const std::string path = testing::TempDir() + "otp_trace_test." + std::to_string(::getpid());
  otp::options options = virtual_time();
  options.trace = otp::trace_to_file(path);
  {
    otp::system system(options);
    const auto [p, m] = otp::spawn_monitor("a \"quoted\"\nname", [] { otp::receive([](go) {}); });
    otp::send(p, go{});
    reason_of_end(m);
  }
  std::ifstream file(path);
  std::string text, first, head;
  std::getline(file, head);
  EXPECT_EQ(head, "{\"otpp_trace\":1,\"schedule\":\"" + to_string(otp::resolve(options.schedule)) +
                      "\",\"program\":\"trace_test\"}");
  for (std::string line; std::getline(file, line); text += line + "\n")
    if (line.find("\"what\":\"spawn\"") != std::string::npos) first = line;
  EXPECT_NE(first.find("\"actor\":\"<0.1>\",\"other\":\"<0.2>\",\"text\":\"a \\\"quoted\\\"\\u000aname\""),
            std::string::npos)
      << first;
  EXPECT_NE(text.find("\"what\":\"send\",\"actor\":\"<0.1>\",\"other\":\"<0.2>\",\"text\":\"go\",\"position\":1,"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(",\"could_run\":[\"<0."), std::string::npos) << text;
  EXPECT_NE(text.find(",\"id\":\"#Ref<1."), std::string::npos) << text;  // of the monitor
  EXPECT_EQ(std::remove(path.c_str()), 0);
  EXPECT_THROW(otp::trace_to_file("/no/such/folder/file"), otp::error);
}

TEST(trace_test, an_event_is_one_line_whatever_its_text) {
  EXPECT_EQ(to_string(otp::trace_event{otp::trace_event::kind::exit, {}, {}, "a\nb"}), "<none> exit a\\nb");
}

TEST(trace_test, every_kind_of_event_has_its_own_name) {
  using kind = otp::trace_event::kind;
  const std::vector<std::string> names = {"spawn",   "send",          "receive",         "flush",     "drop",
                                          "link",    "unlink",        "monitor",         "demonitor", "exit_signal",
                                          "down",    "register_name", "unregister_name", "set_timer", "cancel_timer",
                                          "timeout", "restart",       "transition",      "wait",      "mark",
                                          "begin",   "exit"};
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(to_string(static_cast<kind>(i)), names[i]);
  EXPECT_EQ(static_cast<std::size_t>(kind::exit) + 1, names.size());
}

TEST(trace_test, an_event_without_another_actor_or_text_leaves_no_gap) {
  using kind = otp::trace_event::kind;
  otp::system system(virtual_time());
  EXPECT_EQ(to_string(otp::trace_event{kind::send, otp::self(), {}, "go"}), "<0.1> send go");
  EXPECT_EQ(to_string(otp::trace_event{kind::link, otp::self(), otp::self(), ""}), "<0.1> link <0.1>");
}

TEST(trace_test, a_restart_names_the_new_child_and_its_id) {
  std::mutex mutex;
  std::vector<otp::trace_event> restarts;
  otp::options options = virtual_time();
  options.report = {};
  options.trace = [&](const otp::trace_event& e) {
    std::lock_guard lock(mutex);
    if (e.what == otp::trace_event::kind::restart) restarts.push_back(e);
  };
  otp::system system(options);
  const auto sup = otp::start_supervisor({}, {otp::child("w", [] { otp::wait_for_end(); })});
  const otp::pid first = otp::which_children(sup).front().pid;
  otp::exit(first, otp::kill);
  ASSERT_TRUE(otp::eventually([&] { return otp::which_children(sup).front().pid != first; }));
  const otp::pid second = otp::which_children(sup).front().pid;
  std::lock_guard lock(mutex);
  ASSERT_EQ(restarts.size(), 1u);
  EXPECT_EQ(restarts.front().other, second);
  EXPECT_EQ(restarts.front().text, "w");
}

}  // namespace
