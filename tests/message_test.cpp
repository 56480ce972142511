// message_test.cpp - a message as a value: any type in it, its copies, moves, parts and name.
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

TEST(message_test, an_empty_one_has_no_type_no_name_and_no_parts) {
  const otp::message none;
  EXPECT_EQ(none.type(), typeid(void));
  EXPECT_EQ(none.name(), "nothing");
  EXPECT_EQ(none.carried_type(), nullptr);
  EXPECT_EQ(none.part().value, nullptr);
  EXPECT_EQ(none.part().arity(), 0u);
  EXPECT_FALSE(none.is<int>());
}

TEST(message_test, what_is_assigned_over_or_cleared_is_destroyed_at_once) {
  counted::alive = 0;
  otp::message a{counted()};
  EXPECT_EQ(counted::alive, 1);
  a = otp::message(5);
  EXPECT_EQ(counted::alive, 0);
  EXPECT_EQ(a.as<int>(), 5);
  otp::message b{counted()};
  b.clear();
  EXPECT_EQ(counted::alive, 0);
  EXPECT_TRUE(b.empty());
  b.clear();
  EXPECT_EQ(counted::alive, 0);
}

TEST(message_test, one_that_is_moved_to_itself_stays) {
  otp::message a(std::string("a text that is longer than what fits into a string itself"));
  otp::message& same = a;
  a = std::move(same);
  ASSERT_FALSE(a.empty());
  EXPECT_EQ(a.as<std::string>(), "a text that is longer than what fits into a string itself");
}

TEST(message_test, its_place_in_the_mailbox_goes_with_it) {
  otp::message a(1);
  EXPECT_EQ(a.position(), 0u);
  a.set_position(7);
  const otp::message b = std::move(a);
  EXPECT_EQ(b.position(), 7u);
  otp::message c;
  c = otp::message(2);
  EXPECT_EQ(c.position(), 0u);
}

TEST(message_test, a_value_of_exactly_the_inside_size_is_moved_whole) {
  struct full {
    std::array<char, otp::message::inside_size> bytes;
  };
  static_assert(otp::fits_inside<full>);
  static_assert(!otp::fits_inside<std::array<char, otp::message::inside_size + 1>>);
  full value;
  value.bytes.fill('x');
  otp::message a(value);
  const otp::message b = std::move(a);
  EXPECT_EQ(b.as<full>().bytes, value.bytes);
}

TEST(message_test, types_are_named_as_a_programmer_writes_them) {
  EXPECT_EQ(otp::type_name(typeid(std::tuple<std::string, std::string, int>)),
            "std::tuple<std::string, std::string, int>");
  EXPECT_EQ(otp::type_name(typeid(std::tuple<counted, large>)), "std::tuple<counted, large>");
  EXPECT_EQ(otp::detail::short_type_name(typeid(otp::report)), "report");
  EXPECT_EQ(otp::detail::short_type_name(typeid(std::tuple<otp::report>)), "tuple");
  EXPECT_EQ(otp::detail::short_type_name(typeid(int)), "int");
}

}  // namespace
