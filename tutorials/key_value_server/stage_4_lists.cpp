// stage_4_lists.cpp - lists, and clients that wait for an element: deferred replies, and a monitor on each.
//
//   stage_4_lists 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main(int count, char** arguments) {
  return kv::serve_stage(count, arguments,
                         {kv::connection_commands(), kv::string_commands(), kv::keyspace_commands(),
                          kv::expiry_commands(), kv::list_commands()});
}
