// abandoned_test.cpp - an actor that has been abandoned: its thread may come back and do what it likes, and nothing of
// that has an effect.
#include "support.hpp"

#include <filesystem>
#include <future>

namespace {

/// An actor that is abandoned, whose thread then does `act` in a destructor, and has done so on return. It runs
/// `before` first, as an ordinary actor. Its end has been heard before `act`.
class ghost {
 public:
  template <class Before, class Act>
  ghost(Before before, Act act) {
    // Shared with a thread that may outlive this object.
    const auto opened = std::make_shared<std::shared_future<void>>(gate_.get_future().share());
    const auto [p, m] = otp::spawn_monitor("ghost", [before, act, opened, to = otp::self(), done = &done_] {
      struct acts_late {
        Act act;
        std::promise<void>* done;
        ~acts_late() {
          try {
            act();
          } catch (const otp::error& e) {
            EXPECT_EQ(e.code(), otp::errc::not_an_actor) << e.what();
          }
          done->set_value();
        }
      };
      before();
      const acts_late last{act, done};
      otp::send(to, ready{});
      opened->wait();
      otp::checkpoint();
      ADD_FAILURE() << "it goes on";
    });
    pid = p;
    otp::expect<ready>();
    otp::exit(p, otp::kill);
    EXPECT_EQ(reason_of_end(m), otp::killed);
  }
  /// The thread comes back.
  void rise() {
    gate_.set_value();
    done_.get_future().wait();
  }

  otp::pid pid;

 private:
  std::promise<void> gate_, done_;
};

otp::options soon(otp::options chosen = {}) {
  chosen.kill_grace = 5ms;
  chosen.shutdown = 5ms;
  if (!chosen.trace) chosen.report = {};
  return real_time(chosen);
}
const auto nothing = [] {};
std::ptrdiff_t threads_of_this_program() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

TEST(abandoned_test, real_time_what_it_sends_does_not_come) {
  otp::system system(soon());
  otp::register_name("main", otp::self());
  const otp::alias many = otp::make_alias();
  const otp::pid watched = idle();
  const otp::alias of_monitor{otp::self(), otp::monitor(watched, otp::alias_mode::reply_demonitor)};
  ghost late(nothing, [=, to = otp::self()] {
    otp::send(to, number{1});
    otp::send("main", number{2});
    otp::send(many, number{3});
    otp::send(of_monitor, number{4});
    otp::send_after(0s, to, number{5});
    otp::send_after(0s, "main", number{6});
    otp::send_interval(1ms, to, number{7});
    otp::send_interval(1ms, "main", number{8});
    otp::start_timer(0s, to, number{9});
  });
  late.rise();
  otp::sleep_for(20ms);
  otp::expect_none<number>();
  otp::expect_none<otp::timer_timeout>();
  EXPECT_TRUE(otp::demonitor(of_monitor.id)) << "a reply that does not come does not end the monitor";
}

TEST(abandoned_test, real_time_its_exit_signals_end_no_actor) {
  otp::system system(soon());
  const otp::pid a = idle(), b = idle(), c = idle();
  ghost late(nothing, [=] {
    otp::exit(a, "late");
    otp::exit(b, otp::kill);
    otp::exit_after(0s, c, "late");
  });
  late.rise();
  otp::sleep_for(20ms);
  for (const otp::pid& p : {a, b, c}) EXPECT_TRUE(otp::is_process_alive(p));
}

TEST(abandoned_test, real_time_it_takes_and_gives_no_names) {
  otp::system system(soon());
  const otp::pid successor = idle();
  otp::register_name("held", successor);
  ghost late(nothing, [=] {
    otp::unregister_name("held");
    otp::register_name("new", otp::self());
    otp::register_name("another", otp::whereis_name("held"));
  });
  late.rise();
  EXPECT_EQ(otp::whereis_name("held"), successor);
  EXPECT_EQ(otp::registered(), std::vector<std::string>{"held"});
}

TEST(abandoned_test, real_time_it_links_and_watches_no_actor) {
  otp::system system(soon());
  const otp::pid other = idle_trapping();
  ghost late(nothing, [=] {
    otp::link(other);
    otp::monitor(other);
    otp::monitor("other");
  });
  late.rise();
  EXPECT_TRUE(otp::process_info(other)->links.empty());
  EXPECT_TRUE(otp::process_info(other)->monitored_by.empty());
}

TEST(abandoned_test, real_time_it_spawns_no_actor) {
  otp::system system(soon());
  std::atomic<int> ran = 0;
  ghost late(nothing, [&ran] {
    try {
      otp::spawn([&ran] { ++ran; });
    } catch (const otp::error&) {
    }
    otp::spawn_opt({.link = true, .monitor = true}, [&ran] { ++ran; });
  });
  late.rise();
  EXPECT_EQ(otp::processes().size(), 1u);
  EXPECT_EQ(ran, 0);
}

TEST(abandoned_test, real_time_it_cancels_no_timer) {
  otp::system system(soon());
  const otp::ref timer = otp::send_after(1h, otp::self(), number{1});
  ghost late(nothing, [=] { EXPECT_FALSE(otp::cancel_timer(timer)); });
  late.rise();
  EXPECT_TRUE(otp::read_timer(timer));
}

TEST(abandoned_test, real_time_it_says_nothing_any_more) {
  report_box reports;
  std::mutex mutex;
  std::vector<std::string> traced;
  otp::options chosen = reports.options();
  chosen.trace = [&](const otp::trace_event& e) {
    std::lock_guard lock(mutex);
    traced.push_back(to_string(e));
  };
  {
    otp::system system(soon(chosen));
    ghost late(nothing, [to = otp::self()] {
      otp::publish({.text = "of the dead"});
      otp::trace(otp::trace_event::kind::restart, to, "of the dead");
      otp::register_name("of the dead", otp::self());
      throw otp::error(otp::errc::not_an_actor, "and its crash is no news");
    });
    {
      std::lock_guard lock(mutex);  // the thread that has abandoned it may still trace that
      traced.clear();
    }
    late.rise();
  }
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
  EXPECT_EQ(reports.all().size(), 1u);
  for (const std::string& line : traced) EXPECT_EQ(line.find("dead"), std::string::npos) << line;
}

TEST(abandoned_test, real_time_an_actor_that_was_told_to_stop_and_is_then_abandoned_was_killed) {
  otp::system system(soon());
  const auto let_go = std::make_shared<std::atomic<bool>>(false);
  const auto [p, m] = otp::spawn_opt({.link = true, .monitor = true}, [let_go, to = otp::self()] {
    otp::send(to, ready{});
    while (!*let_go) std::this_thread::yield();
  });
  otp::trap_exit(true);
  otp::expect<ready>();
  otp::exit(p, otp::shutdown);
  otp::exit(p, otp::kill);
  EXPECT_EQ(reason_of_end(m), otp::killed);
  EXPECT_EQ(otp::expect<otp::exit_message>().reason, otp::killed);
  *let_go = true;
}

TEST(abandoned_test, real_time_its_thread_unwinds_when_it_comes_back) {
  otp::system system(soon());
  std::promise<void> let_go, unwound;
  const auto [p, m] = otp::spawn_monitor([&unwound, to = otp::self(), opened = let_go.get_future().share()] {
    const std::shared_ptr<void> last(nullptr, [&unwound](void*) { unwound.set_value(); });
    otp::send(to, ready{});
    const otp::hold_exits not_yet;
    opened.wait();
  });
  otp::expect<ready>();
  otp::exit(p, otp::kill);
  EXPECT_EQ(reason_of_end(m), otp::killed);
  let_go.set_value();
  unwound.get_future().wait();
}

TEST(abandoned_test, real_time_no_hook_is_called_after_the_end_of_its_system) {
  std::thread([] {}).join();  // ThreadSanitizer starts one of its own with the first
  const auto threads_before = threads_of_this_program();
  std::promise<void> let_go, gone;
  std::atomic<int> reports = 0, events = 0;
  {
    otp::options chosen;
    chosen.report = [&](const otp::report&) { ++reports; };
    chosen.trace = [&](const otp::trace_event&) { ++events; };
    otp::system system(soon(chosen));
    otp::spawn("stubborn", [&gone, opened = let_go.get_future().share(), to = otp::self()] {
      const std::shared_ptr<void> last(nullptr, [&gone](void*) { gone.set_value(); });
      otp::send(to, ready{});
      opened.wait();
      throw std::runtime_error("too late");
    });
    otp::expect<ready>();
  }
  const int before = reports + events;
  let_go.set_value();
  gone.get_future().wait();
  // The thread reports and traces after that, if it does: until it is through, it counts as one of the program's.
  while (threads_of_this_program() > threads_before) std::this_thread::yield();
  EXPECT_EQ(reports + events, before);
}

}  // namespace
