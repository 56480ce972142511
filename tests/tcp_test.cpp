// tcp_test.cpp - sockets; with a seed the same on the simulated network.
#include <otp/tcp.hpp>

#include <string>
#include <vector>

#include "two_ends.hpp"

TEST(tcp, bytes_come_whole_and_in_order_both_ways) {
  const otp::system system;
  const two_ends both;
  tcp::send(both.client, "there");
  EXPECT_EQ(tcp::receive_exactly(both.server, 5), "there");
  tcp::send(both.server, "and back");
  EXPECT_EQ(tcp::receive_exactly(both.client, 4), "and ");
  EXPECT_EQ(tcp::receive_exactly(both.client, 4), "back");
}

TEST(tcp, bytes_that_are_kept_take_no_more_memory_than_they_are) {
  const otp::system system;
  const two_ends both;
  tcp::send(both.client, std::string(100, 'x'));
  EXPECT_LT(tcp::receive_some(both.server).capacity(), 200u);
}

TEST(tcp, each_end_knows_both_addresses) {
  const otp::system system;
  const two_ends both;
  EXPECT_NE(both.listener.local().port(), 0);
  EXPECT_EQ(both.client.peer(), both.listener.local());
  EXPECT_EQ(both.client.local(), both.server.peer());
  EXPECT_EQ(both.server.local(), both.listener.local());
  EXPECT_EQ(both.client.local().host(), address::loopback(0).host());
}

TEST(tcp, the_end_is_read_after_all_that_was_sent) {
  const otp::system system;
  two_ends both;
  tcp::send(both.client, "last words");
  both.client.close();
  EXPECT_FALSE(both.client);
  EXPECT_EQ(everything(both.server), "last words");
  EXPECT_EQ(tcp::receive_some(both.server), "") << "and stays the end";
  EXPECT_EQ(reason_of([&] { tcp::receive_exactly(both.server, 1); }), tcp::reason::closed);
  EXPECT_EQ(reason_of([&] { tcp::receive_some(both.client); }), tcp::reason::closed) << "it is not open";
}

TEST(tcp, one_side_may_end_what_it_sends_and_go_on_reading) {
  const otp::system system;
  const two_ends both;
  tcp::send(both.client, "question");
  tcp::shutdown_write(both.client);
  EXPECT_EQ(reason_of([&] { tcp::send(both.client, "more"); }), tcp::reason::closed);
  EXPECT_EQ(everything(both.server), "question");
  tcp::send(both.server, "answer");
  EXPECT_EQ(tcp::receive_exactly(both.client, 6), "answer");
}

TEST(tcp, what_is_larger_than_the_buffers_waits_for_its_reader) {
  const otp::system system;
  const two_ends both;
  std::string large;
  for (int i = 0; large.size() < (SANITIZED ? 2'000'000 : 8'000'000); ++i) large += std::to_string(i) + " ";
  const otp::ref sender = otp::monitor(otp::spawn_link([&] {
    tcp::send(both.client, large);
    tcp::shutdown_write(both.client);
  }));
  EXPECT_TRUE(everything(both.server) == large);
  reason_of_end(sender);
}

TEST(tcp, several_clients_are_accepted_in_the_order_in_which_they_came) {
  const otp::system system;
  const tcp::listener listener = tcp::listen(address::loopback(0));
  std::vector<tcp::socket> clients;
  for (int i = 0; i < 20; ++i) clients.push_back(tcp::connect(listener.local()));
  for (const tcp::socket& client : clients) EXPECT_EQ(tcp::accept(listener).peer(), client.local());
}

// ---- waits ----------------------------------------------------------------------------------------------------------

TEST(tcp, real_time_each_wait_has_an_end) {
  const otp::system system;
  const two_ends both;
  EXPECT_EQ(reason_of([&] { tcp::accept(both.listener, 20ms); }), tcp::reason::timeout);
  EXPECT_EQ(reason_of([&] { tcp::accept(both.listener, 0s); }), tcp::reason::timeout);
  EXPECT_EQ(reason_of([&] { tcp::receive_some(both.server, 10, 20ms); }), tcp::reason::timeout);
  EXPECT_EQ(reason_of([&] { tcp::send(both.client, std::string(50'000'000, 'x'), 50ms); }), tcp::reason::timeout);
  EXPECT_THROW(tcp::receive_some(both.server, 10, -1ms), otp::error);
  EXPECT_FALSE(otp::wait_readable(both.client, 20ms));
  EXPECT_FALSE(otp::wait_writable(both.client, 20ms)) << "it is full";
}

TEST(tcp, real_time_an_exit_signal_ends_each_wait) {
  const otp::system system;
  const two_ends both;
  const auto ends = [](auto wait) {
    const auto [waiter, ref] = otp::spawn_monitor(wait);
    otp::receive(otp::after(1ms, [] {}));
    otp::exit(waiter, "enough");
    EXPECT_EQ(reason_of_end(ref), otp::exit_reason("enough"));
  };
  ends([&] { tcp::accept(both.listener); });
  ends([&] { tcp::receive_some(both.server); });
  ends([&] { otp::wait_readable(both.server); });
  ends([&] { otp::receive(otp::readable(both.listener) >> [] {}); });
  ends([&] { tcp::line_reader(both.server).next(); });
  ends([&] {
    for (;;) tcp::send(both.client, std::string(100'000, 'x'));
  });
}

TEST(tcp, a_connection_that_always_has_something_to_read_does_not_hide_an_exit_signal) {
  const otp::system system;
  const two_ends both;
  const auto [sender, sender_ref] = otp::spawn_monitor([&] {
    for (;;) tcp::send(both.client, std::string(10'000, 'x'));
  });
  const auto [reader, reader_ref] = otp::spawn_monitor([&] {
    for (;;) tcp::receive_some(both.server, 1);
  });
  for (const otp::pid& p : {reader, sender}) otp::exit(p, "enough");
  for (const otp::ref& r : {reader_ref, sender_ref}) EXPECT_EQ(reason_of_end(r), otp::exit_reason("enough"));
}

TEST(tcp, real_time_clauses_for_clients_bytes_and_room) {
  const otp::system system;
  const tcp::listener listener = tcp::listen(address::loopback(0));
  tcp::socket client, server;
  const auto happens = [&] {
    return otp::receive(
        otp::readable(listener) >>
            [&] {
              server = tcp::accept(listener);
              return std::string("client");
            },
        [](int n) { return std::to_string(n); }, otp::after(200ms, [] { return std::string("nothing"); }));
  };
  EXPECT_EQ(happens(), "nothing");
  client = tcp::connect(listener.local());
  EXPECT_EQ(happens(), "client");
  EXPECT_EQ(happens(), "nothing");
  const auto on_connection = [&] {
    return otp::receive(
        otp::readable(server) >> [&] { return tcp::receive_exactly(server, 2); },
        [](int n) { return std::to_string(n); }, otp::writable(server) >> [] { return std::string("room"); });
  };
  EXPECT_EQ(on_connection(), "room");
  tcp::send(client, "hi");
  let_it_arrive();
  otp::send(otp::self(), 3);
  EXPECT_EQ(on_connection(), "3");
  EXPECT_EQ(on_connection(), "hi");
}

// ---- failures -------------------------------------------------------------------------------------------------------

TEST(tcp, where_none_listens_a_connection_is_refused) {
  const otp::system system;
  const address nowhere = tcp::listen(address::loopback(0)).local();
  try {
    tcp::connect(nowhere);
    ADD_FAILURE();
  } catch (const tcp::failure& f) {
    EXPECT_EQ(f.reason(), tcp::reason::refused);
    EXPECT_EQ(f.what(), "connect to " + to_string(nowhere) + ": Connection refused");
  }
}

TEST(tcp, an_address_has_one_listener_and_is_free_at_once_after_it) {
  const otp::system system;
  two_ends both;
  const address here = both.listener.local();
  EXPECT_EQ(reason_of([&] { tcp::listen(here); }), tcp::reason::address_in_use);
  both.listener.close();
  both.server.close();  // this side first: it is the one that the system remembers for a while
  EXPECT_EQ(everything(both.client), "");
  both.client.close();
  EXPECT_EQ(tcp::listen(here).local(), here);
}

TEST(tcp, to_send_to_one_that_has_gone_is_a_failure_and_not_the_end_of_the_program) {
  const otp::system system;
  two_ends both;
  both.server.close();
  let_it_arrive();
  const tcp::reason why = reason_of([&] {
    for (int i = 0; i < 1000; ++i) {
      tcp::send(both.client, "anyone?");
      let_it_arrive();
    }
  });
  EXPECT_TRUE(why == tcp::reason::closed || why == tcp::reason::reset) << to_string(why);
}

TEST(tcp, what_will_not_be_read_resets_the_connection) {
  const otp::system system;
  two_ends both;
  tcp::send(both.client, "unread");
  EXPECT_TRUE(otp::wait_readable(both.server));
  both.server.close();
  EXPECT_EQ(reason_of([&] { everything(both.client); }), tcp::reason::reset);
}

TEST(tcp, a_client_in_the_queue_of_a_listener_that_closes_hears_of_it) {
  const otp::system system;
  tcp::listener listener = tcp::listen(address::loopback(0));
  const tcp::socket client = tcp::connect(listener.local());
  listener.close();
  EXPECT_EQ(reason_of([&] { everything(client); }), tcp::reason::reset);
}

TEST(tcp, who_waits_for_a_socket_that_another_actor_closes_hears_of_it) {
  report_box reports;
  const otp::system system(reports.options());
  two_ends both;
  const std::vector<otp::ref> ends = {
      otp::monitor(otp::spawn([&] { tcp::receive_some(both.server); })),
      otp::monitor(otp::spawn([&] { tcp::accept(both.listener); })),
      otp::monitor(otp::spawn([&] {
        for (;;) tcp::send(both.server, std::string(100'000, 'x'));
      })),
  };
  const otp::ref waiter = otp::monitor(otp::spawn([&] { otp::receive(otp::readable(both.listener) >> [] {}); }));
  let_it_arrive();
  both.listener.close();
  EXPECT_EQ(reason_of_end(waiter), otp::normal) << "the clause runs";
  both.server.close();
  for (const otp::ref& end : ends) EXPECT_TRUE(reason_of_end(end).is_abnormal());
}

TEST(tcp, an_empty_socket_says_so) {
  const otp::system system;
  const tcp::socket none;
  const tcp::listener no_listener;
  EXPECT_FALSE(none);
  EXPECT_FALSE(no_listener);
  EXPECT_EQ(reason_of([&] { tcp::send(none, "x"); }), tcp::reason::closed);
  EXPECT_EQ(reason_of([&] { none.peer(); }), tcp::reason::closed);
  EXPECT_EQ(reason_of([&] { otp::wait_readable(none); }), tcp::reason::closed);
  EXPECT_EQ(reason_of([&] { tcp::accept(no_listener); }), tcp::reason::closed);
}

TEST(tcp, a_thread_that_is_no_actor_has_no_sockets) {
  try {
    tcp::listen(address::loopback(0));
    ADD_FAILURE();
  } catch (const otp::error& e) {
    EXPECT_EQ(e.code(), otp::errc::not_an_actor);
  }
}
