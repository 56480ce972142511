// stage_1_ping.cpp - a tree, a listener, an actor for each client; its data comes later: PING, ECHO.
//
//   stage_1_ping 7379        then, in another terminal: redis-cli -p 7379
#include <cstdlib>

#include "server.hpp"

int main(int count, char** arguments) {
  const int port = count > 1 ? std::atoi(arguments[1]) : 7379;
  return kv::serve(static_cast<std::uint16_t>(port),
                   [](kv::services& house) { with_commands(house, kv::add_connection_commands); });
}
