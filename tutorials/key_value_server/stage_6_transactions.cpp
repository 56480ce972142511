// stage_6_transactions.cpp - MULTI, EXEC, WATCH: a connection is a state machine; and the server's own commands.
//
//   stage_6_transactions 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main(int count, char** arguments) {
  return kv::serve_stage(
      count, arguments,
      {kv::connection_commands(), kv::string_commands(), kv::keyspace_commands(), kv::expiry_commands(),
       kv::list_commands(), kv::pubsub_commands(), kv::transaction_commands(), kv::server_commands()});
}
