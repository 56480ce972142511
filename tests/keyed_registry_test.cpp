// keyed_registry_test.cpp - registries with keys: their holders, their server, and keys as names.
#include <otp/explore.hpp>
#include <otp/keyed_registry.hpp>

#include <atomic>
#include <future>

#include "counter.hpp"

namespace {

using seats = otp::unique_registry<int, std::string>;
using topics = otp::duplicate_registry<std::string>;

struct registered {
  std::optional<otp::pid> holder;
};
/// Registers, says how that went, and lives until it is told to end.
otp::pid holder_of(const seats& r, int key) {
  const otp::pid p = otp::spawn([=, to = otp::self()] {
    otp::send(to, registered{r.register_key(key, "holder")});
    otp::receive([](done) {});
  });
  otp::receive([](registered) {});
  return p;
}
void end(const otp::pid& p) {
  const otp::ref m = otp::monitor(p);
  otp::send(p, done{});
  otp::await_down(m);
}

TEST(keyed_registry_test, without_a_server_nothing_is_registered_and_nothing_found) {
  const otp::system system(virtual_time());
  const seats r;
  EXPECT_EQ(failure_of([&] { r.register_key(1, "a"); }), otp::noproc);
  EXPECT_EQ(otp::try_start<counter>({.name = r.via(1)}, 1).error, otp::noproc);
  EXPECT_FALSE(r.lookup(1));
  EXPECT_FALSE(r.whereis(1));
  EXPECT_TRUE(r.entries().empty());
  r.unregister_key(1);
}

TEST(keyed_registry_test, a_registry_has_one_server) {
  const otp::system system(virtual_time());
  const seats r;
  const otp::pid first = otp::start_registry(r);
  EXPECT_EQ(otp::try_start<otp::registry_server>({}, std::shared_ptr<otp::registry_owners>(r)).error,
            otp::exit_reason::already_started(first));
  otp::stop(first);
  const otp::pid second = otp::start_registry(r);
  EXPECT_NE(first, second);
  EXPECT_FALSE(r.register_key(1, "a"));
}

TEST(keyed_registry_test, of_two_servers_one_starts_under_every_schedule) {
  otp::explore({.schedules = 300, .failed = ::testing::Test::HasFailure}, [] {
    const seats r;
    otp::stop(otp::start_registry(r));  // both ask whether this one lives
    struct started {
      bool yes;
    };
    for (int i = 0; i < 2; ++i)
      otp::spawn([=, to = otp::self()] {
        const auto result = otp::try_start<otp::registry_server>({}, std::shared_ptr<otp::registry_owners>(r));
        otp::send(to, started{bool(result.pid)});
      });
    int servers = 0;
    for (int i = 0; i < 2; ++i) otp::receive([&](started each) { servers += each.yes; });
    EXPECT_EQ(servers, 1);
  });
}

TEST(keyed_registry_test, copies_share_the_table_and_values_are_copies) {
  const otp::system system(virtual_time());
  const seats r, same = r;
  otp::start_registry(same);
  r.register_key(1, "a");
  ASSERT_TRUE(same.lookup(1));
  EXPECT_EQ(same.lookup(1)->value, "a");
  EXPECT_EQ(same.lookup(1)->owner, otp::self());
  EXPECT_EQ(same.keys(otp::self()), std::vector{1});
  auto entry = *r.lookup(1);
  entry.value = "changed";
  EXPECT_EQ(r.lookup(1)->value, "a");
}

TEST(keyed_registry_test, the_servers_death_takes_no_entry_and_its_successor_tidies_up_after_the_dead) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const seats r;
  const auto sup = otp::start_supervisor({}, {otp::child_registry("seats", r)});
  const otp::pid lives = holder_of(r, 1), dies = holder_of(r, 2), ends_meanwhile = holder_of(r, 3);
  const otp::pid server = otp::which_child(sup, "seats")->pid;
  otp::exit(server, otp::kill);
  end(ends_meanwhile);
  otp::sleep_for(1s);
  EXPECT_NE(otp::which_child(sup, "seats")->pid, server);
  EXPECT_EQ(r.whereis(1), lives);
  end(dies);
  otp::sleep_for(1s);
  EXPECT_EQ(r.entries().size(), 1u);
  EXPECT_EQ(r.count(), 1u);
  EXPECT_EQ(r.entries()[0].second.owner, lives);
  EXPECT_FALSE(r.register_key(2, "me"));
}

/// Says when it is destroyed: entries of the dead must go, not only be hidden.
struct counted {
  static inline std::atomic<int> alive = 0;
  counted() { ++alive; }
  counted(const counted&) { ++alive; }
  counted& operator=(const counted&) = default;
  ~counted() { --alive; }
};

TEST(keyed_registry_test, what_the_dead_held_is_destroyed_also_when_the_server_was_down) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const otp::unique_registry<int, counted> r;
  otp::pid server = otp::start_registry(r);
  const auto hold = [&](int key) {
    const otp::pid p = otp::spawn([=, to = otp::self()] {
      r.register_key(key);
      otp::send(to, ready{});
      otp::receive([](done) {});
    });
    otp::receive([](ready) {});
    return p;
  };
  end(hold(1));
  otp::sleep_for(1s);
  EXPECT_EQ(counted::alive, 0);
  const otp::pid second = hold(2);
  otp::stop(server);
  end(second);
  otp::sleep_for(1s);
  EXPECT_EQ(counted::alive, 1) << "no server, no tidying";
  otp::start_registry(r);
  otp::sleep_for(1s);
  EXPECT_EQ(counted::alive, 0);
  r.register_key(3);
  r.unregister_key(3);
  EXPECT_EQ(counted::alive, 0);
}

TEST(keyed_registry_test, of_two_that_register_one_key_one_gets_it_under_every_schedule) {
  otp::explore({.schedules = 300, .failed = ::testing::Test::HasFailure}, [] {
    const seats r;
    const auto sup = otp::start_supervisor({}, {otp::child_registry("seats", r)});
    struct result {
      bool won;
    };
    for (int i = 0; i < 2; ++i)
      otp::spawn([=, to = otp::self()] {
        const auto holder = r.register_key(1, "x");
        otp::send(to, result{!holder});
        EXPECT_EQ(r.whereis(1) == otp::self(), !holder);
        otp::receive([](done) {});
      });
    int won = 0;
    for (int i = 0; i < 2; ++i) otp::receive([&](result each) { won += each.won; });
    EXPECT_EQ(won, 1);
  });
}

TEST(keyed_registry_test, an_entry_is_tidied_up_although_the_server_is_killed_at_any_moment) {
  report_box reports;
  otp::explore({.schedules = 300, .failed = ::testing::Test::HasFailure}, [&] {
    const otp::unique_registry<int, counted> r;
    const auto sup = otp::start_supervisor({.intensity = 9}, {otp::child_registry("r", r)});
    const auto killer = otp::spawn_monitor([=] { otp::exit(otp::which_child(sup, "r")->pid, otp::kill); });
    const auto holder = otp::spawn_monitor([=] {
      try {
        r.register_key(1);
      } catch (const otp::exit_exception& e) {
        EXPECT_EQ(e.reason(), otp::noproc);
      }
    });
    otp::await_down(killer.ref);
    otp::await_down(holder.ref);
    EXPECT_FALSE(r.lookup(1));
    otp::sleep_for(1s);
    EXPECT_EQ(counted::alive, 0) << "an entry that no server knows of";
  });
}

TEST(keyed_registry_test, a_key_stands_wherever_a_name_does) {
  const otp::system system(virtual_time());
  const seats r;
  otp::start_registry(r);
  const otp::actor_name name = r.via(7, "seven");
  EXPECT_EQ(name.text(), "{via,registry,7}");
  const auto typed = otp::start_link<counter>({.name = name}, 1);
  EXPECT_EQ(r.lookup(7)->value, "seven");
  EXPECT_EQ(otp::whereis_name(name), otp::pid(typed));
  EXPECT_EQ(otp::call(name, get{}), 1);
  EXPECT_EQ(otp::call(otp::server_ref<counter>(name), get{}), 1);
  EXPECT_EQ(*otp::try_call(name, get{}).value, 1);
  EXPECT_EQ(*otp::receive_response(otp::send_request(name, get{}), 1s).value, 1);
  otp::cast(name, reset{});
  EXPECT_EQ(otp::call(name, get{}), 0);
  otp::send_after(1s, name, otp::message(std::string("ignored")));
  otp::sleep_for(2s);
  otp::suspend(name);
  EXPECT_EQ(otp::get_status(name).now, otp::server_status::sys_state::suspended);
  otp::resume(name);
  const otp::ref m = otp::monitor(name);
  otp::stop(name);
  EXPECT_EQ(reason_of_end(m), otp::normal);
  EXPECT_EQ(reason_of_end(otp::monitor(name)), otp::noproc);
  EXPECT_EQ(failure_of([&] { otp::call(name, get{}); }), otp::noproc);
  EXPECT_THROW(otp::send(name, done{}), otp::error);
}

TEST(keyed_registry_test, a_timer_for_a_key_looks_it_up_when_it_fires) {
  const otp::system system(virtual_time());
  const seats r;
  otp::start_registry(r);
  otp::send_after(2s, r.via(1), done{});
  otp::sleep_for(1s);
  r.register_key(1, "me");
  otp::receive([](done) {}, otp::after(5s, [] { FAIL() << "the timer has found no holder"; }));
}

TEST(keyed_registry_test, a_childs_successor_gets_its_key_again) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const seats r;
  const auto sup = otp::start_supervisor(
      {}, {otp::child_registry("seats", r), otp::child<counter>("one", otp::child_options{.name = r.via(1)}, 5)});
  const otp::pid first = r.whereis(1);
  otp::cast(first, crash_now{});
  otp::sleep_for(1s);
  ASSERT_TRUE(r.whereis(1));
  EXPECT_NE(r.whereis(1), first);
  EXPECT_EQ(otp::call(r.via(1), get{}), 5);
}

TEST(keyed_registry_test, values_of_one_holder_and_keys_that_have_no_text) {
  const otp::system system(virtual_time());
  const otp::duplicate_registry<std::string, int> r;
  otp::start_registry(r);
  r.register_key("a", 1);
  r.register_key("b", 2);
  r.register_key("a", 3);
  EXPECT_EQ(r.values("a", otp::self()), (std::vector{1, 3}));
  EXPECT_EQ(r.keys(otp::self()), (std::vector<std::string>{"a", "b", "a"}));
  EXPECT_EQ(r.count(), 3u);
  const otp::unique_registry<otp::pid> by_pid;
  EXPECT_NE(by_pid.via(otp::self()).text().find("{via,registry,"), std::string::npos);
  const otp::unique_registry<std::optional<int>> optional;
  EXPECT_NE(optional.via(1).text().find("optional"), std::string::npos);
}

TEST(keyed_registry_test, many_read_while_one_writes_in_real_time) {
  const otp::system system(real_time());
  const seats r;
  otp::start_registry(r);
  r.register_key(1, "0");
  std::vector<otp::spawned> readers;
  for (int i = 0; i < 4; ++i)
    readers.push_back(otp::spawn_monitor([=] {
      int last = 0;
      for (int n = 0; n < 2000; ++n) {
        const int now = std::stoi(r.lookup(1)->value);
        if (now < last) otp::exit("went back");
        last = now;
      }
    }));
  for (int n = 1; n < 500; ++n) {
    r.update_value(1, [&](const std::string&) { return std::to_string(n); });
    r.register_key(2, "x");
    r.unregister_key(2);
  }
  for (const otp::spawned& each : readers) EXPECT_EQ(reason_of_end(each.ref), otp::normal);
  EXPECT_EQ(r.lookup(1)->value, "499");
}

TEST(keyed_registry_test, one_registry_serves_systems_one_after_another) {
  const seats r;
  for (int i = 0; i < 2; ++i) {
    const otp::system system(virtual_time());
    otp::start_registry(r);
    EXPECT_FALSE(r.lookup(1)) << "of the system before";
    EXPECT_FALSE(r.register_key(1, "a"));
  }
}

TEST(keyed_registry_test, what_an_abandoned_actor_registers_is_not_kept_in_real_time) {
  otp::options soon;
  soon.kill_grace = 5ms;
  soon.report = {};
  const otp::system system(real_time(soon));
  const otp::duplicate_registry<int, counted> r;
  otp::start_registry(r);
  std::promise<void> opened, done;
  const otp::spawned late = otp::spawn_monitor([&, to = otp::self()] {
    struct registers_late {
      const otp::duplicate_registry<int, counted>& at;
      std::promise<void>& done;
      ~registers_late() {
        at.register_key(1);
        done.set_value();
      }
    };
    const registers_late last{r, done};
    otp::send(to, ready{});
    opened.get_future().wait();
    otp::checkpoint();
  });
  otp::receive([](ready) {});
  otp::exit(late.pid, otp::kill);
  EXPECT_EQ(reason_of_end(late.ref), otp::killed);
  opened.set_value();
  done.get_future().wait();
  EXPECT_EQ(counted::alive, 0);
}

/// Counts its copies.
struct copied {
  static inline std::atomic<int> times = 0;
  copied() = default;
  copied(const copied&) { ++times; }
  copied& operator=(const copied&) = default;
};

TEST(keyed_registry_test, who_asks_for_the_holder_alone_copies_no_value) {
  const otp::system system(virtual_time());
  const otp::unique_registry<int, copied> r;
  otp::start_registry(r);
  r.register_key(1);
  const otp::actor_name name = r.via(1);
  copied::times = 0;
  EXPECT_EQ(r.whereis(1), otp::self());
  EXPECT_EQ(otp::whereis_name(name), otp::self());
  EXPECT_EQ(copied::times, 0);
}

TEST(keyed_registry_test, a_key_is_not_free_before_its_holder_has_unwound_under_every_schedule) {
  otp::explore({.schedules = 300, .failed = ::testing::Test::HasFailure}, [] {
    const seats r;
    const auto server = otp::start_registry(r);
    std::atomic<bool> unwound = false;
    const otp::spawned holder = otp::spawn_monitor([&, to = otp::self()] {
      struct unwinds {
        std::atomic<bool>& done;
        otp::pid to;
        ~unwinds() {
          for (int i = 0; i < 3; ++i) otp::send(to, number{i});  // takes steps
          done = true;
        }
      };
      const unwinds last{unwound, to};
      r.register_key(1, "first");
      otp::send(to, ready{});
      otp::receive([](done) {});
    });
    otp::receive([](ready) {});
    otp::exit(holder.pid, otp::shutdown);
    const auto held_by = r.register_key(1, "second");
    EXPECT_TRUE(held_by || unwound) << "two threads have it";
    const otp::start_result refused = otp::try_start<counter>({.name = r.via(1)}, 1);
    if (!refused.pid && !unwound) {
      EXPECT_EQ(refused.error, otp::exit_reason::already_started(holder.pid));
    }
    if (refused.pid) otp::stop(refused.pid);
    if (held_by) {
      EXPECT_EQ(*held_by, holder.pid);
    }
    otp::await_down(holder.ref);
    if (held_by) {
      EXPECT_FALSE(r.register_key(1, "second"));
    }
    EXPECT_EQ(r.whereis(1), otp::self());
  });
}

}  // namespace
