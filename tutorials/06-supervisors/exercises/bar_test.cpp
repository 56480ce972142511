#include <bar.hpp>

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
using names = std::vector<std::string>;

/// A bar that an actor, the caller, has opened. Failures are so far apart that any intensity will do but 0.
class bar : public ::testing::Test {
 protected:
  otp::system system{quiet()};
  otp::spawned caller_;
  std::map<std::string, otp::pid> now_;

  void SetUp() override {
    caller_ = otp::spawn_monitor("caller", [all = roles{role("till"), role("grinder"), role("brewer"), role("music")}] {
      open_bar(all);
      otp::receive([](int) {});
    });
    names all = new_ones();
    std::sort(all.begin(), all.end());
    ASSERT_EQ(all, (names{"brewer", "grinder", "music", "till"})) << "all four start";
  }
  names after_end_of(const std::string& name, const otp::exit_reason& reason) {
    otp::send(now_[name], reason);
    return new_ones();
  }
  /// It is the one that it was, and lives.
  bool goes_on(const std::string& name) { return otp::is_process_alive(now_[name]); }
  void ends_caller() {
    otp::exit(caller_.pid, "the evening is over");
    otp::sleep_for(1min);
  }

 private:
  static otp::options quiet() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  static std::function<void()> role(const std::string& name) {
    return [name, to = otp::self()] {
      otp::send(to, started{name, otp::self()});
      otp::receive([](const otp::exit_reason& r) { otp::exit(r); });
    };
  }
  /// The roles that have started since it was asked last, in this order.
  names new_ones() {
    otp::sleep_for(1min);
    names found;
    for (bool more = true; more;)
      otp::receive(
          [&](const started& s) {
            found.push_back(s.role);
            now_[s.role] = s.pid;
          },
          otp::after(0s, [&] { more = false; }));
    if (!otp::is_process_alive(caller_.pid))
      throw otp::expectation_failed(
          "one of the four has ended, and the supervisor has given up and taken its caller "
          "along: who is always there is started again (" +
          to_string(otp::await_down(caller_.ref)) + ")");
    return found;
  }
};

TEST_F(bar, the_till_starts_again_alone) {
  EXPECT_EQ(after_end_of("till", "a fault"), names{"till"}) << "the failure of the till is no business of the others";
  for (const char* other : {"grinder", "brewer", "music"})
    EXPECT_TRUE(goes_on(other)) << "the failure of the till is no business of the others, and has ended the " << other;
  EXPECT_EQ(after_end_of("till", otp::normal), names{"till"})
      << "the till is always there: it starts again also when it has ended normally";
}

TEST_F(bar, the_brewer_starts_again_alone) {
  EXPECT_EQ(after_end_of("brewer", "a fault"), names{"brewer"})
      << "the brewer starts again, alone: the grinder does not need it";
  for (const char* other : {"till", "grinder", "music"})
    EXPECT_TRUE(goes_on(other)) << "the failure of the brewer has ended the " << other;
  EXPECT_EQ(after_end_of("brewer", otp::normal), names{"brewer"})
      << "the brewer is always there: it starts again also when it has ended normally";
}

TEST_F(bar, with_the_grinder_the_brewer_starts_again) {
  for (const otp::exit_reason& reason : {otp::exit_reason("a fault"), otp::normal}) {
    const otp::pid brewer = now_["brewer"];
    EXPECT_EQ(after_end_of("grinder", reason), (names{"grinder", "brewer"}))
        << "the brewer needs the grinder: when that starts again, the brewer does so after it (the grinder has ended "
           "with the reason "
        << reason << ")";
    EXPECT_FALSE(otp::is_process_alive(brewer)) << "there are two brewers now";
    for (const char* other : {"till", "music"})
      EXPECT_TRUE(goes_on(other)) << "the failure of the grinder has to leave till and music alone, and has ended the "
                                  << other;
  }
}

TEST_F(bar, the_music_is_over_when_it_has_failed) {
  EXPECT_EQ(after_end_of("music", "a fault"), names{}) << "music is not started again, however it ends";
  for (const char* other : {"till", "grinder", "brewer"})
    EXPECT_TRUE(goes_on(other)) << "the end of the music has ended the " << other;
  EXPECT_EQ(after_end_of("till", "a fault"), names{"till"}) << "the music had ended before, and stays so";
  EXPECT_EQ(after_end_of("grinder", "a fault"), (names{"grinder", "brewer"}))
      << "the music had ended before, and stays so";
}

TEST_F(bar, the_music_is_over_when_it_has_ended_normally) {
  EXPECT_EQ(after_end_of("music", otp::normal), names{}) << "music is not started again, however it ends";
  for (const char* other : {"till", "grinder", "brewer"})
    EXPECT_TRUE(goes_on(other)) << "the end of the music has ended the " << other;
}

TEST_F(bar, all_end_with_the_caller) {
  ends_caller();
  for (const char* each : {"till", "grinder", "brewer", "music"})
    EXPECT_FALSE(goes_on(each)) << "the supervisor is linked to the caller, who has failed: all end with it, also the "
                                << each;
}
