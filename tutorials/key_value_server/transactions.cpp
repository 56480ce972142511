// transactions.cpp - MULTI and EXEC, and WATCH, which makes a transaction depend on what was read before it.
#include "connection.hpp"

namespace kv {
namespace {

void multi(connection& client, const words&, std::string& out) {
  if (std::holds_alternative<queueing>(client.mode())) return reply::error(out, "ERR MULTI calls can not be nested");
  client.mode() = queueing();
  reply::ok(out);
}

void exec(connection& client, const words&, std::string& out) {
  auto* const mode = std::get_if<queueing>(&client.mode());
  if (!mode) return reply::error(out, "ERR EXEC without MULTI");
  queueing all = std::exchange(*mode, {});
  client.mode() = normal();
  auto watches = std::exchange(client.watches(), {});
  if (all.spoilt) return reply::error(out, "EXECABORT Transaction discarded because of previous errors.");
  client.ask_for_answer(transact{std::move(all.commands), std::move(watches)}, 1);
}

void discard(connection& client, const words&, std::string& out) {
  if (!std::holds_alternative<queueing>(client.mode())) return reply::error(out, "ERR DISCARD without MULTI");
  client.mode() = normal();
  client.watches().clear();
  reply::ok(out);
}

void watch(connection& client, const words& w, std::string& out) {
  if (std::holds_alternative<queueing>(client.mode()))
    return reply::error(out, "ERR WATCH inside MULTI is not allowed");
  const auto versions = client.ask(ask_versions{{w.begin() + 1, w.end()}});
  if (!versions) return reply::error(out, without_keyspace(versions.failure));
  for (std::size_t i = 1; i < w.size(); ++i) client.watches().push_back({w[i], (*versions.value)[i - 1]});
  reply::ok(out);
}

void unwatch(connection& client, const words&, std::string& out) {
  client.watches().clear();
  reply::ok(out);
}

}  // namespace

std::vector<command> transaction_commands() {
  return {{"multi", 1, at_once, multi},
          {"exec", 1, at_once, exec},
          {"discard", 1, at_once, discard},
          {"watch", -2, at_once, watch},
          {"unwatch", 1, 0, unwatch}};
}

}  // namespace kv
