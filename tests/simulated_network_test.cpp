// simulated_network_test.cpp - what a seeded system's network does to connections, and that a seed repeats it.
#include <otp/explore.hpp>
#include <otp/tcp.hpp>

#include <set>
#include <string>

#include "support.hpp"

namespace tcp = otp::tcp;
using tcp::address;

namespace {

otp::options network(const otp::network_faults& faults, std::uint64_t seed = 1) {
  otp::options chosen;
  chosen.schedule = otp::seeded(seed);
  chosen.network = faults;
  return chosen;
}
constexpr otp::network_faults calm{.longest_delay = otp::duration::zero(), .short_transfers = false};

struct two_ends {
  tcp::listener listener = tcp::listen(address::loopback(0));
  tcp::socket client = tcp::connect(listener.local());
  tcp::socket server = tcp::accept(listener);
};

void must_be(const std::string& got, const std::string& wanted) {
  if (got != wanted) throw otp::expectation_failed("got " + got + ", wanted " + wanted);
}

/// What a reader sees of a hundred bytes: the pieces, and when.
std::string pieces(const otp::options& chosen) {
  const otp::system system(chosen);
  const two_ends both;
  const otp::time_point begin = otp::now();
  const otp::ref sender = otp::monitor(otp::spawn([&] {
    for (int i = 0; i < 10; ++i) tcp::send(both.client, "0123456789");
    tcp::shutdown_write(both.client);
  }));
  std::string seen, all;
  for (std::string some; !(some = tcp::receive_some(both.server)).empty(); all += some)
    seen += std::to_string(some.size()) + " at " + std::to_string((otp::now() - begin).count()) + "\n";
  EXPECT_EQ(all.size(), 100u);
  reason_of_end(sender);
  return seen;
}

/// How two servers fare under one way of sending: the answer to the one client that asks for the sum of two lines.
template <class Server>
std::string sum_by(Server server) {
  const tcp::listener listener = tcp::listen(address::loopback(0));
  otp::spawn_link([&] { server(tcp::accept(listener)); });
  const tcp::socket client = tcp::connect(listener.local());
  tcp::send(client, "20\n");
  tcp::send(client, "22\n");
  return tcp::line_reader(client).next().value_or("nothing");
}
void server_that_reads_lines(const tcp::socket& client) {
  tcp::line_reader lines(client);
  const int a = std::stoi(lines.next().value()), b = std::stoi(lines.next().value());
  tcp::send(client, std::to_string(a + b) + "\n");
  tcp::receive_some(client);
}
void server_that_takes_a_read_for_a_line(const tcp::socket& client) {
  const int a = std::stoi(tcp::receive_some(client)), b = std::stoi(tcp::receive_some(client));
  tcp::send(client, std::to_string(a + b) + "\n");
  tcp::receive_some(client);
}

}  // namespace

TEST(simulated_network, a_seed_repeats_the_pieces_and_their_times_and_another_one_has_others) {
  const std::string one = pieces(network({}, 1));
  EXPECT_EQ(pieces(network({}, 1)), one);
  std::set<std::string> different;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) different.insert(pieces(network({}, seed)));
  EXPECT_GE(different.size(), 19u);
}

TEST(simulated_network, without_faults_bytes_come_at_once_and_whole) {
  const otp::system system(network(calm));
  const two_ends both;
  const otp::time_point begin = otp::now();
  tcp::send(both.client, std::string(60'000, 'x'));
  EXPECT_EQ(tcp::receive_some(both.server).size(), 60'000u);
  EXPECT_EQ(otp::now(), begin);
}

TEST(simulated_network, a_delay_is_within_its_bound_and_takes_virtual_time) {
  otp::duration longest{};
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const otp::system system(network({.longest_delay = 1h, .short_transfers = false}, seed));
    const two_ends both;
    const otp::time_point begin = otp::now();
    tcp::send(both.client, "x");
    tcp::receive_exactly(both.server, 1);
    longest = std::max(longest, otp::now() - begin);
    EXPECT_LE(otp::now() - begin, 1h);
  }
  EXPECT_GT(longest, 30min);
}

TEST(simulated_network, a_later_byte_does_not_overtake_an_earlier_one) {
  otp::explore({.schedules = 100}, [] {
    const two_ends both;
    for (char c = 'a'; c <= 'z'; ++c) tcp::send(both.client, std::string(1, c));
    must_be(tcp::receive_exactly(both.server, 26), "abcdefghijklmnopqrstuvwxyz");
  });
}

TEST(simulated_network, a_full_connection_holds_up_its_sender) {
  const otp::system system(network({.longest_delay = otp::duration::zero(), .short_transfers = false, .room = 10}));
  const two_ends both;
  tcp::send(both.client, "0123456789");
  EXPECT_FALSE(otp::wait_writable(both.client, 1h));
  EXPECT_THROW(tcp::send(both.client, "x", 1h), tcp::failure);
  EXPECT_EQ(tcp::receive_exactly(both.server, 4), "0123");
  EXPECT_TRUE(otp::wait_writable(both.client, 1h));
  tcp::send(both.client, "abcd", 1h);
  EXPECT_EQ(tcp::receive_exactly(both.server, 10), "456789abcd");
}

TEST(simulated_network, a_full_queue_of_clients_holds_up_the_next_one) {
  const otp::system system(network(calm));
  const tcp::listener listener = tcp::listen(address::loopback(0), {.backlog = 1});
  const tcp::socket first = tcp::connect(listener.local());
  EXPECT_THROW(tcp::connect(listener.local(), 1s), tcp::failure);
  const otp::pid late = otp::spawn([to = listener.local(), main = system.main()] {
    tcp::connect(to);
    otp::send(main, done{});
  });
  EXPECT_TRUE(tcp::accept(listener));
  otp::receive([](done) {});
}

TEST(simulated_network, resets_and_refusals_happen_when_they_are_asked_for) {
  int refused = 0, reset = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const otp::system system(network({.resets = 100, .refusals = 200}, seed));
    const tcp::listener listener = tcp::listen(address::loopback(0));
    try {
      const tcp::socket client = tcp::connect(listener.local());
      const tcp::socket server = tcp::accept(listener);
      tcp::send(client, "x");
      tcp::receive_exactly(server, 1);
    } catch (const tcp::failure& f) {
      refused += f.reason() == tcp::reason::refused;
      reset += f.reason() == tcp::reason::reset;
    }
  }
  EXPECT_GT(refused, 20);
  EXPECT_LT(refused, 60);
  EXPECT_GT(reset, 20);
  EXPECT_LT(reset, 80);
}

TEST(simulated_network, a_reset_is_heard_by_the_side_that_waits) {
  const otp::system system(network({.resets = 1000}));
  const two_ends both;
  const otp::ref reader = otp::monitor(otp::spawn([&] {
    otp::wait_readable(both.server);  // which draws nothing
    otp::exit(otp::exit_reason::shutdown_because("heard"));
  }));
  otp::sleep_for(1s);
  EXPECT_THROW(tcp::send(both.client, "x"), tcp::failure);
  EXPECT_EQ(reason_of_end(reader), otp::exit_reason::shutdown_because("heard"));
}

TEST(simulated_network, a_deadlock_says_who_waits_for_which_connection) {
  const otp::system system(network(calm));
  const two_ends both;
  otp::spawn_opt({.name = "writer"}, [&] {
    for (;;) tcp::send(both.client, std::string(100'000, 'x'));
  });
  otp::spawn_opt({.name = "acceptor"}, [&] { tcp::accept(both.listener); });
  try {
    tcp::receive_some(both.client);
    ADD_FAILURE();
  } catch (const otp::error& e) {
    ASSERT_EQ(e.code(), otp::errc::deadlock);
    const std::string client = to_string(both.client.local()), server = to_string(both.server.local());
    const std::string text = e.what();
    for (const std::string& line : {"main waits for a descriptor, bytes from " + server + " at " + client,
                                    "writer waits for a descriptor, room for bytes to " + server + " at " + client,
                                    "acceptor waits for a descriptor, a client of " + server})
      EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
  }
}

TEST(simulated_network, a_server_that_takes_a_read_for_a_line_is_found_and_replayed) {
  const otp::exploration how{.schedules = 200};
  EXPECT_EQ(otp::find_failing_schedule(how, [] { must_be(sum_by(server_that_reads_lines), "42"); }), std::nullopt);
  const auto wrong = [] { must_be(sum_by(server_that_takes_a_read_for_a_line), "42"); };
  const auto found = otp::find_failing_schedule(how, wrong);
  ASSERT_TRUE(found);
  EXPECT_EQ(otp::replay(found->schedule, wrong, how).failure, found->failure);
}

TEST(simulated_network, a_socket_may_outlive_its_system) {
  tcp::socket left;
  {
    const otp::system system(network({}));
    two_ends both;
    left = std::move(both.client);
    tcp::send(left, "x");
  }
  left.close();
  EXPECT_FALSE(left);
}

TEST(simulated_network, two_systems_have_two_networks) {
  const otp::system system(network(calm));
  const tcp::listener listener = tcp::listen(address::loopback(4000));
  std::thread([] {
    const otp::system other(network(calm));
    EXPECT_THROW(tcp::connect(address::loopback(4000)), tcp::failure);
    EXPECT_TRUE(tcp::listen(address::loopback(4000)));
  }).join();
  EXPECT_TRUE(tcp::connect(address::loopback(4000)));
}
