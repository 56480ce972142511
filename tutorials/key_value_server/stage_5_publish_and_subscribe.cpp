// stage_5_publish_and_subscribe.cpp - channels: a registry whose keys many hold, and subscribers that are too slow.
//
//   stage_5_publish_and_subscribe 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main(int count, char** arguments) {
  return kv::serve_stage(count, arguments,
                         {kv::connection_commands(), kv::string_commands(), kv::keyspace_commands(),
                          kv::expiry_commands(), kv::list_commands(), kv::pubsub_commands()});
}
