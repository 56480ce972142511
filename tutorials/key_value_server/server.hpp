// server.hpp - the tree.
//
//   top                   rest_for_one: without data there is nothing to serve
//     data                rest_for_one: a keyspace whose writer has crashed starts again from the log
//       log               the writer of the log
//       keyspace          the data
//     net                 rest_for_one: who has not heard of the others' end
//       clients, channels    registries
//       connections       dynamic, one child a client, at most as many as are allowed
//       listener          accepts
//
// The socket that listens belongs to who starts the tree: while the listener is restarted, clients queue there.
#pragma once

#include <functional>

#include "services.hpp"

namespace kv {

/// Starts the tree, linked to the caller. With a log, the state is what the log says.
/// Errors: start_error, with broken_log's text among others.
otp::supervisor_ref start_server(const shared_services& house, std::shared_ptr<const otp::tcp::listener> listening);

/// For a program of its own: makes the services, starts the tree on this port of the loopback address, prints where,
/// and waits for a signal or SHUTDOWN. Returns what main returns.
/// \param furnish  says what the server is to have; what it returns is kept as long as the server runs
int serve(std::uint16_t port, const std::function<std::shared_ptr<const void>(services&)>& furnish);

/// ... one with these commands: what a stage is. Its argument is the port.
int serve_stage(int count, char** arguments, const command_table& commands);

}  // namespace kv
