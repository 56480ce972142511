// join_test.cpp - who waits for the thread of an actor, how long, and that no successor meets a thread_local object.
#include "support.hpp"

#include <future>
#include <stdexcept>

#include <otp/explore.hpp>

namespace {

/// In an actor's thread: counted from here until its thread_local objects go, which takes its time.
struct lingering {
  static inline std::atomic<int> alive = 0;
  static inline std::atomic<int> most = 0;
  lingering() {
    const int now = ++alive;
    int before = most;
    while (before < now && !most.compare_exchange_weak(before, now)) {
    }
  }
  ~lingering() {
    std::this_thread::sleep_for(5ms);
    --alive;
  }
  lingering(const lingering&) = delete;
  lingering& operator=(const lingering&) = delete;
  /// From now on the calling thread has one.
  static void here() {
    thread_local lingering one;
    static_cast<void>(one);
  }
  static void reset() {
    alive = 0;
    most = 0;
  }
};

/// Keeps a thread in the destructor of a thread_local object until it is let go.
class sticking {
 public:
  void here() { thread_local const held one(let_go_until_); }
  ~sticking() { let_go_.set_value(); }

 private:
  struct held {
    explicit held(std::shared_future<void> until) : until_(std::move(until)) {}
    ~held() { until_.wait(); }
    held(const held&) = delete;
    held& operator=(const held&) = delete;
    std::shared_future<void> until_;
  };
  std::promise<void> let_go_;
  const std::shared_future<void> let_go_until_ = let_go_.get_future().share();
};

otp::pid lives_until_told() {
  return otp::spawn("lives", [] { otp::receive([](done) {}); });
}

// ---- what it waits for ----------------------------------------------------------------------------------------------

TEST(join_test, when_it_returns_the_thread_local_objects_are_gone) {
  lingering::reset();
  otp::system system;
  for (int i = 0; i < 5; ++i) {
    const auto [p, watch] = otp::spawn_monitor([] { lingering::here(); });
    EXPECT_EQ(reason_of_end(watch), otp::normal);
    EXPECT_TRUE(otp::join(p));
    EXPECT_EQ(lingering::alive, 0);
  }
  EXPECT_EQ(lingering::most, 1);
}

TEST(join_test, one_that_lives_is_waited_for) {
  lingering::reset();
  otp::system system(virtual_time());
  const otp::pid p = otp::spawn("sleeps", [] {
    lingering::here();
    otp::sleep_for(1h);
  });
  const otp::time_point start = otp::now();
  EXPECT_TRUE(otp::join(p, otp::infinity));
  EXPECT_EQ(lingering::alive, 0);
  EXPECT_EQ(otp::now() - start, 1h);
  EXPECT_TRUE(otp::join(p, 0s)) << "again, and at once";
  EXPECT_EQ(otp::now() - start, 1h);
}

TEST(join_test, not_longer_than_it_is_told) {
  otp::system system(virtual_time());
  const otp::pid p = lives_until_told();
  const otp::time_point start = otp::now();
  EXPECT_FALSE(otp::join(p, 0s));
  EXPECT_EQ(otp::now(), start);
  EXPECT_FALSE(otp::join(p, 20ms));
  EXPECT_EQ(otp::now() - start, 20ms);
  EXPECT_FALSE(otp::join(p)) << "options::kill_grace";
  EXPECT_EQ(otp::now() - start, 20ms + otp::options().kill_grace);
  otp::send(p, done{});
  EXPECT_TRUE(otp::join(p, 1h));
  EXPECT_EQ(otp::now() - start, 20ms + otp::options().kill_grace);
}

TEST(join_test, real_time_not_longer_than_it_is_told) {
  otp::system system(real_time());
  const otp::pid p = lives_until_told();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(otp::join(p, 20ms));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 20ms);
  otp::send(p, done{});
  EXPECT_TRUE(otp::join(p, otp::infinity));
}

TEST(join_test, messages_that_come_meanwhile_stay) {
  otp::system system;
  const otp::pid p = otp::spawn("talks", [to = otp::self()] {
    for (int i = 0; i < 3; ++i) otp::send(to, number{i});
  });
  EXPECT_TRUE(otp::join(p, otp::infinity));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(otp::expect<number>(0s).n, i);
}

TEST(join_test, any_number_of_actors_may_join_one) {
  otp::system system;
  const otp::pid p = lives_until_told();
  std::vector<otp::ref> watches;
  for (int i = 0; i < 10; ++i)
    watches.push_back(otp::spawn_monitor([p] {
                        if (!otp::join(p, otp::infinity)) otp::exit("not joined");
                      }).ref);
  otp::send(p, done{});
  for (const otp::ref& watch : watches) EXPECT_EQ(reason_of_end(watch), otp::normal);
}

TEST(join_test, actors_may_join_each_other_in_a_row) {
  otp::system system;
  otp::pid before = lives_until_told();
  const otp::pid first = before;
  for (int i = 0; i < 10; ++i)
    before = otp::spawn([before] {
      if (!otp::join(before, otp::infinity)) otp::exit("not joined");
    });
  otp::send(first, done{});
  EXPECT_TRUE(otp::join(before, otp::infinity));
  EXPECT_TRUE(otp::join(first, 0s));
}

TEST(join_test, each_thread_of_many_that_end_together) {
  lingering::reset();
  otp::system system;
  std::vector<otp::pid> all;
  for (int i = 0; i < 50; ++i)
    all.push_back(otp::spawn([] {
      lingering::here();
      otp::receive([](done) {});
    }));
  for (const otp::pid& p : all) otp::send(p, done{});
  for (const otp::pid& p : all) EXPECT_TRUE(otp::join(p, otp::infinity));
  EXPECT_EQ(lingering::alive, 0);
}

TEST(join_test, in_any_order_of_its_steps) {
  lingering::reset();
  otp::explore({.schedules = 200}, [] {
    const otp::pid p = otp::spawn([] { lingering::here(); });
    const otp::ref other = otp::spawn_monitor([p] {
                             if (!otp::join(p, otp::infinity)) otp::exit("not joined");
                           }).ref;
    if (!otp::join(p, otp::infinity)) throw std::runtime_error("not joined");
    if (lingering::alive != 0) throw std::runtime_error("its thread_local object is still there");
    if (reason_of_end(other) != otp::normal) throw std::runtime_error("the other has not joined");
  });
}

// ---- whom it does not wait for --------------------------------------------------------------------------------------

TEST(join_test, real_time_one_that_was_abandoned_is_not_waited_for) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 10ms;
  std::promise<void> let_go;
  {
    otp::system system(options);
    const auto [p, watch] = otp::spawn_monitor([to = otp::self(), until = let_go.get_future().share()] {
      otp::send(to, ready{});
      until.wait();
    });
    otp::expect<ready>();
    const auto [waits, its_end] = otp::spawn_monitor([stuck = p] {
      if (otp::join(stuck, otp::infinity)) otp::exit("joined");
    });
    otp::exit(p, otp::kill);
    EXPECT_EQ(reason_of_end(watch), otp::killed);
    EXPECT_EQ(reason_of_end(its_end), otp::normal) << "it was waiting when the other was abandoned";
    EXPECT_FALSE(otp::join(p, otp::infinity));
    let_go.set_value();
  }
}

TEST(join_test, the_main_actor_is_not_waited_for) {
  otp::system system;
  EXPECT_EQ(how_it_ends([main = otp::self()] {
              if (otp::join(main, otp::infinity)) otp::exit("joined");
            }),
            otp::normal);
}

TEST(join_test, what_cannot_be_waited_for_is_badarg) {
  otp::pid p;
  {
    otp::system system;
    p = dead();
    const auto code_of = [](const auto& act) {
      try {
        act();
      } catch (const otp::error& e) {
        return e.code();
      }
      return otp::errc();
    };
    EXPECT_EQ(code_of([] { otp::join(otp::pid()); }), otp::errc::badarg);
    EXPECT_EQ(code_of([] { otp::join(otp::self()); }), otp::errc::badarg);
    EXPECT_EQ(code_of([&] { otp::join(p, -1ns); }), otp::errc::badarg);
    on_a_thread_of_its_own([&] { EXPECT_EQ(code_of([&] { otp::join(p); }), otp::errc::not_an_actor); });
  }
  otp::system next;
  EXPECT_TRUE(otp::join(p)) << "its system has joined it";
}

TEST(join_test, an_exit_signal_ends_the_wait) {
  otp::system system;
  const otp::pid lives = lives_until_told();
  const auto [p, watch] = otp::spawn_monitor([lives, to = otp::self()] {
    otp::send(to, ready{});
    otp::join(lives, otp::infinity);
  });
  otp::expect<ready>();
  otp::exit(p, "enough");
  EXPECT_EQ(reason_of_end(watch), "enough");
  otp::send(lives, done{});  // its end must not touch what the other had on its stack
  EXPECT_TRUE(otp::join(lives, otp::infinity));
}

TEST(join_test, the_end_of_the_system_ends_the_wait) {
  std::atomic<bool> unwound = false;
  {
    otp::system system;
    otp::spawn("waits", [&, main = otp::self()] {
      const std::shared_ptr<void> at_end(nullptr, [&](void*) { unwound = true; });
      otp::send(main, ready{});
      otp::join(otp::spawn("lives", [] { otp::receive([](done) {}); }), otp::infinity);
    });
    otp::expect<ready>();
  }
  EXPECT_TRUE(unwound);
}

TEST(join_test, the_end_of_a_system_waits_for_thread_local_objects) {
  lingering::reset();
  report_box reports;
  {
    otp::system system(reports.options());
    for (int i = 0; i < 5; ++i)
      otp::spawn([to = otp::self()] {
        lingering::here();
        otp::send(to, ready{});
        otp::receive([](done) {});
      });
    for (int i = 0; i < 5; ++i) otp::expect<ready>();
  }
  EXPECT_EQ(lingering::alive, 0);
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 0u);
}

// ---- threads that do not return -------------------------------------------------------------------------------------

TEST(join_test, real_time_a_thread_that_sticks_is_given_up_in_time) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 10ms;
  sticking stage;
  {
    otp::system system(options);
    const otp::pid p = otp::spawn("sticks", [&] { stage.here(); });
    EXPECT_FALSE(otp::join(p, 20ms));
    EXPECT_FALSE(otp::join(p));
    // Others are joined meanwhile, and those that end do not wait for it.
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(otp::join(otp::spawn([] {}), otp::infinity));
    EXPECT_FALSE(otp::join(p, 0s));
  }
  ASSERT_EQ(reports.count(otp::report::kind::abandoned), 1u);
  EXPECT_EQ(reports.all().back().name, "sticks");
}

TEST(join_test, real_time_one_that_sticks_under_a_seed_is_given_up_in_virtual_time) {
  report_box reports;
  otp::options options = virtual_time(reports.options());
  options.kill_grace = 10ms;
  sticking stage;
  otp::system system(options);
  const otp::pid p = otp::spawn("sticks", [&] { stage.here(); });
  EXPECT_FALSE(otp::join(p, 0s)) << "it has not ended yet";
  const otp::time_point start = otp::now();
  EXPECT_FALSE(otp::join(p, 1h));
  EXPECT_GE(otp::now() - start, 1h);
}

// ---- who uses it ----------------------------------------------------------------------------------------------------

struct born {
  otp::pid who;
};

/// Tells `main` each time that it starts, and fails when it is told to.
otp::child_spec lingers(const std::string& id, const otp::pid& main) {
  return otp::child(id, {}, [main] {
    lingering::here();
    otp::send(main, born{otp::self()});
    otp::receive([](done) {}, [](ready) { throw std::runtime_error("told to fail"); });
  });
}

TEST(join_test, a_restarted_child_meets_no_thread_local_object) {
  lingering::reset();
  report_box reports;
  otp::system system(reports.options());
  otp::start_supervisor({.intensity = 100}, {lingers("one", otp::self())});
  for (int i = 0; i < 6; ++i) otp::send(otp::expect<born>().who, ready{});
  otp::expect<born>();
  EXPECT_EQ(lingering::most, 1);
}

TEST(join_test, when_a_child_is_stopped_its_thread_has_returned) {
  lingering::reset();
  otp::system system;
  const auto sup = otp::start_supervisor({}, {lingers("one", otp::self()), lingers("two", otp::self())});
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(otp::terminate_child(sup, "one"), otp::supervisor_error::none);
    EXPECT_LE(lingering::alive, 1);
    EXPECT_TRUE(otp::restart_child(sup, "one"));
  }
  EXPECT_LE(lingering::most, 2);
  otp::stop(sup);
  EXPECT_EQ(lingering::alive, 0) << "of all children, when their supervisor has ended";
}

TEST(join_test, children_stopped_together_have_all_returned) {
  lingering::reset();
  otp::system system;
  const auto sup = otp::start_supervisor({.strategy = otp::simple_one_for_one}, {otp::child("each", {}, [] {
                                           lingering::here();
                                           otp::receive([](done) {});
                                         })});
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(otp::start_child(sup));
  otp::stop(sup);
  EXPECT_EQ(lingering::alive, 0);
}

struct fails_in_init : otp::gen_server<fails_in_init> {
  fails_in_init() {
    lingering::here();
    throw std::runtime_error("told to fail");
  }
};

TEST(join_test, a_start_that_fails_leaves_no_thread) {
  lingering::reset();
  report_box reports;
  otp::system system(reports.options());
  for (int i = 0; i < 5; ++i) {
    EXPECT_THROW(otp::start<fails_in_init>(), otp::start_error);
    EXPECT_EQ(lingering::alive, 0);
  }
}

TEST(join_test, real_time_a_supervisor_tells_of_a_thread_that_does_not_return_and_goes_on) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.kill_grace = 10ms;
  sticking stage;
  {
    otp::system system(options);
    const auto sup = otp::start_supervisor({}, {otp::child("sticks", {}, [&] {
                                             stage.here();
                                             otp::receive([](done) {});
                                           })});
    EXPECT_EQ(otp::terminate_child(sup, "sticks"), otp::supervisor_error::none);
    EXPECT_TRUE(otp::restart_child(sup, "sticks"));
  }
  std::size_t told = 0;
  for (const otp::report& r : reports.all())
    told += to_string(r).find("the thread has not returned of child") != std::string::npos;
  EXPECT_EQ(told, 2u) << "when the first was stopped, and when the system ended";
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 2u);
}

}  // namespace
