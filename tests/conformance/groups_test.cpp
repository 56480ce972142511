// groups_test.cpp - the rows of process groups: PG.
#include <algorithm>

#include "scene.hpp"

namespace {

using change = otp::group_change<std::string>;

class groups : public scene {
 protected:
  otp::pg_scope<> sc;
  otp::pid scope_;

  void SetUp() override {
    scene::SetUp();
    scope_ = otp::start_pg(sc);
    otp::unlink(scope_);
  }
  std::string text(const std::vector<otp::pid>& who) {
    std::string all;
    for (const otp::pid& each : who) all += (all.empty() ? "" : ",") + name_of(each);
    return "[" + all + "]";
  }
  void members(const std::string& group) { note("members " + group + " " + text(sc.get_members(group))); }
  void which() {
    std::vector<std::string> names = sc.which_groups();
    std::sort(names.begin(), names.end());
    std::string all;
    for (const std::string& each : names) all += (all.empty() ? "" : ",") + each;
    note("groups [" + all + "]");
  }
  void leave(const std::string& group, const std::vector<otp::pid>& who) {
    note(sc.leave(group, who) == otp::leave_result::ok ? "leave ok" : "leave not_joined");
  }
  /// The next change that the monitor tells of.
  std::string told_by(const otp::ref& m) {
    return otp::receive(otp::when([&](const change& c) { return c.ref == m; },
                                  [&](const change& c) {
                                    return std::string(c.change == change::what::join ? "join " : "leave ") + c.group +
                                           " " + text(c.members);
                                  }),
                        otp::after(1s, [] { return std::string("nothing"); }));
  }
};

TEST_F(groups, PG_01_an_actor_is_a_member_as_often_as_it_has_joined) {
  const otp::pid me = otp::self();
  sc.join("g", me);
  sc.join("g", me);
  members("g");
  leave("g", {me});
  members("g");
  leave("g", {me});
  members("g");
  leave("g", {me});
  events({"members g [me,me]", "leave ok", "members g [me]", "leave ok", "members g []", "leave not_joined"});
}

TEST_F(groups, PG_02_a_members_end_takes_it_out_of_all_groups_and_an_empty_one_is_none) {
  const otp::pid a = idle("a"), b = idle("b");
  sc.join("g", a);
  sc.join("g", b);
  sc.join("h", a);
  which();
  otp::exit(a, otp::kill);
  settle();
  members("g");
  which();
  otp::exit(b, otp::kill);
  settle();
  which();
  events({"groups [g,h]", "members g [b]", "groups [g]", "groups []"});
}

TEST_F(groups, PG_03_join_and_leave_take_lists) {
  const otp::pid a = idle("a"), b = idle("b");
  sc.join("g", {a, b, a});
  members("g");
  note("local " + text(sc.get_local_members("g")));
  leave("g", {a, b});
  members("g");
  events({"members g [a,b,a]", "local [a,b,a]", "leave ok", "members g [a]"});
}

TEST_F(groups, PG_04_a_monitor_of_a_group_tells_who_joins_and_leaves_and_ends) {
  const otp::pid a = idle("a");
  const auto [m, now] = sc.monitor("g");
  note("at once " + text(now));
  sc.join("g", a);
  note(told_by(m));
  leave("g", {a});
  note(told_by(m));
  sc.join("g", a);
  note(told_by(m));
  otp::exit(a, otp::kill);
  note(told_by(m));
  note("demonitor", sc.demonitor(m));
  sc.join("g", idle("b"));
  note(told_by(m));
  note("again", sc.demonitor(m));
  events({"at once []", "join g [a]", "leave ok", "leave g [a]", "join g [a]", "leave g [a]", "demonitor true",
          "nothing", "again false"});
}

TEST_F(groups, PG_05_a_monitor_of_the_scope_tells_the_same_of_all_groups) {
  const otp::pid a = idle("a");
  const auto [m, now] = sc.monitor_scope();
  note("at once " + std::to_string(now.size()) + " groups");
  sc.join("g", a);
  note(told_by(m));
  sc.join("h", a);
  note(told_by(m));
  for (const auto& [group, who] : sc.monitor_scope().members) note(group + " " + text(who));
  otp::exit(a, otp::kill);
  std::vector<std::string> last = {told_by(m), told_by(m)};
  std::sort(last.begin(), last.end());
  for (const std::string& each : last) note(each);
  events({"at once 0 groups", "join g [a]", "join h [a]", "g [a]", "h [a]", "leave g [a]", "leave h [a]"});
}

TEST_F(groups, PG_06_the_dead_are_no_members_and_a_dead_scope_has_none) {
  sc.join("g", dead("a"));
  settle();
  members("g");
  const otp::pid b = idle("b");
  sc.join("g", b);
  const otp::ref end = otp::monitor(b);
  otp::exit(scope_, otp::kill);
  settle();
  members("g");
  attempt("join", [&] { sc.join("g", b); });
  hear();
  otp::demonitor(end);
  events({"members g []", "members g []", "join exit {noproc,call}", "nothing"});
}

}  // namespace
