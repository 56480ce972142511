#include <finder.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

struct inside {
  using reply = int;
};
struct come_in {
  using reply = bool;
};

/// What all doormen have in common. `Limit`: how many this one's server lets in.
template <int Limit>
class door : public otp::gen_server<door<Limit>> {
 public:
  using messages = otp::handles<inside, come_in>;
  int handle_call(inside) { return inside_; }
  bool handle_call(come_in) { return inside_ < Limit && ++inside_ > 0; }

 private:
  int inside_ = 0;
};
template <int Limit>
struct doorman {
  static constexpr int room = 2;
  static auto open() { return otp::start<door<Limit>>(); }
  static int inside(const otp::server_ref<door<Limit>>& d) { return otp::call(d, ::inside{}); }
  static bool enter(const otp::server_ref<door<Limit>>& d) { return otp::call(d, come_in{}); }
};

using good = doorman<2>;
using sleepy = doorman<3>;
using strict = doorman<1>;
/// Asks how many are inside, and then lets the guest in.
struct careless : doorman<1000> {
  static bool enter(const otp::server_ref<door<1000>>& d) {
    return otp::call(d, ::inside{}) < room && otp::call(d, come_in{});
  }
};

template <class Door>
bool found() {
  return otp::find_failing_schedule({.schedules = 1000}, scenario<Door>).has_value();
}

TEST(finder, the_good_doorman_is_not_accused) { EXPECT_FALSE(found<good>()); }
TEST(finder, one_who_lets_in_too_many_is_found) { EXPECT_TRUE(found<sleepy>()); }
TEST(finder, one_who_lets_in_too_few_is_found) { EXPECT_TRUE(found<strict>()); }
TEST(finder, the_careless_one_is_found) {
  EXPECT_TRUE(found<careless>()) << "he is wrong only when two guests come at the same time";
}
