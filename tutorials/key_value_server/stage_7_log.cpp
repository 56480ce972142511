// stage_7_log.cpp - the append-only file, in the current directory: a keyspace that is killed comes back with its data.
//
//   stage_7_log 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main() {
  return kv::serve(7379, [](kv::services& house) {
    house.commands = std::make_shared<kv::command_table>(kv::all_commands());
    house.log = kv::log_in_directory(".");
    house.allow_chaos = true;  // redis-cli -p 7379 chaos kill keyspace
    return nullptr;
  });
}
