#include <closing_time.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace std::chrono_literals;

struct started {
  std::string role;
  otp::pid pid;
};
struct told_to_end {
  std::string role;
};
/// How long each takes to end when it is told to.
struct times {
  otp::duration kitchen = 1s, ledger = 1s, radio = 1s, service = 1s;
};
struct ending {
  otp::time_point told = otp::never;  // never: it was killed without being told
  otp::time_point over = otp::never;
  std::string reason;
};
struct evening {
  std::vector<std::string> starts, ends;  // the roles, in this order
  std::map<std::string, ending> of;
  otp::time_point closed;  // the supervisor was stopped
};

std::function<void()> role(const std::string& name, otp::duration time) {
  return [name, time, to = otp::self()] {
    otp::trap_exit(true);
    otp::send(to, started{name, otp::self()});
    otp::receive([&](const otp::exit_message& e) {
      otp::send(to, told_to_end{name});
      otp::sleep_for(time);
      otp::exit(e.reason);
    });
  };
}
otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}

/// Opens a bar, closes it, and says what has happened.
evening seen(const times& t) {
  otp::system system(quiet());
  const auto sup = open_bar({.kitchen = role("kitchen", t.kitchen),
                             .ledger = role("ledger", t.ledger),
                             .radio = role("radio", t.radio),
                             .service = role("service", t.service)});
  evening all;
  std::map<otp::ref, std::string> roles;
  for (int i = 0; i < 4; ++i) {
    const auto s = otp::expect<started>();
    all.starts.push_back(s.role);
    roles[otp::monitor(s.pid)] = s.role;
  }
  otp::unlink(sup.pid());
  all.closed = otp::now();
  otp::spawn([sup] { otp::stop(sup, otp::shutdown); });
  while (all.ends.size() < 4)
    otp::receive([&](const told_to_end& m) { all.of[m.role].told = otp::now(); },
                 [&](const otp::down& d) {
                   all.ends.push_back(roles[d.ref]);
                   all.of[roles[d.ref]].over = otp::now();
                   all.of[roles[d.ref]].reason = to_string(d.reason);
                 },
                 otp::after(10000h, [&] {
                   throw otp::expectation_failed("the bar was told to close, and is open more than a year later");
                 }));
  return all;
}
/// Its place among those who have started, or ended.
auto place(const std::vector<std::string>& all, const std::string& name) {
  return std::find(all.begin(), all.end(), name) - all.begin();
}

TEST(closing_time, the_ledger_starts_first) {
  EXPECT_EQ(seen({}).starts[0], "ledger") << "others write to the ledger, so it starts first";
}

TEST(closing_time, the_kitchen_starts_before_the_service) {
  const std::vector<std::string> starts = seen({}).starts;
  EXPECT_LT(place(starts, "kitchen"), place(starts, "service")) << "the service needs the kitchen, which starts before";
}

TEST(closing_time, the_radio_is_ended_first_and_at_once) {
  evening all = seen({.radio = 1h});
  EXPECT_EQ(all.ends[0], "radio") << "the radio is ended first";
  EXPECT_EQ(all.of["radio"].reason, "killed") << "the radio is ended at once, whatever it does: it is not waited for";
  EXPECT_EQ((all.of["radio"].over - all.closed) / 1ms, 0) << "the radio is ended at once, and not after so many ms";
}

TEST(closing_time, the_service_ends_before_the_kitchen) {
  for (const otp::duration service : {otp::duration(1s), otp::duration(1h)}) {
    evening all = seen({.service = service});
    EXPECT_LT(place(all.ends, "service"), place(all.ends, "kitchen"))
        << "the service needs the kitchen until its own end, and the kitchen has ended before";
    EXPECT_GE(all.of["kitchen"].told, all.of["service"].over)
        << "the service needs the kitchen until its own end, and the kitchen was told to end before";
  }
}

TEST(closing_time, the_ledger_ends_last) {
  evening all = seen({});
  EXPECT_EQ(all.ends[3], "ledger") << "the others write to the ledger until they end, so it ends last";
  for (const char* other : {"kitchen", "service", "radio"})
    EXPECT_GE(all.of["ledger"].told, all.of[other].over)
        << "the others write to the ledger until they end, and it was told to end before the " << other << " was over";
}

TEST(closing_time, the_service_has_two_seconds) {
  EXPECT_EQ(seen({.service = 1900ms}).of["service"].reason, "shutdown")
      << "the service has 2 seconds to end, needs 1.9, and was not given them";
  EXPECT_EQ(seen({.service = 2100ms}).of["service"].reason, "killed")
      << "the service has 2 seconds to end, and was given more";
}

TEST(closing_time, the_kitchen_has_ten_seconds) {
  EXPECT_EQ(seen({.kitchen = 9900ms}).of["kitchen"].reason, "shutdown")
      << "the kitchen has 10 seconds to end, needs 9.9, and was not given them";
  EXPECT_EQ(seen({.kitchen = 10100ms}).of["kitchen"].reason, "killed")
      << "the kitchen has 10 seconds to end, and was given more";
}

TEST(closing_time, the_ledger_has_as_long_as_it_needs) {
  EXPECT_EQ(seen({.ledger = 1000h}).of["ledger"].reason, "shutdown")
      << "the ledger may take as long as it needs to end: it was not waited for";
}

TEST(closing_time, all_end_with_the_caller) {
  otp::system system(quiet());
  const roles all{.kitchen = role("kitchen", 1s),
                  .ledger = role("ledger", 1s),
                  .radio = role("radio", 1s),
                  .service = role("service", 1s)};
  const otp::pid caller = otp::spawn([all] {
    open_bar(all);
    otp::receive([](int) {});
  });
  std::vector<started> those;
  for (int i = 0; i < 4; ++i) those.push_back(otp::expect<started>());
  otp::sleep_for(1s);  // so that open_bar has returned
  otp::exit(caller, "the evening is over");
  otp::sleep_for(1h);
  for (const started& each : those)
    EXPECT_FALSE(otp::is_process_alive(each.pid))
        << "the supervisor is linked to the caller, who has failed: all end with it, also the " << each.role;
}
