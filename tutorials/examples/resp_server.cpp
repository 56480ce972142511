// resp_server.cpp - the store of resp_server.hpp, with a client in the same program; or, given a port, for others:
//
//   resp_server 6379        then, in another terminal: redis-cli set name rose. Ctrl-C or SIGTERM ends it in order.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "resp_server.hpp"

namespace {

using namespace std::chrono_literals;

void serve(std::uint16_t port) {
  const otp::stop_on_signals scope;
  resp_server::start(otp::tcp::address::loopback(port));
  otp::wait_for_end();
}

otp::tcp::socket connected(const otp::tcp::address& to) {
  // The acceptor may not listen yet.
  for (;;) try {
      return otp::tcp::connect(to);
    } catch (const otp::tcp::failure& f) {
      if (f.reason() != otp::tcp::reason::refused) throw;
      otp::sleep_for(1ms);
    }
}

/// Sends all at once, which is pipelining, and prints what comes back.
void converse(const otp::tcp::address& server, const std::string& requests) {
  const otp::tcp::socket client = connected(server);
  otp::tcp::send(client, requests);
  otp::tcp::shutdown_write(client);
  otp::tcp::line_reader replies(client);
  while (const auto line = replies.next()) std::cout << *line << "\n";
}

void talk() {
  const otp::tcp::address here = otp::tcp::listen(otp::tcp::address::loopback(0)).local();  // a free one
  resp_server::start(here);
  converse(here, "PING\r\nSET flower rose\r\nINCR flower\r\nGET flower\r\n");
  converse(here, "*2\r\n$4\r\nINCR\r\n$4\r\nhits\r\n*2\r\n$4\r\nincr\r\n$4\r\nhits\r\n");
  converse(here, "DEL flower hits nothing\r\nGET flower\r\nFLY\r\nGET\r\n");
  converse(here, "*1\r\n$123456789\r\n");
}

}  // namespace

int main(int count, char** arguments) {
  return otp::run([&] {
    if (count > 1)
      serve(static_cast<std::uint16_t>(std::atoi(arguments[1])));
    else
      talk();
  });
}
