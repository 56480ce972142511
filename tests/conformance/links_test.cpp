// links_test.cpp - the rows of links: LINK.
#include "scene.hpp"

namespace {

using links = scene;

TEST_F(links, LINK_01_linking_to_oneself_succeeds_and_creates_nothing) {
  attempt("link", [] { otp::link(otp::self()); });
  note("links " + std::to_string(otp::process_info(otp::self())->links.size()));
  attempt("unlink", [] { otp::unlink(otp::self()); });
  events({"link ok", "links 0", "unlink ok"});
}

TEST_F(links, LINK_02_there_is_one_link_for_a_pair_at_most_and_one_unlink_removes_it) {
  otp::trap_exit(true);
  const otp::pid a = idle("a"), b = idle("b");
  otp::link(a);
  otp::link(a);
  const auto both = [&] {
    note("mine " + std::to_string(otp::process_info(otp::self())->links.size()) + " its " +
         std::to_string(otp::process_info(a)->links.size()));
  };
  both();
  otp::unlink(a);
  both();
  otp::exit(a, "gone");
  hear();
  otp::link(b);
  otp::exit(b, "gone");
  hear();
  note("mine " + std::to_string(otp::process_info(otp::self())->links.size()));
  events({"mine 1 its 1", "mine 0 its 0", "nothing", "EXIT b gone", "mine 0"});
}

TEST_F(links, LINK_03_linking_to_the_dead_is_an_error_when_not_trapping) {
  attempt("link", [&] { otp::link(dead("a")); });
  hear();
  events({"link error noproc", "nothing"});
}

TEST_F(links, LINK_04_linking_to_the_dead_when_trapping_is_an_exit_message) {
  otp::trap_exit(true);
  attempt("link", [&] { otp::link(dead("a")); });
  hear();
  hear();
  note("links " + std::to_string(otp::process_info(otp::self())->links.size()));
  events({"link ok", "EXIT a noproc", "nothing", "links 0"});
}

TEST_F(links, LINK_05_unlink_always_succeeds) {
  const otp::pid a = idle("a");
  attempt("no link", [&] { otp::unlink(a); });
  attempt("again", [&] { otp::unlink(a); });
  attempt("dead", [&] { otp::unlink(dead("b")); });
  events({"no link ok", "again ok", "dead ok"});
}

TEST_F(links, LINK_06_after_unlink_no_exit_message_is_added_but_one_that_has_come_stays) {
  otp::trap_exit(true);
  const otp::pid a = idle_linked("a"), b = idle_linked("b");
  otp::unlink(a);
  otp::exit(a, "gone");
  hear();
  otp::exit(b, "gone");
  settle();
  otp::unlink(b);
  hear();
  events({"nothing", "EXIT b gone"});
}

TEST_F(links, LINK_07_either_side_may_remove_a_link) {
  otp::trap_exit(true);
  const otp::pid a = named("a", otp::spawn_link([to = otp::self()] {
                             otp::unlink(to);
                             otp::send(to, ready{});
                             otp::receive([](ready) {});
                           }));
  otp::expect<ready>();
  otp::exit(a, "gone");
  hear();
  events({"nothing"});
}

TEST_F(links, LINK_09_an_abnormal_end_runs_along_the_links_of_those_who_do_not_trap) {
  std::vector<otp::pid> all;
  for (int i = 0; i < 4; ++i) {
    all.push_back(otp::spawn([next = all.empty() ? otp::pid() : all.back(), to = otp::self()] {
      if (next) otp::link(next);
      otp::send(to, ready{});
      otp::receive([](const std::string& reason) { otp::exit(reason); });
    }));
    otp::expect<ready>();
    otp::monitor(named("p" + std::to_string(i), all.back()));
  }
  otp::send(all[3], std::string("crash"));
  std::map<std::string, int> seen;
  for (int i = 0; i < 4; ++i) ++seen[text_of(otp::message(otp::expect<otp::down>()))];
  for (const auto& [line, count] : seen) note(line);
  events({"DOWN p0 crash", "DOWN p1 crash", "DOWN p2 crash", "DOWN p3 crash"});
}

TEST_F(links, LINK_10_a_trapping_actor_gets_the_exit_as_a_message_survives_and_stops_it) {
  otp::trap_exit(true);
  const otp::pid a = idle_linked("a"), b = idle_linked("b");
  otp::send(a, std::string("crash"));
  hear();
  settle();
  note("b alive", otp::is_process_alive(b));
  events({"EXIT a crash", "b alive true"});
}

TEST_F(links, LINK_11_a_normal_end_does_nothing_to_a_partner_but_tell_it_if_it_traps) {
  const otp::pid a = idle_linked("a");
  otp::send(a, std::string("stop"));
  settle();
  note("links " + std::to_string(otp::process_info(otp::self())->links.size()));
  otp::trap_exit(true);
  const otp::pid b = idle_linked("b");
  otp::send(b, std::string("stop"));
  hear();
  events({"links 0", "EXIT b normal"});
}

TEST_F(links, LINK_12_a_killed_actors_links_see_killed_all_along_a_chain) {
  otp::trap_exit(true);
  const otp::pid a = idle("a");
  const otp::pid b = named("b", otp::spawn_link([a, to = otp::self()] {
                             otp::link(a);
                             otp::send(to, ready{});
                             otp::receive([](ready) {});
                           }));
  otp::expect<ready>();
  otp::exit(a, otp::kill);
  hear();
  events({"EXIT b killed"});
}

TEST_F(links, LINK_13_the_exit_message_names_the_neighbour_and_not_the_origin) {
  otp::trap_exit(true);
  const otp::pid a = idle("a");
  named("b", otp::spawn_link([a, to = otp::self()] {
          otp::link(a);
          otp::send(to, ready{});
          otp::receive([](ready) {});
        }));
  otp::expect<ready>();
  otp::send(a, std::string("crash"));
  hear();
  events({"EXIT b crash"});
}

TEST_F(links, LINK_15_two_who_link_to_each_other_at_once_have_one_link) {
  otp::trap_exit(true);
  const otp::pid a = named("a", otp::spawn([to = otp::self()] {
                             otp::link(to);
                             otp::receive([](const std::string& reason) { otp::exit(reason); });
                           }));
  otp::link(a);
  settle();
  note("mine " + std::to_string(otp::process_info(otp::self())->links.size()) + " its " +
       std::to_string(otp::process_info(a)->links.size()));
  otp::send(a, std::string("gone"));
  hear();
  hear();
  events({"mine 1 its 1", "EXIT a gone", "nothing"});
}

TEST_F(links, LINK_17_link_unlink_and_link_again_is_one_working_link) {
  otp::trap_exit(true);
  const otp::pid a = idle("a");
  otp::link(a);
  otp::unlink(a);
  otp::link(a);
  otp::send(a, std::string("gone"));
  hear();
  hear();
  events({"EXIT a gone", "nothing"});
}

TEST_F(links, LINK_19_what_an_actor_has_sent_comes_before_its_exit) {
  otp::trap_exit(true);
  named("a", otp::spawn_link([to = otp::self()] {
          for (int i = 1; i <= 3; ++i) otp::send(to, i);
          otp::exit("gone");
        }));
  hear_all();
  events({"message 1", "message 2", "message 3", "EXIT a gone"});
}

TEST_F(links, LINK_21_uncaught_exceptions_reach_links_with_the_reasons_that_monitors_see) {
  otp::trap_exit(true);
  named("fails", otp::spawn_link([] { throw std::runtime_error("boom"); }));
  hear();
  named("throws", otp::spawn_link([] { throw 42; }));
  hear();
  named("exits", otp::spawn_link([] { otp::exit("r"); }));
  hear();
  events({"EXIT fails error boom", "EXIT throws nocatch", "EXIT exits r"});
}

TEST_F(links, LINK_22_linking_to_somebody_who_is_just_ending_gives_the_real_reason_or_noproc) {
  otp::trap_exit(true);
  bool right = true;
  for (int i = 0; i < 50; ++i) {
    const otp::pid a = otp::spawn([] { otp::exit("real"); });
    otp::link(a);
    const auto e = otp::expect<otp::exit_message>();
    right &= e.from == a && (e.reason == "real" || e.reason == otp::noproc);
  }
  note("right", right);
  events({"right true"});
}

}  // namespace
