// stage_1_ping.cpp - a tree, a listener, an actor for each client; its data comes later: PING.
//
//   stage_1_ping 7379        then, in another terminal: redis-cli -p 7379
#include "server.hpp"

int main(int count, char** arguments) { return kv::serve_stage(count, arguments, {kv::connection_commands()}); }
