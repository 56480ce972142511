// line_reader_test.cpp - lines from a connection; with a seed on the simulated network.
#include <string>
#include <vector>

#include "two_ends.hpp"

TEST(line_reader, a_line_reader_takes_lines_whatever_pieces_they_come_in) {
  const otp::system system;
  const two_ends both;
  const otp::ref sender = otp::monitor(otp::spawn_link([&] {
    for (const char* piece : {"o", "ne\ntwo\r", "\n\n\r\nlast"}) tcp::send(both.client, piece);
    tcp::shutdown_write(both.client);
  }));
  tcp::line_reader lines(both.server);
  for (const char* line : {"one", "two", "", "", "last"}) EXPECT_EQ(lines.next(), line);
  reason_of_end(sender);
  EXPECT_EQ(lines.next(), std::nullopt);
  EXPECT_EQ(lines.next(), std::nullopt);
}

TEST(line_reader, a_line_may_be_as_long_as_its_reader_allows) {
  const otp::system system;
  for (const std::string end : {"\n", "\r\n", ""}) {
    const two_ends both;
    tcp::send(both.client, std::string(10, 'x') + end);
    tcp::shutdown_write(both.client);
    tcp::line_reader lines(both.server, 10);
    EXPECT_EQ(lines.next(), std::string(10, 'x')) << testing::PrintToString(end);
  }
  for (const std::string end : {"\n", "\r\n", ""}) {
    const two_ends both;
    tcp::send(both.client, "good\n" + std::string(11, 'x') + end);
    tcp::shutdown_write(both.client);
    tcp::line_reader lines(both.server, 10);
    EXPECT_EQ(lines.next(), "good");
    EXPECT_EQ(reason_of([&] { lines.next(); }), tcp::reason::too_long) << testing::PrintToString(end);
  }
}

TEST(line_reader, a_line_that_never_ends_is_not_collected_for_ever) {
  const otp::system system;
  two_ends both;
  const auto [sender, ref] = otp::spawn_monitor([&] {
    for (;;) tcp::send(both.client, std::string(100'000, 'x'));
  });
  tcp::line_reader lines(both.server, 1000);
  EXPECT_EQ(reason_of([&] { lines.next(); }), tcp::reason::too_long);
  otp::exit(sender, otp::shutdown);
  EXPECT_EQ(reason_of_end(ref), otp::shutdown);
}

TEST(line_reader, nor_by_a_loop_that_reads_when_the_socket_is_readable) {
  const otp::system system;
  two_ends both;
  const auto [sender, ref] = otp::spawn_monitor([&] {
    for (;;) tcp::send(both.client, std::string(100'000, 'x'));
  });
  tcp::line_reader lines(both.server, 1000);
  int reads = 0;
  EXPECT_EQ(reason_of([&] {
              while (!lines.has_line() && ++reads < 10'000)
                otp::receive(otp::readable(both.server) >> [&] { lines.fill(); });
            }),
            tcp::reason::too_long);
  otp::exit(sender, otp::shutdown);
  EXPECT_EQ(reason_of_end(ref), otp::shutdown);
}

TEST(line_reader, a_client_that_says_no_more_is_noticed_by_what_it_has_said) {
  const otp::system system;
  const two_ends both;
  tcp::send(both.client, std::string(1000, 'x'));
  tcp::line_reader lines(both.server, 40);
  EXPECT_EQ(reason_of([&] {
              while (!lines.has_line()) lines.fill(1s);
            }),
            tcp::reason::too_long);
}

TEST(line_reader, a_reader_whose_time_was_up_goes_on_where_it_was) {
  const otp::system system;
  const two_ends both;
  tcp::line_reader lines(both.server);
  tcp::send(both.client, "ha");
  EXPECT_EQ(reason_of([&] { lines.next(30ms); }), tcp::reason::timeout);
  tcp::send(both.client, "lf\n");
  EXPECT_EQ(lines.next(), "half");
}

TEST(line_reader, a_loop_that_waits_for_messages_as_well_takes_all_lines_that_have_come) {
  const otp::system system;
  const two_ends both;
  const otp::ref sender = otp::monitor(otp::spawn_link([&, main = system.main()] {
    tcp::send(both.client, "a\nb\nc");
    otp::send(main, go{});
    tcp::send(both.client, "\nd\n");
    tcp::shutdown_write(both.client);
  }));
  tcp::line_reader lines(both.server);
  std::vector<std::string> got;
  int told = 0;
  for (bool open = true; open;)
    otp::receive([&](go) { ++told; }, otp::readable(both.server) >>
                                          [&] {
                                            lines.fill();
                                            while (open && lines.has_line()) {
                                              if (const auto line = lines.next(0s))
                                                got.push_back(*line);
                                              else
                                                open = false;
                                            }
                                          });
  EXPECT_EQ(got, (std::vector<std::string>{"a", "b", "c", "d"}));
  reason_of_end(sender);
  EXPECT_EQ(told + otp::receive([](go) { return 1; }, otp::after(0s, [] { return 0; })), 1);
}
