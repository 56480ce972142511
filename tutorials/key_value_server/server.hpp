// server.hpp - the tree.
//
//   top                   rest_for_one: without data there is nothing to serve
//     data                rest_for_one: a keyspace whose writer has crashed starts again from the log
//       log               the writer of the log
//       keyspace          the data
//     net                 rest_for_one: who has not heard of the others' end
//       clients, channels, patterns      registries
//       connections       dynamic, one child a client, at most as many as are allowed
//       listener          accepts
//       chaos             only when it is asked for
//
// The socket that listens belongs to who starts the tree: while the listener is restarted, clients queue there.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include <otp/supervisor.hpp>
#include <otp/tcp.hpp>

#include "services.hpp"

namespace kv {

struct server_options {
  otp::duration chaos = otp::duration::zero();  // a part of the tree is killed each time so long has passed
  std::function<std::shared_ptr<const void>()> beside = {};  // makes what serve() keeps as long as the server runs
};

/// Starts the tree, linked to the caller. With a log, the state is what the log says.
/// Errors: start_error, with broken_log's text among others.
otp::supervisor_ref start_server(const shared_services& house, std::shared_ptr<const otp::tcp::listener> listening,
                                 const server_options& how = {});

/// For a program of its own: starts the tree on this port of the loopback address, prints where, and waits for a signal
/// or SHUTDOWN. Returns what main returns.
int serve(std::uint16_t port, const std::function<void(services&)>& furnish, const server_options& how = {});

/// Adds the commands of a stage.
template <class... Families>
void with_commands(services& house, Families... add) {
  auto table = std::make_shared<command_table>();
  (add(*table), ...);
  house.commands = std::move(table);
}

}  // namespace kv
