// resp_test.cpp - the protocol of the examples' store: requests cut at every byte, and those that are refused.
#include "../tutorials/examples/resp.hpp"

#include <string>
#include <vector>

#include "memory.hpp"
#include "support.hpp"

namespace {

using requests = std::vector<resp::words>;

/// What is read, if the bytes come in these pieces.
requests read(const std::vector<std::string>& pieces, const resp::limits& at_most = {}) {
  resp::request_reader reader(at_most);
  requests all;
  for (const std::string& piece : pieces) {
    reader.add(piece);
    while (auto request = reader.next()) all.push_back(*std::move(request));
  }
  return all;
}

std::vector<std::string> bytes_of(const std::string& text) {
  std::vector<std::string> all;
  for (const char c : text) all.emplace_back(1, c);
  return all;
}

/// Why it is refused, however it comes; empty when it is not.
std::string refusal(const std::string& text, const resp::limits& at_most = {}) {
  const auto why = [&](const std::vector<std::string>& pieces) -> std::string {
    try {
      read(pieces, at_most);
      return "";
    } catch (const resp::protocol_error& e) {
      return e.what();
    }
  };
  EXPECT_EQ(why(bytes_of(text)), why({text}));
  return why({text});
}

}  // namespace

TEST(resp, requests_are_the_same_wherever_they_are_cut) {
  using namespace std::string_literals;
  const std::string text =
      "*2\r\n$3\r\nGET\r\n$4\r\nname\r\n"
      "PING\r\n"
      "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$9\r\n\r\n*1\0$1\r\n\r\n"
      "  set  name\trose \n"
      "\r\n"
      "*0\r\n"
      "*-1\r\n"
      "*1\r\n$4\r\nQUIT\r\n"s;
  const requests expected = {
      {"GET", "name"}, {"PING"}, {"SET", "", "\r\n*1\0$1\r\n"s}, {"set", "name", "rose"}, {"QUIT"}};
  EXPECT_EQ(read({text}), expected);
  EXPECT_EQ(read(bytes_of(text)), expected);
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    EXPECT_EQ(read({text.substr(0, cut), text.substr(cut)}), expected) << "cut at " << cut;
  for (std::size_t end = 0; end < text.size(); ++end)
    EXPECT_LT(read({text.substr(0, end)}).size(), expected.size()) << "only " << end;
}

TEST(resp, what_is_no_request_is_refused) {
  EXPECT_EQ(refusal("*x\r\n"), "invalid multibulk length");
  EXPECT_EQ(refusal("*\r\n"), "invalid multibulk length");
  EXPECT_EQ(refusal("*1 \r\n"), "invalid multibulk length");
  EXPECT_EQ(refusal("*99999999999999999999\r\n"), "invalid multibulk length");
  EXPECT_EQ(refusal("*1\r\nPING\r\n"), "expected '$'");
  EXPECT_EQ(refusal("*1\r\n\r\n"), "expected '$'");
  EXPECT_EQ(refusal("*1\r\n$-1\r\n"), "invalid bulk length");
  EXPECT_EQ(refusal("*1\r\n$4x\r\n"), "invalid bulk length");
  EXPECT_EQ(refusal("*1\r\n$4\r\nPINGPING\r\n"), "expected the end of a bulk string");
}

TEST(resp, what_is_too_large_is_refused_before_it_has_come) {
  const resp::limits at_most{.words = 3, .bytes = 10, .line = 20};
  EXPECT_EQ(refusal("*3\r\n$4\r\nfour\r\n$6\r\nsixsix\r\n$0\r\n\r\n", at_most), "");
  EXPECT_EQ(refusal("*4\r\n", at_most), "invalid multibulk length");
  EXPECT_EQ(refusal("*1\r\n$11\r\n", at_most), "invalid bulk length");
  EXPECT_EQ(refusal("*2\r\n$4\r\nfour\r\n$7\r\n", at_most), "invalid bulk length") << "ten of all words";
  EXPECT_EQ(refusal(std::string(20, 'x') + "\n", at_most), "");
  EXPECT_EQ(refusal(std::string(20, 'x'), at_most), "");
  EXPECT_EQ(refusal(std::string(21, 'x'), at_most), "too big inline request");
  EXPECT_EQ(refusal(std::string(21, 'x') + "\n", at_most), "too big inline request");
  EXPECT_EQ(refusal("*1\r\n$" + std::string(21, '1'), at_most), "too big inline request");
  EXPECT_EQ(refusal("*1\r\n$9\r\nninebytes\r\n*1\r\n$9\r\nninebytes\r\n", at_most), "") << "each request anew";
}

TEST(resp, what_has_been_read_is_not_held) {
  if (SANITIZED) GTEST_SKIP() << "a sanitizer brings its own heap";
  resp::request_reader reader;
  const std::size_t before = bytes_in_use();
  for (int i = 0; i < 10'000; ++i) {
    reader.add("SET name rose\r\n");
    EXPECT_TRUE(reader.next());
  }
  EXPECT_LT(bytes_in_use(), before + 10'000);
}

TEST(resp, replies_stay_on_their_lines) {
  EXPECT_EQ(resp::simple("OK"), "+OK\r\n");
  EXPECT_EQ(resp::error("ERR no\r\n+OK"), "-ERR no  +OK\r\n");
  EXPECT_EQ(resp::integer(-7), ":-7\r\n");
  EXPECT_EQ(resp::bulk(std::string("a\r\nb")), "$4\r\na\r\nb\r\n");
  EXPECT_EQ(resp::bulk(std::optional<std::string>()), "$-1\r\n");
}
