// system_test.cpp - systems: their end, several of them, otp::run.
#include "support.hpp"

namespace {

TEST(system_test, its_end_ends_and_joins_every_actor) {
  std::atomic<int> alive{0};
  struct counted {
    std::atomic<int>* n;
    explicit counted(std::atomic<int>* c) : n(c) { ++*n; }
    counted(counted&& o) noexcept : n(std::exchange(o.n, nullptr)) {}
    ~counted() {
      if (n) --*n;
    }
  };
  {
    otp::system system;
    for (int i = 0; i < 50; ++i)
      otp::spawn([&, me = otp::self()] {
        counted c(&alive);
        otp::send(me, ready{});
        otp::receive([](done) {});
      });
    for (int i = 0; i < 50; ++i) otp::expect<ready>();
    EXPECT_EQ(alive, 50);
  }
  EXPECT_EQ(alive, 0);
}

TEST(system_test, parents_stop_before_their_children) {
  std::mutex mutex;
  std::vector<std::string> order;
  struct says_when_it_goes {
    std::string name;
    std::mutex& mutex;
    std::vector<std::string>& order;
    ~says_when_it_goes() {
      std::lock_guard lock(mutex);
      order.push_back(name);
    }
  };
  {
    otp::system system;
    const otp::pid main = otp::self();
    otp::spawn([&] {
      says_when_it_goes here{"grandparent", mutex, order};
      otp::spawn([&] {
        says_when_it_goes middle{"parent", mutex, order};
        otp::spawn([&] {
          says_when_it_goes inner{"child", mutex, order};
          otp::send(main, ready{});
          otp::receive([](done) {});
        });
        otp::receive([](done) {});
      });
      otp::receive([](done) {});
    });
    otp::expect<ready>();
  }
  EXPECT_EQ(order, (std::vector<std::string>{"grandparent", "parent", "child"}));
}

TEST(system_test, systems_live_side_by_side_on_several_threads) {
  otp::system here;
  const otp::pid main = otp::self();
  on_a_thread_of_its_own([&] {
    const otp::system there;
    EXPECT_NE(otp::self(), main);
    EXPECT_NE(to_string(otp::self()), to_string(main));
    otp::register_name("n", otp::self());
    otp::send(main, number{1});
    EXPECT_EQ(how_it_ends([] {}), otp::normal);
  });
  EXPECT_FALSE(otp::whereis_name("n")) << "names belong to a system";
  EXPECT_EQ(otp::expect<number>().n, 1);
}

TEST(system_test, a_second_system_on_one_thread_is_refused_and_changes_nothing) {
  otp::system system;
  const otp::pid main = otp::self();
  const auto refused = [] {
    const otp::pid before = otp::self();
    try {
      const otp::system second;
      ADD_FAILURE() << "made";
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::badarg);
      EXPECT_EQ(std::string(e.what()), "otp::system: this thread is an actor already, " + to_string(before) +
                                           " of another system; one system a thread");
    }
    EXPECT_EQ(otp::self(), before);
  };
  refused();
  EXPECT_EQ(how_it_ends(refused), otp::normal);
  EXPECT_EQ(otp::self(), main);
}

TEST(system_test, systems_of_one_thread_come_one_after_another_and_have_the_same_number) {
  std::string first;
  for (int i = 0; i < 3; ++i) {
    const otp::system system;
    if (first.empty()) first = to_string(otp::self());
    EXPECT_EQ(to_string(otp::self()), first);
    EXPECT_EQ(how_it_ends([] {}), otp::normal);
  }
  EXPECT_FALSE(otp::self_or_none());
}

TEST(system_test, a_system_that_another_thread_ends_leaves_its_maker_no_actor) {
  for (int i = 0; i < 3; ++i) {
    auto system = std::make_unique<otp::system>();
    std::atomic<bool> ended{false};
    otp::spawn([&, to = otp::self()] {
      const std::shared_ptr<void> flag(nullptr, [&](void*) { ended = true; });
      otp::send(to, ready{});
      otp::receive([](done) {});
    });
    otp::expect<ready>();
    std::thread([&] {
      system.reset();
      EXPECT_FALSE(otp::self_or_none());
    }).join();
    EXPECT_TRUE(ended);
    EXPECT_FALSE(otp::self_or_none());
    EXPECT_THROW(otp::send("main", 1), otp::error);
  }
  const otp::system next;  // and it may be an actor again
  EXPECT_EQ(how_it_ends([] {}), otp::normal);
}

TEST(system_test, an_actor_may_end_a_system_whose_maker_has_ended) {
  std::unique_ptr<otp::system> orphan;
  std::thread([&] { orphan = std::make_unique<otp::system>(); }).join();
  const otp::system mine;
  const otp::pid main = otp::self();
  orphan.reset();
  EXPECT_EQ(otp::self(), main);
  EXPECT_EQ(how_it_ends([] {}), otp::normal);
}

TEST(system_test, PX_03_real_time_its_end_is_bounded_and_names_who_would_not_stop) {
  report_box reports;
  otp::options options = real_time(reports.options());
  options.shutdown = 20ms;
  options.kill_grace = 20ms;
  std::atomic<bool> let_go{false};
  std::atomic<int> left{0};
  const auto start = std::chrono::steady_clock::now();
  {
    otp::system system(options);
    const otp::pid main = otp::self();
    otp::spawn("deaf", [main] {  // traps exits and ignores them
      otp::trap_exit(true);
      otp::send(main, ready{});
      for (;;) otp::receive([](otp::exit_message) {});
    });
    ++left;
    otp::spawn("stuck", [&, main] {  // never comes back to the library
      otp::send(main, ready{});
      while (!let_go) std::this_thread::yield();
      --left;
    });
    otp::expect<ready>();
    otp::expect<ready>();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  ASSERT_EQ(reports.count(otp::report::kind::warning), 1u);
  const std::string text = reports.all().at(0).text;
  EXPECT_NE(text.find("deaf"), std::string::npos) << text;
  EXPECT_NE(text.find("stuck"), std::string::npos) << text;
  EXPECT_EQ(reports.count(otp::report::kind::abandoned), 1u);
  let_go = true;
  while (left != 0) std::this_thread::yield();
}

TEST(system_test, nobody_is_spawned_while_it_shuts_down) {
  bool refused = false;
  {
    otp::system system;
    const otp::pid main = otp::self();
    otp::spawn([&, main] {
      struct tries_at_the_end {
        bool& refused;
        ~tries_at_the_end() {
          try {
            otp::spawn([] {});
          } catch (const otp::error& e) {
            refused = e.code() == otp::errc::not_an_actor;
          }
        }
      } here{refused};
      otp::send(main, ready{});
      otp::receive([](done) {});
    });
    otp::expect<ready>();
  }
  EXPECT_TRUE(refused);
}

TEST(system_test, run_tells_how_the_main_actor_ended) {
  report_box reports;
  EXPECT_EQ(otp::run([] {}, reports.options()), 0);
  EXPECT_EQ(otp::run([] { otp::exit(otp::shutdown); }, reports.options()), 0);
  EXPECT_TRUE(reports.all().empty());
  EXPECT_EQ(otp::run([] { throw std::runtime_error("boom"); }, reports.options()), 1);
  EXPECT_EQ(otp::run(
                [] {
                  otp::spawn_link([] { otp::exit("child failed"); });
                  otp::receive([](done) {});
                },
                reports.options()),
            1);
  const auto all = reports.all();
  EXPECT_EQ(all.front().reason, otp::exit_reason::error("std::runtime_error", "boom"));
  EXPECT_EQ(all.back().reason, "child failed");
  EXPECT_EQ(all.back().name, "main");
}

TEST(system_test, an_exception_that_leaves_main_ends_everybody) {
  std::atomic<bool> ended{false};
  EXPECT_THROW(
      {
        otp::system system;
        struct flag {
          std::atomic<bool>& f;
          ~flag() { f = true; }
        };
        otp::spawn([&, main = otp::self()] {
          flag here{ended};
          otp::send(main, ready{});
          otp::receive([](done) {});
        });
        otp::expect<ready>();
        throw std::runtime_error("out");
      },
      std::runtime_error);
  EXPECT_TRUE(ended);
}

}  // namespace
