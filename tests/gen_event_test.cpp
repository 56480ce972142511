// gen_event_test.cpp - an event manager and its handlers: how they come and go, what reaches them, how they fail.
#include <otp/gen_event.hpp>

#include <memory>

#include <otp/explore.hpp>
#include <otp/supervisor.hpp>
#include <otp/sys.hpp>

#include "support.hpp"

namespace {

struct happening {
  std::string text;
};
struct how_many {
  using reply = int;
};
struct leave {
  using reply = int;
};
struct forget_me {
  using reply = void;
};
struct tick {
  int n;
};

std::string heard() { return otp::expect<std::string>(0s); }
void nothing_heard() { EXPECT_EQ(otp::process_info(otp::self())->message_queue_len, 0u); }

/// Tells its owner what it is called with; does as it is told by some events.
class clerk : public otp::event_handler<clerk, happening> {
 public:
  using messages = otp::handles<tick>;
  explicit clerk(otp::pid owner, std::string name = "clerk", int seen = 0)
      : owner_(std::move(owner)), name_(std::move(name)), seen_(seen) {
    if (name_ == "unborn") throw std::runtime_error("no desk");
  }
  ~clerk() { tell("destroyed"); }
  next handle_event(const happening& h) {
    ++seen_;
    if (h.text == "crash " + name_) throw std::runtime_error("burnt out");
    if (h.text == "exit " + name_) otp::exit("gone fishing");
    tell(h.text);
    return h.text == "leave " + name_ ? remove() : keep();
  }
  int handle_call(how_many) { return seen_; }
  otp::handler_reply<int> handle_call(leave) { return {seen_, remove()}; }
  void handle_call(forget_me) { throw std::runtime_error("no"); }
  void handle_info(const tick& t) { tell("tick " + std::to_string(t.n)); }
  next handle_info(const otp::timer_timeout&) { return remove(); }
  int terminate(const otp::handler_end& why) {
    tell(to_string(why));
    return seen_;
  }

 private:
  void tell(const std::string& what) { otp::send(owner_, name_ + ": " + what); }

  otp::pid owner_;
  std::string name_;
  int seen_;
};

/// What it is asked to do, it does by its return.
class heir : public otp::event_handler<heir, happening> {
 public:
  heir(otp::pid owner, std::optional<int> left) : owner_(std::move(owner)) {
    otp::send(owner_, "heir of " + (left ? std::to_string(*left) : "none"));
  }
  next handle_event(const happening& h) {
    if (h.text == "swap") return swap<clerk>({.id = "again"}, owner_, "again");
    if (h.text == "swap wrongly") return swap<clerk>(owner_, "unborn");
    return keep();
  }

 private:
  otp::pid owner_;
};

using desk = otp::gen_event<happening>;

TEST(gen_event_test, an_event_reaches_all_handlers_the_newest_first) {
  const otp::system system;
  const auto office = otp::start<desk>({.name = "office"});
  otp::add_handler<clerk>(office, otp::self(), "a");
  otp::add_handler<clerk>(office, {.id = "two"}, otp::self(), "b");
  otp::add_handler<clerk>(otp::event_manager_ref<happening>("office"), otp::self(), "c");
  const auto all = otp::which_handlers(office);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], otp::handler_id::of<clerk>());
  EXPECT_EQ(all[1], otp::handler_id::of<clerk>("two"));
  EXPECT_EQ(to_string(all[1]), "{clerk,two}");
  EXPECT_EQ(to_string(all[2]), "clerk");
  otp::sync_notify(office, {"hello"});
  for (const char* each : {"c: hello", "b: hello", "a: hello"}) EXPECT_EQ(heard(), each);
  EXPECT_EQ(otp::get_status(office).last_message, "sync_notify " + otp::type_name(typeid(happening)));
  EXPECT_EQ(otp::call_handler<clerk>(office, how_many{}).value, 1);
  otp::notify(office, {"bye"});
  EXPECT_EQ(otp::get_status(office).last_message, "notify " + otp::type_name(typeid(happening)));
}

TEST(gen_event_test, events_come_in_their_order_and_sync_notify_after_them) {
  otp::explore({.schedules = 50}, [] {
    const auto office = otp::start<desk>();
    otp::add_handler<clerk>(office, otp::self());
    for (const char* each : {"1", "2", "3"}) otp::notify(office, {each});
    otp::sync_notify(office, {"4"});
    for (const char* each : {"1", "2", "3", "4"})
      if (const std::string got = otp::expect<std::string>(0s); got != std::string("clerk: ") + each)
        throw std::runtime_error("got " + got);
  });
}

TEST(gen_event_test, one_that_throws_goes_alone_with_a_report_after_its_terminate) {
  report_box reports;
  const otp::system system(reports.options());
  const auto office = otp::start<desk>();
  for (const char* each : {"a", "b", "c"}) otp::add_handler<clerk>(office, {.id = each}, otp::self(), each);
  otp::sync_notify(office, {"crash b"});
  for (const char* each :
       {"c: crash b", R"(b: {error,{std::runtime_error,"burnt out"}})", "b: destroyed", "a: crash b"})
    EXPECT_EQ(heard(), each);
  otp::sync_notify(office, {"exit c"});
  for (const char* each : {"c: {error,gone fishing}", "c: destroyed", "a: exit c"}) EXPECT_EQ(heard(), each);
  EXPECT_EQ(otp::which_handlers(office), std::vector{otp::handler_id::of<clerk>("a")});
  ASSERT_EQ(reports.count(otp::report::kind::warning), 2u);
  EXPECT_NE(reports.all()[0].text.find("handler {clerk,b} has failed at"), std::string::npos) << reports.all()[0].text;
  EXPECT_NE(reports.all()[0].text.find("burnt out"), std::string::npos);
}

TEST(gen_event_test, remove_and_delete_end_a_handler_once) {
  const otp::system system;
  const auto office = otp::start<desk>();
  otp::add_handler<clerk>(office, otp::self());
  otp::sync_notify(office, {"leave clerk"});
  for (const char* each : {"clerk: leave clerk", "clerk: remove_handler", "clerk: destroyed"}) EXPECT_EQ(heard(), each);
  otp::add_handler<clerk>(office, {.id = "x"}, otp::self(), "x", 7);
  EXPECT_EQ(otp::delete_handler<clerk>(office).failure, "module_not_found");
  EXPECT_EQ(otp::delete_handler<clerk>(office, "x").value, 7) << "what terminate returns";
  EXPECT_EQ(heard(), "x: deleted");
  EXPECT_EQ(heard(), "x: destroyed");
  EXPECT_EQ(otp::delete_handler<clerk>(office, "x").failure, "module_not_found");
  otp::stop(office);
  nothing_heard();
}

TEST(gen_event_test, a_handler_is_asked_and_may_go_with_its_answer) {
  report_box reports;
  const otp::system system(reports.options());
  const auto office = otp::start<desk>();
  EXPECT_EQ(otp::call_handler<clerk>(office, how_many{}).failure, "bad_module");
  otp::add_handler<clerk>(office, otp::self(), "a", 3);
  otp::add_handler<clerk>(office, {.id = "b"}, otp::self(), "b", 4);
  EXPECT_EQ(otp::call_handler<clerk>(office, how_many{}, "b").value, 4);
  EXPECT_EQ(otp::call_handler<clerk>(office, leave{}, "b").value, 4);
  EXPECT_EQ(heard(), "b: remove_handler");
  EXPECT_EQ(heard(), "b: destroyed");
  EXPECT_EQ(otp::call_handler<clerk>(office, forget_me{}).failure.text(), "no");
  EXPECT_EQ(heard(), R"(a: {error,{std::runtime_error,"no"}})");
  EXPECT_TRUE(otp::which_handlers(office).empty());
  EXPECT_EQ(reports.all().at(0).text.find("handler clerk has failed at"), 0u);
}

TEST(gen_event_test, what_is_wrong_with_the_manager_ends_the_caller) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto office = otp::start<desk>(), slow = otp::start<desk>();
  const otp::event_manager_ref<happening> nobody("nobody");
  otp::stop(office);
  otp::suspend(slow);
  otp::notify(office, {"to nobody"});
  EXPECT_THROW(otp::notify(nobody, {"x"}), otp::error);
  EXPECT_EQ(how_it_ends([&] { otp::sync_notify(office, {"x"}); }), otp::noproc);
  EXPECT_EQ(how_it_ends([&] { otp::which_handlers(nobody); }), otp::noproc);
  EXPECT_EQ(to_string(how_it_ends([&] { otp::call_handler<clerk>(nobody, how_many{}); })),
            "{noproc,{gen_event,call,[nobody,clerk," + otp::type_name(typeid(how_many)) + "]}}");
  EXPECT_EQ(failure_of([&] { otp::call_handler<clerk>(slow, how_many{}, "", 1s); }), otp::timeout);
}

TEST(gen_event_test, one_that_cannot_be_made_is_not_added) {
  const otp::system system(virtual_time());
  const auto office = otp::start<desk>();
  try {
    otp::add_sup_handler<clerk>(office, otp::self(), "unborn");
    FAIL();
  } catch (const otp::start_error& e) {
    EXPECT_EQ(e.reason().text(), "no desk");
  }
  EXPECT_TRUE(otp::which_handlers(office).empty());
  EXPECT_TRUE(otp::process_info(office)->links.empty());
}

TEST(gen_event_test, a_successor_gets_what_the_old_one_leaves_when_that_is_gone) {
  const otp::system system;
  const auto office = otp::start<desk>();
  otp::add_handler<clerk>(office, {.id = "old"}, otp::self(), "old", 5);
  otp::swap_handler<clerk, heir>(office, {.old_id = "old", .id = "new"}, otp::self());
  for (const char* each : {"old: swapped", "old: destroyed", "heir of 5"}) EXPECT_EQ(heard(), each);
  EXPECT_EQ(otp::which_handlers(office), std::vector{otp::handler_id::of<heir>("new")});
  otp::swap_handler<clerk, heir>(office, {.old_id = "old"}, otp::self());
  EXPECT_EQ(heard(), "heir of none");
}

TEST(gen_event_test, a_handler_gives_its_place_to_another_by_its_return) {
  report_box reports;
  const otp::system system(reports.options());
  const auto office = otp::start<desk>();
  otp::add_handler<clerk>(office, {.id = "last"}, otp::self(), "last");
  otp::swap_handler<clerk, heir>(office, {}, otp::self());
  otp::add_handler<clerk>(office, {.id = "first"}, otp::self(), "first");
  EXPECT_EQ(heard(), "heir of none");
  otp::sync_notify(office, {"swap"});
  EXPECT_EQ(heard(), "first: swap");
  EXPECT_EQ(heard(), "last: swap") << "the new one has not seen it";
  const auto all = otp::which_handlers(office);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1], otp::handler_id::of<clerk>("again")) << "in its place";
}

TEST(gen_event_test, the_adder_of_a_supervised_handler_hears_of_its_end_after_its_destructor) {
  report_box reports;
  const otp::system system(reports.options());
  const auto office = otp::start<desk>();
  const auto next_end = [] {
    std::optional<otp::gen_event_exit> end;
    for (std::string before; !end;)
      otp::receive([&](std::string text) { before = std::move(text); },
                   [&](otp::gen_event_exit e) {
                     EXPECT_EQ(before, "mine: destroyed");
                     end = std::move(e);
                   });
    return *std::move(end);
  };
  const auto add = [&] { otp::add_sup_handler<clerk>(office, {.id = "mine"}, otp::self(), "mine"); };
  add();
  otp::sync_notify(office, {"crash mine"});
  const auto crashed = next_end();
  EXPECT_EQ(crashed.handler, otp::handler_id::of<clerk>("mine"));
  EXPECT_EQ(crashed.reason.text(), "burnt out");
  add();
  otp::sync_notify(office, {"leave mine"});
  EXPECT_EQ(next_end().reason, otp::normal);
  add();
  otp::delete_handler<clerk>(office, "mine");
  EXPECT_EQ(next_end().reason, otp::normal);
  add();
  otp::swap_handler<clerk, heir>(office, {.old_id = "mine"}, otp::self());
  const auto swapped = next_end();
  EXPECT_EQ(swapped.reason, otp::normal);
  EXPECT_EQ(swapped.successor, otp::handler_id::of<heir>());
  EXPECT_EQ(heard(), "heir of 0");
  otp::sync_notify(office, {"swap wrongly"});
  EXPECT_EQ(otp::expect<otp::gen_event_exit>(0s).successor, otp::handler_id::of<clerk>());
  EXPECT_EQ(otp::expect<otp::gen_event_exit>(0s).reason.text(), "no desk") << "its adder is the successor's, too";
  add();
  otp::stop(office);
  EXPECT_EQ(next_end().reason, otp::shutdown);
  nothing_heard();
}

TEST(gen_event_test, when_the_adder_ends_its_handlers_end_and_no_others) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto office = otp::start<desk>();
  otp::add_handler<clerk>(office, otp::self(), "stays");
  const otp::pid adder = otp::spawn([office, me = otp::self()] {
    otp::add_sup_handler<clerk>(office, me, "goes");
    otp::receive([](go) {});
    otp::exit("tired");
  });
  otp::sleep_for(1s);
  otp::send(adder, go{});
  otp::sleep_for(1s);
  EXPECT_EQ(heard(), "goes: {stop,tired}");
  EXPECT_EQ(heard(), "goes: destroyed");
  EXPECT_EQ(otp::which_handlers(office).size(), 1u);
  nothing_heard();
}

TEST(gen_event_test, a_handler_whose_adder_dies_at_any_moment_does_not_stay) {
  otp::explore({.schedules = 200}, [] {
    const auto office = otp::start<desk>();
    const otp::pid adder = otp::spawn([office, me = otp::self()] { otp::add_sup_handler<clerk>(office, me); });
    otp::exit(adder, otp::kill);
    otp::sleep_for(1s);
    if (!otp::which_handlers(office).empty()) throw std::runtime_error("it stays");
  });
}

TEST(gen_event_test, an_adder_that_cannot_be_told_is_reported_and_the_manager_goes_on) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto office = otp::start<desk>();
  const otp::mailbox_limit one{.messages = 1, .when_full = otp::overflow::crash_sender};
  const otp::pid adder = otp::spawn_opt({.mailbox = one}, [office, me = otp::self()] {
                           otp::add_sup_handler<clerk>(office, me);
                           otp::receive([](go) {});
                         }).pid;
  otp::sleep_for(1s);
  otp::send(adder, number{1});  // it is full now
  otp::sync_notify(office, {"crash clerk"});
  EXPECT_TRUE(otp::which_handlers(office).empty());
  ASSERT_EQ(reports.count(otp::report::kind::warning), 2u);
  EXPECT_NE(reports.all()[1].text.find("handler clerk has ended, and its adder could not be told"), std::string::npos);
}

TEST(gen_event_test, messages_reach_those_that_take_their_type_and_the_rest_is_dropped_with_a_warning) {
  report_box reports;
  const otp::system system(reports.options());
  const auto office = otp::start<desk>();
  otp::add_handler<clerk>(office, {.id = "a"}, otp::self(), "a");
  otp::add_handler<clerk>(office, {.id = "b"}, otp::self(), "b");
  otp::send(office, tick{5});
  otp::which_handlers(office);
  EXPECT_EQ(heard(), "b: tick 5");
  EXPECT_EQ(heard(), "a: tick 5");
  EXPECT_EQ(reports.count(otp::report::kind::warning), 0u);
  otp::send(office, 5);
  EXPECT_EQ(failure_of([&] { otp::call(office.pid(), how_many{}); }), "function_clause");
  EXPECT_EQ(reports.count(otp::report::kind::warning), 2u);
  otp::send(office, otp::timer_timeout{{}, otp::message(1)});
  EXPECT_TRUE(otp::which_handlers(office).empty());
}

TEST(gen_event_test, its_parents_end_stops_it_and_a_supervisor_starts_it_anew) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const auto sup = otp::start_supervisor({}, {otp::child<desk>("office", {.name = "office"})});
  const otp::event_manager_ref<happening> office("office");
  otp::add_handler<clerk>(office, otp::self());
  otp::exit(office, otp::kill);
  otp::sleep_for(1s);
  EXPECT_TRUE(otp::which_handlers(office).empty()) << "the new one has none";
  EXPECT_EQ(heard(), "clerk: destroyed") << "no terminate";
  otp::add_sup_handler<clerk>(office, otp::self());
  otp::stop(sup);
  EXPECT_EQ(heard(), "clerk: stop");
  EXPECT_EQ(heard(), "clerk: destroyed");
  EXPECT_EQ(otp::expect<otp::gen_event_exit>(0s).reason, otp::shutdown);
}

TEST(gen_event_test, a_parent_that_has_added_a_handler_stays_linked_to_the_end) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  otp::trap_exit(true);
  const auto child = otp::start_link<desk>(), other = otp::start<desk>();
  otp::add_sup_handler<clerk>(child, otp::self());
  otp::add_sup_handler<clerk>(other, otp::self());
  otp::stop(other, "enough");
  otp::stop(child, "enough");
  EXPECT_EQ(otp::expect<otp::exit_message>(0s).from, child) << "the other one's link was taken back";
  EXPECT_FALSE(otp::receive([](const otp::exit_message&) { return true; }, otp::after(0s, [] { return false; })));
}

class moody : public otp::event_handler<moody, happening> {
 public:
  explicit moody(std::unique_ptr<int> owned) : owned_(std::move(owned)) {}
  void handle_event(const happening&) {}
  int handle_call(how_many) { return *owned_; }
  void terminate(const otp::handler_end&) { throw std::runtime_error("I stay"); }

 private:
  std::unique_ptr<int> owned_;
};

TEST(gen_event_test, a_terminate_that_throws_is_reported_and_the_handler_is_gone_all_the_same) {
  report_box reports;
  const otp::system system(reports.options());
  const auto office = otp::start<desk>();
  otp::add_handler<moody>(office, std::make_unique<int>(5));
  EXPECT_EQ(otp::call_handler<moody>(office, how_many{}).value, 5);
  EXPECT_EQ(otp::delete_handler<moody>(office).failure.text(), "I stay");
  EXPECT_TRUE(otp::which_handlers(office).empty());
  EXPECT_EQ(reports.count(otp::report::kind::warning), 1u);
  otp::add_handler<moody>(office, std::make_unique<int>(5));
  otp::stop(office);
  EXPECT_EQ(reports.count(otp::report::kind::warning), 2u);
}

TEST(gen_event_test, a_handler_that_asks_its_own_manager_fails) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  class asking : public otp::event_handler<asking, happening> {
   public:
    void handle_event(const happening&) { otp::sync_notify(otp::event_manager_ref<happening>(otp::self()), {"again"}); }
  };
  const auto office = otp::start<desk>();
  otp::add_handler<asking>(office);
  otp::sync_notify(office, {"x"});
  EXPECT_TRUE(otp::which_handlers(office).empty());
  EXPECT_EQ(reports.all().at(0).reason, otp::calling_self);
}

}  // namespace
