// tcp_address_test.cpp - addresses of sockets as text and as values.
#include <otp/tcp_address.hpp>

#include "support.hpp"

using otp::tcp::address;

TEST(tcp_address, what_is_printed_is_read_again) {
  for (const std::string text : {"127.0.0.1:6379", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:80", "[fe80::1%1]:80",
                                 "[2001:db8::8:800:200c:417a]:443", "unix:/run/my.sock", "unix:relative"}) {
    EXPECT_EQ(to_string(address::parse(text)), text);
    EXPECT_EQ(address::parse(to_string(address::parse(text))), address::parse(text));
  }
}

TEST(tcp_address, the_parts_of_an_address) {
  const address four = address::parse("10.1.2.3:80"), six = address::parse("[::2]:81"), local = address::local("/a");
  EXPECT_EQ(four, address::ipv4({10, 1, 2, 3}, 80));
  EXPECT_EQ(four.which(), address::kind::ipv4);
  EXPECT_EQ(four.port(), 80);
  EXPECT_EQ(six.which(), address::kind::ipv6);
  EXPECT_EQ(six.host()[15], 2);
  EXPECT_EQ(six.port(), 81);
  EXPECT_EQ(address::parse("[fe80::1%7]:80").scope(), 7u);
  EXPECT_EQ(local.which(), address::kind::local);
  EXPECT_EQ(local.path(), "/a");
  EXPECT_EQ(local.port(), 0);
  EXPECT_EQ(with_port(four, 99), address::ipv4({10, 1, 2, 3}, 99));
  EXPECT_EQ(to_string(address::any(7)), "0.0.0.0:7");
  EXPECT_EQ(address::parse("localhost:7"), address::loopback(7));
  EXPECT_NE(four, six);
  EXPECT_EQ(to_string(otp::tcp::local_without_path()), "unix:");
}

TEST(tcp_address, what_is_no_address_is_refused_with_its_text) {
  for (const std::string text :
       {"", ":", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x", "127.0.0.256:80",
        "::1:80", "[::1:80", "[]:80", "[::1%nothing]:80", "example.org:80"}) {
    try {
      address::parse(text);
      ADD_FAILURE() << text;
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::badarg);
      EXPECT_TRUE(std::string(e.what()).starts_with("'" + text + "' is no address")) << e.what();
    }
  }
  EXPECT_THROW(address::parse("unix:"), otp::error);
  EXPECT_NO_THROW(address::local(std::string(107, 'x')));
  EXPECT_THROW(address::local(std::string(108, 'x')), otp::error);
  EXPECT_THROW(address::local(std::string("a\0b", 3)), otp::error);
}

TEST(tcp_address, each_reason_has_its_name) {
  EXPECT_STREQ(otp::tcp::to_string(otp::tcp::reason::address_in_use), "address_in_use");
  EXPECT_STREQ(otp::tcp::to_string(otp::tcp::reason::other), "other");
}
