// print_tree_test.cpp - the tree of a system as text: what is said of each actor, and how it is indented.
#include "support.hpp"

#include "counter.hpp"

namespace {

/// Waits for a go, and says that it is about to.
void patient(const otp::pid& to) {
  otp::send(to, ready{});
  otp::receive([](go) {});
}

TEST(print_tree_test, starters_stand_above_those_they_have_started) {
  const otp::system system(virtual_time());
  const otp::pid middle = otp::spawn("middle", [to = otp::self()] {
    otp::spawn("leaf", [to] { patient(to); });
    patient(to);
  });
  otp::expect<ready>();
  otp::expect<ready>();
  otp::sleep_for(1ms);
  otp::send(otp::self(), done{});
  EXPECT_EQ(otp::tree_text(),
            "system 0: 3 actors, 1 message waits\n"
            "<0.1> main, 1 message waits, runs\n"
            "  <0.2> middle, waits for go\n"
            "    <0.3> leaf, waits for go\n");
  const otp::ref end = otp::monitor(middle);
  otp::send(middle, go{});
  reason_of_end(end);
  EXPECT_EQ(otp::tree_text(),
            "system 0: 2 actors, 1 message waits\n"
            "<0.1> main, 1 message waits, runs\n"
            "<0.3> leaf, started by <0.2>, which has ended, waits for go\n");
}

TEST(print_tree_test, supervisors_say_what_they_call_their_children_and_how_often_they_restarted_them) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const otp::supervisor_ref sup =
      otp::start_supervisor({.intensity = 9, .name = "shop"}, {otp::child("till", [] { otp::receive([](done) {}); })});
  for (int i = 0; i < 2; ++i) {
    otp::exit(otp::which_child(sup, "till")->pid, otp::kill);
    otp::sleep_for(1ms);
  }
  const std::string text = otp::tree_text();
  EXPECT_NE(text.find("\n  <0.2> shop, supervisor, made 2 restarts, waits for a message\n"), std::string::npos) << text;
  EXPECT_NE(text.find(", child till, restarted 2 times, waits for done\n"), std::string::npos) << text;
  EXPECT_NE(text.find("system 0: 3 actors, 2 restarts\n"), std::string::npos) << text;
}

TEST(print_tree_test, for_whom_an_actor_waits_is_said) {
  const otp::system system(virtual_time());
  const otp::pid silent = otp::spawn("silent", [] { otp::receive([](done) {}); });
  otp::spawn("asks", [silent] {
    try {
      otp::call(silent, otp::system_request{otp::system_request::what::get_status}, 1h);
    } catch (const otp::exit_exception&) {
    }
  });
  otp::sleep_for(1ms);
  const std::string text = otp::tree_text();
  EXPECT_NE(text.find("<0.3> asks, waits for a reply to otp::system_request from <0.2>\n"), std::string::npos) << text;
}

}  // namespace
