// transactions.cpp - MULTI and EXEC, and WATCH, which makes a transaction depend on what was read before it.
#include "connection.hpp"

namespace kv {
namespace {

void multi(connection& client, words&, std::string& out) {
  if (std::holds_alternative<queueing>(client.mode())) return reply::error(out, "ERR MULTI calls can not be nested");
  client.mode() = queueing();
  reply::ok(out);
}

void exec(connection& client, words&, std::string& out) {
  auto* const mode = std::get_if<queueing>(&client.mode());
  if (!mode) return reply::error(out, "ERR EXEC without MULTI");
  queueing all = std::move(*mode);
  client.mode() = normal();
  if (!all.spoilt) return client.exec(std::move(all), out);
  client.watches().clear();
  reply::error(out, "EXECABORT Transaction discarded because of previous errors.");
}

void discard(connection& client, words&, std::string& out) {
  if (!std::holds_alternative<queueing>(client.mode())) return reply::error(out, "ERR DISCARD without MULTI");
  client.mode() = normal();
  client.watches().clear();
  reply::ok(out);
}

void watch(connection& client, words& w, std::string& out) {
  if (std::holds_alternative<queueing>(client.mode()))
    return reply::error(out, "ERR WATCH inside MULTI is not allowed");
  ask_versions asked;
  asked.names.assign(std::make_move_iterator(w.begin() + 1), std::make_move_iterator(w.end()));
  words names = asked.names;
  const auto versions = client.ask(std::move(asked), out);
  if (!versions) return;
  for (std::size_t i = 0; i < names.size(); ++i) client.watches().push_back({std::move(names[i]), (*versions)[i]});
  reply::ok(out);
}

void unwatch(connection& client, words&, std::string& out) {
  client.watches().clear();
  reply::ok(out);
}

}  // namespace

void add_transaction_commands(command_table& table) {
  for (const command& c : {
           command{"multi", 1, at_once, multi},
           command{"exec", 1, at_once, exec},
           command{"discard", 1, at_once, discard},
           command{"watch", -2, at_once, watch, 1, -1, 1},
           command{"unwatch", 1, 0, unwatch},
       })
    table.add(c);
}

}  // namespace kv
