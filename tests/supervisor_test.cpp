#include <gtest/gtest.h>

#include <otp/otp.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

namespace {
struct get { using reply = int; };
struct boom {};
class worker : public otp::gen_server<worker> {
 public:
  using messages = otp::handles<get, boom>;
  explicit worker(int n) : n_(n) {}
  int handle_call(get) { return n_; }
  void handle_cast(boom) { throw std::runtime_error("boom"); }
  int n_;
};

TEST(supervisor_test, restarts) {
  otp::system system;
  auto sup = otp::start_supervisor({.strategy = otp::one_for_one, .intensity = 3, .period = 5s},
    {otp::child<worker>("c1", 1), otp::child<worker>("c2", {.restart = otp::transient, .shutdown = 2s, .name = "two"}, 2),
     otp::child_supervisor("pool", {.strategy = otp::one_for_all}, {otp::child<worker>("p1", {.name = "p1"}, 5)})});
  EXPECT_EQ(otp::call("two", get{}), 2);
  otp::pid before = otp::whereis_name("two");
  otp::cast("two", boom{});
  EXPECT_TRUE(otp::eventually([&] { auto p = otp::whereis_name("two"); return p && p != before; }));
  EXPECT_EQ(otp::call("two", get{}), 2);
  EXPECT_EQ(otp::count_children(sup).active, 3u);
  for (auto& c : otp::which_children(sup)) printf("%s %s\n", c.id.c_str(), to_string(c.pid).c_str());
  auto t = otp::async_nolink([] { return 42; });
  EXPECT_EQ(otp::await(t), 42);
  EXPECT_EQ(otp::await(t), 42);
}
}  // namespace
