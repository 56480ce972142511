// resp_server_test.cpp - the store of the examples, by its clients: under many schedules, where the network fails, too.
#include "../tutorials/examples/resp_server.hpp"

#include <csignal>
#include <string>
#include <vector>

#include <otp/explore.hpp>

#include "support.hpp"

namespace tcp = otp::tcp;

namespace {

const tcp::address here = tcp::address::loopback(6379);  // of a simulated network

tcp::socket connected(const tcp::address& to = here) {
  for (;;) {
    try {
      return tcp::connect(to);
    } catch (const tcp::failure& f) {  // the acceptor may not listen yet, or the network refuses
      if (f.reason() != tcp::reason::refused) throw;
    }
    otp::sleep_for(1ms);
  }
}

/// All that the server answers on a connection of its own.
std::string replies_to(const std::string& requests, const tcp::address& to = here) {
  const tcp::socket client = connected(to);
  tcp::send(client, requests);
  tcp::shutdown_write(client);
  std::string all;
  for (std::string some; !(some = tcp::receive_some(client)).empty();) all += some;
  return all;
}

std::size_t sessions() { return otp::count_children(otp::supervisor_ref("sessions")).active; }

}  // namespace

TEST(resp_server, answers_every_command) {
  const otp::system system(virtual_time());
  resp_server::start(here);
  EXPECT_EQ(replies_to("PING\r\nping hello\r\n*2\r\n$4\r\nECHO\r\n$2\r\n\r\n\r\n"),
            "+PONG\r\n$5\r\nhello\r\n$2\r\n\r\n\r\n");
  EXPECT_EQ(replies_to("SET a 1\r\nGET a\r\nSET a 2\r\nGET a\r\nGET b\r\n"),
            "+OK\r\n$1\r\n1\r\n+OK\r\n$1\r\n2\r\n$-1\r\n");
  EXPECT_EQ(replies_to("INCR a\r\nINCR n\r\nINCR n\r\nSET m -2\r\nINCR m\r\n"), ":3\r\n:1\r\n:2\r\n+OK\r\n:-1\r\n");
  EXPECT_EQ(replies_to("DEL a b n\r\nDEL a\r\nGET a\r\n"), ":2\r\n:0\r\n$-1\r\n");
  EXPECT_EQ(replies_to("FLY\r\nGET\r\nset a\r\nECHO a b\r\nPING\r\n"),
            "-ERR unknown command 'FLY'\r\n-ERR wrong number of arguments for 'GET' command\r\n"
            "-ERR wrong number of arguments for 'SET' command\r\n"
            "-ERR wrong number of arguments for 'ECHO' command\r\n+PONG\r\n");
}

TEST(resp_server, what_is_no_number_is_not_counted_and_the_store_lives_on) {
  const otp::system system(virtual_time());
  resp_server::start(here);
  const otp::pid store = otp::whereis_name("store");
  const std::string refused = "-ERR value is not an integer or out of range\r\n";
  for (const std::string value : {"rose", "7x", "9223372036854775807", "99999999999999999999", "1.5"})
    EXPECT_EQ(replies_to("SET a " + value + "\r\nINCR a\r\nGET a\r\n"), "+OK\r\n" + refused + resp::bulk(value));
  EXPECT_EQ(otp::whereis_name("store"), store);
}

TEST(resp_server, without_a_store_there_is_an_error_and_the_connection_stays) {
  const otp::system system(virtual_time());
  const auto top = resp_server::start(here);
  const tcp::socket client = connected();
  tcp::line_reader replies(client);
  otp::terminate_child(top, "store");
  tcp::send(client, "SET a 1\r\nPING\r\n");
  EXPECT_EQ(replies.next(), "-ERR store: noproc");
  EXPECT_EQ(replies.next(), "+PONG");
  otp::restart_child(top, "store");
  tcp::send(client, "SET a 1\r\n");
  EXPECT_EQ(replies.next(), "+OK");
}

TEST(resp_server, a_request_that_is_none_ends_its_connection_alone) {
  const otp::system system(virtual_time());
  resp_server::start(here);
  const tcp::socket other = connected();
  EXPECT_EQ(replies_to("PING\r\n*1\r\n$x\r\nPING\r\n"), "+PONG\r\n-ERR Protocol error: invalid bulk length\r\n");
  tcp::send(other, "PING\r\n");
  EXPECT_EQ(tcp::line_reader(other).next(), "+PONG");
  EXPECT_EQ(sessions(), 1u);
}

TEST(resp_server, a_request_without_an_end_is_not_collected) {
  const otp::system system(virtual_time());
  resp_server::start(here);
  const tcp::socket client = connected();
  const std::string piece(50'000, 'x');
  std::size_t sent = 0;
  try {
    for (; sent < 10'000'000; sent += piece.size()) tcp::send(client, piece);
  } catch (const tcp::failure&) {  // it is out
  }
  EXPECT_LT(sent, 1'000'000u);
  otp::sleep_for(1s);
  EXPECT_EQ(sessions(), 0u);
}

TEST(resp_server, a_client_that_does_not_read_is_served_no_further_and_out_after_a_minute) {
  report_box box;
  otp::options options = virtual_time(box.options());
  options.network = {.longest_delay = 0s, .short_transfers = false, .room = 65536};
  const otp::system system(options);
  resp_server::start(here);
  const tcp::socket client = connected();
  tcp::send(client, "SET a " + std::string(50'000, 'x') + "\r\n");
  std::string requests;
  for (int i = 0; i < 10; ++i) requests += "GET a\r\n";  // the replies are more than the network holds
  tcp::send(client, requests + "INCR n\r\n");
  otp::sleep_for(59s);
  EXPECT_EQ(sessions(), 1u);
  EXPECT_EQ(replies_to("GET n\r\n"), "$-1\r\n") << "though it came together with the others";
  otp::sleep_for(2s);
  EXPECT_EQ(sessions(), 0u);
  EXPECT_EQ(box.all().size(), 0u) << "which is no fault";
}

TEST(resp_server, sigterm_ends_it_in_order) {
  report_box box;
  bool waited = false;
  const int status = otp::run(
      [&] {
        const otp::stop_on_signals scope;
        resp_server::start(here);
        EXPECT_EQ(replies_to("PING\r\n"), "+PONG\r\n");
        const tcp::socket open = connected();
        tcp::send(open, "PING\r\n*1\r\n");  // in the midst of a request
        EXPECT_EQ(tcp::line_reader(open).next(), "+PONG");
        std::raise(SIGTERM);
        waited = true;
        otp::wait_for_end();
      },
      virtual_time(box.options()));
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(waited);
  EXPECT_EQ(box.all().size(), 0u);
}

TEST(resp_server, real_time_answers_a_long_pipeline_on_the_real_network) {
  const otp::system system(real_time());
  const tcp::address free = tcp::listen(tcp::address::loopback(0)).local();
  resp_server::start(free);
  std::string requests, expected;
  for (int i = 1; i <= 5'000; ++i) {
    requests += "INCR n\r\n";
    expected += resp::integer(i);
  }
  EXPECT_EQ(replies_to(requests, free), expected);
}

namespace {

constexpr int each = 4;  // so many times each client counts

struct counted {
  int client;
  std::vector<std::int64_t> numbers;  // that it was told
  bool whole;                         // all that it asked for was answered
};

/// Sends all its requests at once, and tells what was answered. An answer that is wrong ends it.
void client(int number, const otp::pid& main) {
  counted all{number, {}, false};
  try {
    const tcp::socket server = connected();
    const std::string mine = "key" + std::to_string(number), value = "value\r\n" + std::to_string(number);
    std::string requests = "*3\r\n$3\r\nSET\r\n" + resp::bulk(mine) + resp::bulk(value);
    for (int i = 0; i < each; ++i) requests += "*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n";
    requests += "GET " + mine + "\r\n";
    tcp::send(server, requests);
    tcp::line_reader replies(server);
    const auto next = [&] {
      if (auto line = replies.next(1h)) return *line;
      throw tcp::failure(tcp::reason::closed, "the server has closed the connection");
    };
    const auto expect = [&](const std::string& wanted) {
      if (const std::string line = next(); line != wanted)
        throw otp::expectation_failed("'" + line + "' instead of '" + wanted + "'");
    };
    expect("+OK");
    for (int i = 0; i < each; ++i) all.numbers.push_back(std::stoll(next().substr(1)));
    expect("$8");
    expect("value");
    expect(std::to_string(number));
    all.whole = true;
  } catch (const tcp::failure&) {  // it is out
  }
  otp::send(main, all);
}

/// Each number is given once, and in order; and if none is out, to the last.
void scenario(void (*serve)(const resp_server::connection&)) {
  resp_server::start(here, serve);
  constexpr int clients = 3;
  for (int i = 1; i <= clients; ++i) otp::spawn_link([=, main = otp::self()] { client(i, main); });
  std::vector<bool> given(clients * each + 1);
  int told = 0, out = 0;
  for (int i = 1; i <= clients; ++i) {
    const counted c = otp::expect<counted>(2h);
    out += !c.whole;
    std::int64_t last = 0;
    for (const std::int64_t n : c.numbers) {
      if (n <= last || n > clients * each || given[static_cast<std::size_t>(n)])
        throw otp::expectation_failed("client " + std::to_string(c.client) + " was told " + std::to_string(n));
      given[static_cast<std::size_t>(last = n)] = true;
      ++told;
    }
  }
  const auto value = otp::call(otp::server_ref<resp_server::store>("store"), resp_server::get{"n"});
  const int total = value ? std::stoi(*value) : 0;
  if (total < told || (out == 0 && total != clients * each))
    throw otp::expectation_failed(std::to_string(total) + " counted, and " + std::to_string(told) + " told");
}

/// Takes what one read gives for whole requests.
void session_that_takes_a_read_for_requests(const resp_server::connection& client) {
  for (std::string some; !(some = tcp::receive_some(*client)).empty();) {
    resp::request_reader reader;
    reader.add(some);
    while (auto request = reader.next()) tcp::send(*client, resp_server::reply_to(*std::move(request)));
  }
}

const std::uint64_t many = SANITIZED ? 100 : 1000;

}  // namespace

TEST(resp_server, every_request_is_answered_once_and_in_order_in_any_schedule) {
  otp::explore({.schedules = many}, [] { scenario(resp_server::session); });
}

TEST(resp_server, nor_is_one_done_twice_where_connections_break) {
  otp::explore({.schedules = many, .network = {.resets = 20, .refusals = 100}}, [] { scenario(resp_server::session); });
}

TEST(resp_server, a_session_that_takes_a_read_for_requests_is_found) {
  const auto wrong = [] { scenario(session_that_takes_a_read_for_requests); };
  EXPECT_TRUE(otp::find_failing_schedule({.schedules = 200}, wrong));
}
