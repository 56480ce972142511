#include <bar.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <map>
#include <set>
#include <string>

using namespace std::chrono_literals;

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}

struct started {
  std::string role;
  otp::pid pid;
};

class bar : public ::testing::Test {
 protected:
  otp::system system{quiet()};
  std::map<std::string, otp::pid> now_;

  std::function<void()> role(const std::string& name) {
    return [name, to = otp::self()] {
      otp::send(to, started{name, otp::self()});
      otp::receive([](const otp::exit_reason& r) { otp::exit(r); });
    };
  }
  /// The roles that have started since it was asked last.
  std::set<std::string> new_ones() {
    otp::sleep_for(1s);
    std::set<std::string> names;
    for (bool more = true; more;)
      otp::receive(
          [&](const started& s) {
            names.insert(s.role);
            now_[s.role] = s.pid;
          },
          otp::after(0s, [&] { more = false; }));
    return names;
  }
  std::set<std::string> after_end_of(const std::string& name, const otp::exit_reason& reason) {
    otp::send(now_[name], reason);
    return new_ones();
  }
  void open() {
    open_bar({role("till"), role("grinder"), role("brewer"), role("music")});
    ASSERT_EQ(new_ones(), (std::set<std::string>{"till", "grinder", "brewer", "music"})) << "all four start";
  }
};
using names = std::set<std::string>;

TEST_F(bar, the_till_starts_again_alone) {
  open();
  EXPECT_EQ(after_end_of("till", "a fault"), names{"till"});
  EXPECT_EQ(after_end_of("till", otp::normal), names{"till"}) << "also when it has ended normally";
}
TEST_F(bar, the_brewer_starts_again_alone) {
  open();
  EXPECT_EQ(after_end_of("brewer", "a fault"), names{"brewer"});
}
TEST_F(bar, with_the_grinder_the_brewer_starts_again) {
  open();
  EXPECT_EQ(after_end_of("grinder", "a fault"), (names{"brewer", "grinder"}));
}
TEST_F(bar, the_music_is_over_when_it_is_over) {
  open();
  EXPECT_EQ(after_end_of("music", "a fault"), names{});
}
