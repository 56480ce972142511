// exit_reason_test.cpp - exit reasons as values: how they compare, print and are made of exceptions.
#include "support.hpp"

#include <sstream>

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

TEST(exit_reason_test, what_a_temporary_is_asked_for_outlives_it) {
  const auto made = [] {
    return exit_reason::in_call(exit_reason::error("type", "a text that is too long to be kept inside a string"), "f");
  };
  static_assert(std::is_same_v<decltype(made().inner()), exit_reason>);
  static_assert(std::is_same_v<decltype(made().type()), std::string>);
  static_assert(std::is_same_v<decltype(made().text()), std::string>);
  static_assert(std::is_same_v<decltype(made().holder()), otp::pid>);
  static_assert(std::is_same_v<decltype(std::declval<const exit_reason&>().inner()), const exit_reason&>);
  const auto& text = made().inner().text();
  EXPECT_EQ(text, "a text that is too long to be kept inside a string");
}

TEST(exit_reason_test, every_kind_prints_on_one_line_whatever_its_texts) {
  const std::string bad = "one\ntwo \"three\" \\";
  const auto nested = exit_reason::failed_to_start_child(bad, exit_reason::in_call(exit_reason(bad), bad));
  EXPECT_EQ(to_string(exit_reason(bad)), "one\\ntwo \"three\" \\");
  EXPECT_EQ(to_string(exit_reason::error(bad, bad)), R"({one\ntwo "three" \,"one\ntwo \"three\" \\"})");
  EXPECT_EQ(to_string(exit_reason::bad_specification(bad)), R"({bad_specification,"one\ntwo \"three\" \\"})");
  EXPECT_EQ(to_string(exit_reason::nocatch(bad)), R"({nocatch,one\ntwo "three" \})");
  for (const auto& r : {nested, exit_reason::shutdown_because(nested)})
    EXPECT_EQ(to_string(r).find('\n'), std::string::npos) << r;
  EXPECT_EQ(std::string(otp::exit_exception(bad).what()).find('\n'), std::string::npos);
}

TEST(exit_reason_test, control_characters_are_escaped_as_erlang_does_and_other_text_is_left_alone) {
  EXPECT_EQ(otp::escaped("\b\t\n\v\f\r\033\177"), R"(\b\t\n\v\f\r\e\d)");
  EXPECT_EQ(otp::escaped(std::string_view("\0\1", 2)), R"(\000\001)");
  EXPECT_EQ(otp::escaped("\u0085\u009b\u2028\u2029"), R"(\205\233\x{2028}\x{2029})");
  EXPECT_EQ(otp::escaped("plain \"text\" C:\\ \u00e9\u00a0\u20ac\U0001F600"),
            "plain \"text\" C:\\ \u00e9\u00a0\u20ac\U0001F600");
  EXPECT_EQ(otp::escaped("a \"b\" \\", '"'), R"(a \"b\" \\)");
  EXPECT_EQ(otp::escaped("cut \xc2"), "cut \xc2");
}

TEST(exit_reason_test, the_other_kinds_print_as_their_atoms_and_tuples) {
  EXPECT_EQ(to_string(otp::normal), "normal");
  EXPECT_EQ(to_string(otp::kill), "kill");
  EXPECT_EQ(to_string(otp::killed), "killed");
  EXPECT_EQ(to_string(otp::noproc), "noproc");
  EXPECT_EQ(to_string(otp::timeout), "timeout");
  EXPECT_EQ(to_string(exit_reason(exit_reason::kind::calling_self)), "calling_self");
  EXPECT_EQ(to_string(exit_reason(exit_reason::kind::already_present)), "already_present");
  EXPECT_EQ(to_string(exit_reason::already_started({})), "{already_started,<none>}");
  EXPECT_EQ(to_string(exit_reason::shutdown_because(otp::normal)), "{shutdown,normal}");
  EXPECT_EQ(to_string(exit_reason("a text")), "a text");
  std::ostringstream out;
  out << otp::killed;
  EXPECT_EQ(out.str(), "killed");
}

TEST(exit_reason_test, what_a_reason_does_not_have_is_empty) {
  EXPECT_EQ(otp::kill.type(), "");
  EXPECT_EQ(otp::kill.text(), "");
  EXPECT_EQ(otp::kill.inner(), otp::normal);
  EXPECT_EQ(otp::kill.holder(), otp::pid());
  EXPECT_EQ(exit_reason::already_started({}).holder(), otp::pid());
  otp::system system(virtual_time());
  const exit_reason taken = exit_reason::already_started(otp::self());
  EXPECT_EQ(taken.holder(), otp::self());
  EXPECT_NE(taken, exit_reason::already_started({}));
  EXPECT_EQ(exit_reason::in_call(otp::noproc, "f").inner(), otp::noproc);
  EXPECT_EQ(exit_reason::in_call(otp::noproc, "f").type(), "f");
}

TEST(exit_reason_test, what_says_the_reason_of_an_exit_and_of_a_failed_start) {
  EXPECT_STREQ(otp::exit_exception(otp::noproc).what(), "exit: noproc");
  EXPECT_EQ(otp::exit_exception(otp::noproc).reason(), otp::noproc);
  EXPECT_STREQ(otp::start_error(otp::noproc).what(), "start failed: noproc");
  EXPECT_EQ(otp::start_error(otp::noproc).reason(), otp::noproc);
}

}  // namespace
