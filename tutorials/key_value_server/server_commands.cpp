// server_commands.cpp - what one asks of the server itself, and tells it.
#include "connection.hpp"

namespace kv {
namespace {

void no_such(std::string& out, const words& w) {
  reply::error(out, "ERR unknown subcommand or wrong number of arguments for '" + w[1] + "'.");
}

void command_list(connection& client, const words& w, std::string& out) {
  if (w.size() != 2 || lower(w[1]) != "list") return no_such(out, {w[0], w.size() > 1 ? w[1] : ""});
  words names;
  for (const auto& [name, c] : client.house().commands->all()) names.emplace_back(name);
  reply::bulks(out, names);
}

void list_clients(connection& client, std::string& out) {
  std::string lines;
  for (const auto& [id, e] : client.house().clients.entries())
    lines += "id=" + std::to_string(id) + " addr=" + e.value + "\n";
  reply::bulk(out, lines);
}

/// An exit signal: its socket closes when it unwinds.
void kill_client(connection& client, const std::string& id, std::string& out) {
  const auto number = static_cast<std::uint64_t>(to_integer(id).value_or(0));
  const auto found = client.house().clients.lookup(number);
  if (found && number != client.number()) otp::exit(found->owner, otp::shutdown);
  if (number == client.number()) client.end();
  reply::integer(out, found.has_value());
}

void client_command(connection& client, const words& w, std::string& out) {
  const std::string what = lower(w[1]);
  if (what == "id" && w.size() == 2) return reply::integer(out, static_cast<std::int64_t>(client.number()));
  if (what == "list" && w.size() == 2) return list_clients(client, out);
  if (what == "kill" && w.size() == 4 && lower(w[2]) == "id") return kill_client(client, w[3], out);
  no_such(out, w);
}

void info(connection& client, const words&, std::string& out) {
  const auto figures = client.ask(ask_figures{});
  if (!figures) return reply::error(out, without_keyspace(figures.failure));
  const services& house = client.house();
  std::string text = "# Server\r\nredis_version:7.0.0\r\nrole:master\r\n";
  for (const auto& [name, figure] : {std::pair{"connected_clients", house.clients.count()},
                                     {"blocked_clients", figures.value->blocked},
                                     {"used_memory", house.memory},
                                     {"aof_rewrite_in_progress", house.rewriting},
                                     {"aof_current_size", house.log_size},
                                     {"keyspace_incarnations", house.incarnations}})
    text += std::string(name) + ":" + std::to_string(figure) + "\r\n";
  text += "db0:keys=" + std::to_string(figures.value->names) + "\r\n";
  reply::bulk(out, text);
}

/// Programs ask for these. Settings are options of the program, and stay.
void config(connection& client, const words& w, std::string& out) {
  const std::string what = lower(w[1]);
  if (what != "get" || w.size() != 3) return no_such(out, w);
  words found;
  for (const auto& [name, value] :
       {std::pair{"appendonly", std::string(client.house().log ? "yes" : "no")}, {"save", ""}})
    if (lower(w[2]) == name) found.insert(found.end(), {name, value});
  reply::bulks(out, found);
}

void bgrewriteaof(connection&, const words&, std::string& out) {
  const auto begun = otp::try_call(otp::server_ref<log_writer>("log"), start_rewrite{});
  if (begun && *begun.value) return reply::simple(out, "Background append only file rewriting started");
  reply::error(out, begun ? "ERR Background append only file rewriting already in progress"
                          : "ERR there is no log, or its writer is being restarted");
}

/// As SIGTERM does it: the tree ends from its right side, and what has been handed to the log's writer is written.
void shutdown(connection& client, const words&, std::string&) {
  otp::exit(client.house().main, otp::shutdown);
  client.end();
}

/// There are no functions in this server; Redis' suite flushes them all the same.
void function(connection&, const words&, std::string& out) { reply::ok(out); }

void chaos(connection& client, const words& w, std::string& out) {
  if (!client.house().allow_chaos || lower(w[1]) != "kill") return no_such(out, w);
  const otp::pid part = otp::whereis_name(lower(w[2]));
  if (!part) return reply::error(out, "ERR no such part: keyspace, log, data, net, connections, listener");
  reply::ok(out);
  otp::exit(part, otp::kill);
}

}  // namespace

std::vector<command> server_commands() {
  return {{"command", -1, 0, command_list},
          {"client", -2, 0, client_command},
          {"info", -1, 0, info},
          {"config", -2, 0, config},
          {"bgrewriteaof", 1, 0, bgrewriteaof},
          {"shutdown", -1, 0, shutdown},
          {"function", -2, 0, function},
          {"chaos", 3, 0, chaos}};
}

}  // namespace kv
