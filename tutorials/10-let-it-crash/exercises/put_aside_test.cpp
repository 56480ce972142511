#include <put_aside.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include <otp/testing.hpp>

using numbers = std::vector<std::size_t>;

class put_aside : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  /// A job that writes its letter and fails so many times.
  std::function<void()> job(char letter, int failures = 0) {
    return [this, letter, left = std::make_shared<int>(failures)] {
      written += letter;
      if ((*left)-- > 0) throw std::runtime_error("no luck");
    };
  }
  std::string written;
  otp::system system{chosen()};
  const otp::pid me = otp::self();

  numbers result_of(const std::vector<std::function<void()>>& jobs, int most) {
    const auto [worker, ref] = otp::spawn_monitor([&, to = me] { otp::send(to, work_off(jobs, most)); });
    return otp::receive([](const numbers& n) { return n; },
                        [](const otp::down& d) -> numbers {
                          if (d.reason.is_abnormal())
                            ADD_FAILURE() << "a job has taken the caller with it: " << d.reason;
                          return d.reason.is_abnormal() ? numbers{99} : otp::expect<numbers>();
                        });
  }
};

TEST_F(put_aside, all_are_done_in_order) {
  EXPECT_EQ(result_of({job('a'), job('b'), job('c')}, 3), numbers{});
  EXPECT_EQ(written, "abc");
}

TEST_F(put_aside, one_that_fails_is_tried_again_behind_the_others) {
  EXPECT_EQ(result_of({job('a', 1), job('b'), job('c')}, 3), numbers{});
  EXPECT_EQ(written, "abca");
}

TEST_F(put_aside, one_that_always_fails_is_put_aside) {
  EXPECT_EQ(result_of({job('a'), job('b', 1000), job('c')}, 3), numbers{1});
  EXPECT_EQ(written, "abcbb");
}

TEST_F(put_aside, a_job_that_ends_by_exit_with_shutdown_has_not_failed) {
  EXPECT_EQ(result_of({job('a'), [] { otp::exit(otp::shutdown); }, [] { otp::exit("bad"); }}, 1), numbers{2});
}
