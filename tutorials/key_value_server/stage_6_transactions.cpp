// stage_6_transactions.cpp - MULTI, EXEC, WATCH: a connection is a state machine; and the server's own commands.
//
//   stage_6_transactions 7379        then, in another terminal: redis-cli -p 7379
#include <cstdlib>

#include "server.hpp"

int main(int count, char** arguments) {
  const int port = count > 1 ? std::atoi(arguments[1]) : 7379;
  return kv::serve(static_cast<std::uint16_t>(port), [](kv::services& house) {
    with_commands(house, kv::add_connection_commands, kv::add_string_commands, kv::add_counter_commands,
                  kv::add_keyspace_commands, kv::add_expiry_commands, kv::add_list_commands, kv::add_pubsub_commands,
                  kv::add_transaction_commands, kv::add_server_commands);
  });
}
