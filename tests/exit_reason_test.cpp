#include "support.hpp"

namespace {

using otp::exit_reason;

TEST(exit_reason_test, compares_by_value_nested_reasons_included) {
  EXPECT_EQ(otp::normal, exit_reason());
  EXPECT_EQ(exit_reason("a"), exit_reason(std::string("a")));
  EXPECT_NE(exit_reason("a"), exit_reason("b"));
  EXPECT_EQ(exit_reason::in_call(otp::noproc, "f"), exit_reason::in_call(otp::noproc, "f"));
  EXPECT_NE(exit_reason::in_call(otp::noproc, "f"), exit_reason::in_call(otp::timeout, "f"));
  EXPECT_NE(otp::shutdown, exit_reason::shutdown_because(otp::normal));
  EXPECT_NE(otp::kill, otp::killed);
  EXPECT_NE(exit_reason("killed"), otp::killed) << "a text is never taken for an atom";
}

TEST(exit_reason_test, prints_as_erlang_writes_it) {
  EXPECT_EQ(to_string(otp::shutdown), "shutdown");
  EXPECT_EQ(to_string(exit_reason::shutdown_because("why")), "{shutdown,why}");
  EXPECT_EQ(to_string(exit_reason::error("std::runtime_error", "boom")), "{std::runtime_error,\"boom\"}");
  EXPECT_EQ(to_string(exit_reason::nocatch("int")), "{nocatch,int}");
  EXPECT_EQ(to_string(exit_reason::in_call(otp::noproc, "{gen_server,call,[<0.2>,get]}")),
            "{noproc,{gen_server,call,[<0.2>,get]}}");
  EXPECT_EQ(to_string(exit_reason::failed_to_start_child("c", otp::killed)), "{failed_to_start_child,c,killed}");
}

TEST(exit_reason_test, only_normal_and_the_shutdowns_are_not_abnormal) {
  EXPECT_FALSE(otp::normal.is_abnormal());
  EXPECT_FALSE(otp::shutdown.is_abnormal());
  EXPECT_FALSE(exit_reason::shutdown_because("x").is_abnormal());
  for (const exit_reason& r : {otp::kill, otp::killed, otp::noproc, otp::timeout, exit_reason("normal")})
    EXPECT_TRUE(r.is_abnormal()) << r;
}

TEST(exit_reason_test, an_exception_gives_its_type_and_text) {
  const auto reason = [](auto thrower) {
    try {
      thrower();
    } catch (...) {
      return otp::reason_of(std::current_exception());
    }
    return otp::normal;
  };
  const exit_reason error = reason([] { throw std::out_of_range("row 7"); });
  EXPECT_EQ(error.which(), exit_reason::kind::error);
  EXPECT_EQ(error.type(), "std::out_of_range");
  EXPECT_EQ(error.text(), "row 7");
  EXPECT_EQ(reason([] { throw 42; }), exit_reason::nocatch("int"));
  EXPECT_EQ(reason([] { throw otp::exit_exception("bye"); }), exit_reason("bye"));
}

}  // namespace
