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
  EXPECT_EQ(written, "abc") << "all jobs are done, one after the other, in order";
}

TEST_F(put_aside, one_that_fails_is_tried_again_behind_the_others) {
  EXPECT_EQ(result_of({job('a', 1), job('b'), job('c')}, 3), numbers{});
  EXPECT_EQ(written, "abca") << "a job that has failed is tried again after all others that wait";
}

TEST_F(put_aside, one_that_always_fails_is_put_aside) {
  EXPECT_EQ(result_of({job('a'), job('b', 1000), job('c')}, 3), numbers{1})
      << "a job that has failed so many times is put aside";
  EXPECT_EQ(written, "abcbb") << "a job that has failed so many times is put aside, and the others are done";
}

TEST_F(put_aside, a_job_that_ends_by_exit_with_shutdown_has_not_failed) {
  EXPECT_EQ(result_of({job('a'), [] { otp::exit(otp::shutdown); }, [] { otp::exit("bad"); }}, 1), numbers{2})
      << "shutdown is no abnormal reason, and so no failure";
}

TEST_F(put_aside, each_is_done_in_an_actor_of_its_own) {
  std::vector<otp::pid> actors;
  const std::function<void()> notes = [&] { actors.push_back(otp::self()); };
  result_of({[&] {
               notes();
               throw std::runtime_error("no luck");
             },
             notes},
            2);
  ASSERT_EQ(actors.size(), 3u) << "a job that failed once, and another";
  EXPECT_TRUE(actors[0] != actors[1] && actors[1] != actors[2] && actors[0] != actors[2])
      << "each job is done in an actor of its own, each time it is tried";
}

TEST_F(put_aside, one_is_over_before_the_next_begins) {
  int at_work = 0;
  bool together = false;
  const std::function<void()> slow = [&] {
    together = together || ++at_work > 1;
    otp::sleep_for(std::chrono::seconds(1));
    --at_work;
  };
  EXPECT_EQ(result_of({slow, slow, slow}, 1), numbers{});
  EXPECT_FALSE(together) << "the jobs are done one after the other, and two were at work at the same time";
  EXPECT_EQ(at_work, 0) << "all jobs are done when it returns";
}

TEST_F(put_aside, a_job_that_is_killed_has_failed) {
  EXPECT_EQ(result_of({[] { otp::exit(otp::self(), otp::kill); }, job('b')}, 2), numbers{0})
      << "killed is an abnormal reason: a job that is killed has failed, and takes no caller with it";
  EXPECT_EQ(written, "b");
}

TEST_F(put_aside, those_put_aside_stand_in_this_order) {
  EXPECT_EQ(result_of({job('a', 2), job('b', 9), job('c', 1), job('d', 9), job('e', 2)}, 2), (numbers{0, 1, 3, 4}))
      << "each that has failed twice is put aside, in this order, and one that failed once is done";
  EXPECT_EQ(written, "abcdeabcde") << "a job that has failed is tried again after all others that wait";
}

TEST_F(put_aside, the_end_of_another_actor_is_not_that_of_a_job) {
  const auto [worker, ref] = otp::spawn_monitor([&, to = me] {
    otp::spawn_monitor([] { otp::exit("elsewhere"); });
    otp::sleep_for(std::chrono::seconds(1));
    otp::send(to, work_off({job('a'), job('b')}, 1));
  });
  EXPECT_EQ(otp::expect<numbers>(), numbers{}) << "the end of an actor that is no job was taken for that of a job";
}
