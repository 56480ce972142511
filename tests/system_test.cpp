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

TEST(system_test, several_systems_live_side_by_side_and_inside_each_other) {
  otp::system outer;
  const otp::pid outer_main = otp::self();
  {
    otp::system inner;
    EXPECT_NE(otp::self(), outer_main);
    otp::register_name("n", otp::self());
    otp::send(outer_main, number{1});
  }
  EXPECT_EQ(otp::self(), outer_main);
  EXPECT_FALSE(otp::whereis_name("n")) << "names belong to a system";
  EXPECT_EQ(otp::expect<number>().n, 1);
  std::thread([] {
    otp::system another;
    EXPECT_EQ(how_it_ends([] {}), otp::normal);
  }).join();
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
