#include "support.hpp"

#include <array>
#include <memory>

namespace {

struct counted {
  static inline int alive = 0;
  counted() { ++alive; }
  counted(counted&&) noexcept { ++alive; }
  ~counted() { --alive; }
};
struct large {
  std::array<char, 500> bytes;
};

TEST(message_test, carries_any_type_and_knows_it) {
  otp::message m(42);
  EXPECT_TRUE(m.is<int>());
  EXPECT_FALSE(m.is<long>());
  EXPECT_EQ(m.as<int>(), 42);
  EXPECT_EQ(m.name(), "int");
  EXPECT_TRUE(otp::message().empty());
}

TEST(message_test, text_literals_and_views_arrive_as_strings_in_tuples_too) {
  EXPECT_TRUE(otp::message("text").is<std::string>());
  EXPECT_TRUE(otp::message(std::string_view("text")).is<std::string>());
  using pair = std::tuple<std::string, int>;
  EXPECT_TRUE(otp::message(std::tuple("add", 1)).is<pair>());
  EXPECT_TRUE(otp::message(std::pair("add", 1)).is<pair>());
}

TEST(message_test, move_only_values_are_messages) {
  otp::message m(std::make_unique<int>(7));
  otp::message moved = std::move(m);
  EXPECT_TRUE(m.empty());
  EXPECT_EQ(*moved.as<std::unique_ptr<int>>(), 7);
}

TEST(message_test, the_value_is_destroyed_exactly_once) {
  counted::alive = 0;
  {
    otp::message a{counted()};
    otp::message b = std::move(a);
    otp::message c;
    c = std::move(b);
    EXPECT_EQ(counted::alive, 1);
  }
  EXPECT_EQ(counted::alive, 0);
}

TEST(message_test, large_values_survive_moves) {
  large big;
  big.bytes.fill('x');
  otp::message a(big);
  otp::message b = std::move(a);
  EXPECT_EQ(b.as<large>().bytes[499], 'x');
}

TEST(message_test, a_throwing_copy_leaves_nothing_behind) {
  struct bad {
    bad() = default;
    bad(const bad&) { throw std::runtime_error("no copies"); }
  };
  const bad value;
  EXPECT_THROW(otp::message{value}, std::runtime_error);
}

TEST(message_test, tuples_can_be_looked_into) {
  const otp::message m(std::tuple("a", std::tuple(1, 2.5)));
  ASSERT_EQ(m.part().arity(), 2u);
  EXPECT_EQ(*m.part().element(0).get_if<std::string>(), "a");
  EXPECT_EQ(*m.part().element(1).element(1).get_if<double>(), 2.5);
  EXPECT_EQ(otp::message(5).part().arity(), 0u);
}

TEST(message_test, small_values_need_no_allocation) {
  static_assert(otp::fits_inside<std::tuple<otp::pid, otp::ref>>);
  static_assert(otp::fits_inside<std::string>);
  static_assert(!otp::fits_inside<large>);
  static_assert(sizeof(otp::message) == 64);
}

}  // namespace
