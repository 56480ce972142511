#include <keeper.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <memory>

using namespace std::chrono_literals;

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}
otp::exit_reason end_of(const otp::pid& p) {
  const otp::ref m = otp::monitor(p);
  return otp::receive(otp::when([&](const otp::down& d) { return d.ref == m; }, [](otp::down d) { return d.reason; }),
                      otp::after(1min, [] { return otp::exit_reason("it is still there"); }));
}
struct started {
  otp::pid pid;
};

TEST(keeper, it_starts_failed_work_again_and_gives_up_in_the_end) {
  otp::system system(quiet());
  const auto starts = std::make_shared<int>(0);
  const otp::pid keeper = keep([=] { ++*starts, otp::sleep_for(1s), otp::exit("a fault"); }, 3);
  EXPECT_EQ(end_of(keeper), otp::exit_reason("too_many_failures"));
  EXPECT_EQ(*starts, 4) << "once, and three times again";
}

TEST(keeper, a_normal_end_is_the_end) {
  otp::system system(quiet());
  const auto starts = std::make_shared<int>(0);
  const otp::pid keeper = keep(
      [=] {
        otp::sleep_for(1s);
        if (++*starts == 1) otp::exit("a fault");
      },
      3);
  EXPECT_EQ(end_of(keeper), otp::normal);
  EXPECT_EQ(*starts, 2) << "a fault, and a normal end";
}

class ended : public ::testing::TestWithParam<const char*> {};
TEST_P(ended, work_does_not_outlive_its_keeper) {
  otp::system system(quiet());
  const otp::exit_reason reason = GetParam() == std::string("kill") ? otp::kill : otp::exit_reason(GetParam());
  const otp::pid keeper = keep(
      [to = otp::self()] {
        otp::trap_exit(true);  // takes its time
        otp::send(to, started{otp::self()});
        otp::receive([](const otp::exit_message&) { otp::sleep_for(10s); });
      },
      3);
  const otp::pid work = otp::expect<started>().pid;
  otp::exit(keeper, reason);
  end_of(keeper);
  if (reason == otp::kill) otp::sleep_for(11s);  // it cannot wait
  EXPECT_FALSE(otp::is_process_alive(work)) << "the keeper is over, and the work goes on";
}
INSTANTIATE_TEST_SUITE_P(keeper, ended, ::testing::Values("shutdown", "go away", "kill"),
                         [](const auto& p) { return std::string(p.param).substr(0, 2) + std::to_string(p.index); });
