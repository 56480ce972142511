// stage_2_strings_and_counters.cpp - one server has the data: SET, GET, INCR, DEL ... It crashes, and comes back empty.
//
//   stage_2_strings_and_counters 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main(int count, char** arguments) {
  return kv::serve_stage(count, arguments, {kv::connection_commands(), kv::string_commands(), kv::keyspace_commands()});
}
