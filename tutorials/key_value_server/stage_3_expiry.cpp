// stage_3_expiry.cpp - names that end by themselves: a timer, and a look at each name that is asked for.
//
//   stage_3_expiry 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main(int count, char** arguments) {
  return kv::serve_stage(
      count, arguments,
      {kv::connection_commands(), kv::string_commands(), kv::keyspace_commands(), kv::expiry_commands()});
}
