#include <gtest/gtest.h>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

namespace {
struct get { using reply = int; };
struct add { int n; using reply = int; };
struct reset {};
struct quit { using reply = int; };

class counter : public otp::gen_server<counter> {
 public:
  using messages = otp::handles<get, add, reset>;
  explicit counter(int start) : count_(start) {}
  int handle_call(get) { return count_; }
  int handle_call(add a) { return count_ += a.n; }
  otp::result<int> handle_call(quit) { return {count_, otp::and_stop(otp::normal)}; }
  void handle_cast(reset) { count_ = 0; }
 private:
  int count_;
};

TEST(gen_server_test, counts) {
  otp::system system;
  auto c = otp::start_link<counter>(0);
  EXPECT_EQ(otp::call(c, add{5}), 5);
  otp::cast(c, reset{});
  EXPECT_EQ(otp::call(c, get{}), 0);
  EXPECT_EQ(otp::call(c.pid(), add{2}), 2);
  auto d = otp::start_link<counter>({.name = "d"}, 7);
  EXPECT_EQ(otp::call("d", get{}), 7);
  EXPECT_EQ(otp::call("d", add{1}), 8);
  EXPECT_EQ(otp::call(d, quit{}), 8);
  auto t = std::chrono::steady_clock::now();
  for (int i = 0; i < 100000; ++i) otp::call(c, add{1});
  std::chrono::duration<double> s = std::chrono::steady_clock::now() - t;
  printf("%.0f calls/s\n", 100000 / s.count());
}
}  // namespace
