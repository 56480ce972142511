#include <gives_up.hpp>

#include <gtest/gtest.h>

#include <otp/otp.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

/// What a real supervisor does, in virtual time.
int real(const std::vector<int>& failures, int intensity, int period) {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  quiet.schedule = otp::seeded(1);
  otp::system system(quiet);
  otp::trap_exit(true);
  const auto sup = otp::start_supervisor({.intensity = intensity, .period = std::chrono::seconds(period)},
                                         {otp::child("child", {.name = "child"}, [] { otp::receive([](int) {}); })});
  const otp::time_point begin = otp::now();
  for (std::size_t i = 0; i < failures.size(); ++i) {
    otp::sleep_for(begin + std::chrono::seconds(failures[i]) - otp::now());
    otp::exit(otp::whereis_name("child"), "a fault");
    otp::sleep_for(1ms);
    if (!otp::is_process_alive(sup.pid())) return static_cast<int>(i) + 1;
  }
  return 0;
}

struct history {
  std::vector<int> failures;
  int intensity, period;
};
class gives_up : public ::testing::TestWithParam<history> {};
TEST_P(gives_up, as_the_real_one_does) {
  const auto& [failures, intensity, period] = GetParam();
  EXPECT_EQ(gives_up_at(failures, intensity, period), real(failures, intensity, period))
      << "failures at " << ::testing::PrintToString(failures) << " s, intensity " << intensity << ", period " << period;
}
INSTANTIATE_TEST_SUITE_P(histories, gives_up,
                         ::testing::Values(history{{1, 2}, 1, 5}, history{{1, 2}, 2, 5}, history{{1}, 0, 5},
                                           history{{1, 7, 13, 19}, 1, 5}, history{{1, 4, 8, 11, 12}, 2, 5},
                                           history{{1, 2, 8, 9, 10}, 2, 5}, history{{}, 1, 5},
                                           history{{1, 4, 7, 10, 13, 16}, 2, 7}));
