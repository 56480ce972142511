// server_commands.cpp - what one asks of the server itself, and tells it.
#include <algorithm>
#include <functional>

#include "connection.hpp"
#include "text.hpp"

namespace kv {
namespace {

std::string number(std::uint64_t n) { return std::to_string(n); }

[[nodiscard]] std::string no_such(const words& w) {
  return "ERR unknown subcommand or wrong number of arguments for '" + w[1] + "'. Try " + w[0] + " HELP.";
}

// ---- COMMAND --------------------------------------------------------------------------------------------------------

void describe(std::string& out, const command& c) {
  std::vector<const char*> flags;
  for (const auto& [flag, name] : {std::pair{write, "write"},
                                   {read_only, "readonly"},
                                   {grows, "denyoom"},
                                   {waits, "blocking"},
                                   {not_in_multi, "no-multi"}})
    if (c.is(flag)) flags.push_back(name);
  reply::array(out, 6);
  reply::bulk(out, c.name);
  reply::integer(out, c.arity);
  reply::array(out, flags.size());
  for (const char* each : flags) reply::simple(out, each);
  for (const int n : {c.first_key, c.last_key, c.step}) reply::integer(out, n);
}

void command_of_table(connection& client, words& w, std::string& out) {
  const auto& table = *client.house().commands;
  const std::string what = w.size() > 1 ? lower(w[1]) : "";
  if (what == "count" && w.size() == 2) {
    reply::integer(out, static_cast<std::int64_t>(table.all().size()));
  } else if (what == "list" && w.size() == 2) {
    reply::array(out, table.all().size());
    for (const auto& [name, c] : table.all()) reply::bulk(out, name);
  } else if (what == "info" && w.size() > 2) {
    reply::array(out, w.size() - 2);
    for (std::size_t i = 2; i < w.size(); ++i) {
      if (const command* const c = table.find(w[i]))
        describe(out, *c);
      else
        reply::nil_array(out);
    }
  } else if (what == "docs") {
    reply::array(out, 0);
  } else if (what.empty() || what == "info") {
    reply::array(out, table.all().size());
    for (const auto& [name, c] : table.all()) describe(out, c);
  } else {
    reply::error(out, no_such(w));
  }
}

// ---- CLIENT ---------------------------------------------------------------------------------------------------------

using clients = std::vector<std::pair<std::uint64_t, otp::unique_registry<std::uint64_t, client_info>::entry>>;

clients all_clients(const services& house) {
  clients all = house.clients.entries();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return all;
}

std::string line_of(const clients::value_type& each) {
  const auto& [id, e] = each;
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(otp::now() - e.value.since).count();
  return "id=" + number(id) + " addr=" + e.value.address + " name=" + e.value.name + " age=" + std::to_string(age) +
         " db=0\n";
}

/// CLIENT KILL address, or ID number, or ADDR address: an exit signal. Its socket closes when it unwinds.
void kill_client(connection& client, const words& w, std::string& out) {
  const std::string by = w.size() == 4 ? lower(w[2]) : "addr";
  if (w.size() > 4 || w.size() < 3 || (by != "id" && by != "addr")) return reply::error(out, syntax_error);
  std::int64_t n = 0;
  for (const auto& [id, e] : all_clients(client.house())) {
    if ((by == "id" ? number(id) : e.value.address) != w.back()) continue;
    ++n;
    if (id == client.number())
      client.end();
    else
      otp::exit(e.owner, otp::shutdown);
  }
  if (w.size() == 4) return reply::integer(out, n);
  if (n == 0) return reply::error(out, "ERR No such client");
  reply::ok(out);
}

void client_command(connection& client, words& w, std::string& out) {
  const std::string what = lower(w[1]);
  auto& table = client.house().clients;
  if (what == "id" && w.size() == 2) {
    reply::integer(out, static_cast<std::int64_t>(client.number()));
  } else if (what == "list" && w.size() == 2) {
    std::string lines;
    for (const auto& each : all_clients(client.house())) lines += line_of(each);
    reply::bulk(out, lines);
  } else if (what == "kill") {
    kill_client(client, w, out);
  } else if (what == "setname" && w.size() == 3) {
    if (std::any_of(w[2].begin(), w[2].end(), [](char c) { return c < '!' || c > '~'; }))
      return reply::error(out, "ERR Client names cannot contain spaces, newlines or special characters.");
    table.update_value(client.number(), [&](client_info info) {
      info.name = w[2];
      return info;
    });
    reply::ok(out);
  } else if (what == "getname" && w.size() == 2) {
    const auto mine = table.lookup(client.number());
    if (!mine || mine->value.name.empty()) return reply::nil(out);
    reply::bulk(out, mine->value.name);
  } else {
    reply::error(out, no_such(w));
  }
}

// ---- INFO, CONFIG ---------------------------------------------------------------------------------------------------

void info(connection& client, words&, std::string& out) {
  const auto figures = client.ask(ask_figures{}, out);
  if (!figures) return;
  const services& house = client.house();
  std::string text = "# Server\r\nredis_version:7.0.0\r\nredis_mode:standalone\r\n";
  const auto line = [&](const char* name, const std::string& value) {
    text += std::string(name) + ":" + value + "\r\n";
  };
  text += "\r\n# Clients\r\n";
  line("connected_clients", number(house.clients.count()));
  line("maxclients", number(house.max_clients));
  line("blocked_clients", number(figures->blocked));
  text += "\r\n# Memory\r\n";
  line("used_memory", number(figures->memory));
  line("maxmemory", number(house.max_memory));
  text += "\r\n# Persistence\r\n";
  line("loading", "0");
  line("aof_enabled", house.log ? "1" : "0");
  line("aof_rewrite_in_progress", house.rewriting ? "1" : "0");
  line("aof_rewrites", number(house.rewrites));
  line("aof_current_size", number(house.log_size));
  text += "\r\n# Replication\r\nrole:master\r\n\r\n# Supervision\r\n";
  line("keyspace_incarnations", number(house.incarnations));
  text += "\r\n# Keyspace\r\n";
  if (figures->names > 0)
    line("db0", "keys=" + number(figures->names) + ",expires=" + number(figures->expiring) + ",avg_ttl=0");
  reply::bulk(out, text);
}

/// What may be asked, and whether it may be set.
std::vector<std::pair<std::string, std::string>> settings(const services& house) {
  const char* const policies[] = {"always", "everysec", "no"};
  return {{"appendfsync", policies[static_cast<int>(house.fsync)]},
          {"appendonly", house.log ? "yes" : "no"},
          {"auto-aof-rewrite-min-size", number(house.rewrite_from)},
          {"databases", "1"},
          {"maxclients", number(house.max_clients)},
          {"maxmemory", number(house.max_memory)},
          {"save", ""}};
}

void set_config(services& house, const words& w, std::string& out) {
  for (std::size_t i = 2; i + 1 < w.size(); i += 2) {
    const std::string name = lower(w[i]);
    const auto n = to_integer(w[i + 1]);
    std::atomic<std::size_t>* const chosen = name == "maxmemory"                   ? &house.max_memory
                                             : name == "auto-aof-rewrite-min-size" ? &house.rewrite_from
                                                                                   : nullptr;
    if (!chosen && name == "save" && w[i + 1].empty()) continue;
    if (!chosen) return reply::error(out, "ERR Unknown option or number of arguments for CONFIG SET - '" + w[i] + "'");
    if (!n || *n < 0)
      return reply::error(
          out, "ERR CONFIG SET failed (possibly related to argument '" + w[i] + "') - argument must be a memory value");
    *chosen = static_cast<std::size_t>(*n);
  }
  reply::ok(out);
}

void config(connection& client, words& w, std::string& out) {
  const std::string what = lower(w[1]);
  if (what == "get" && w.size() > 2) {
    auto found = settings(client.house());
    std::erase_if(found, [&](const auto& each) {
      return std::none_of(w.begin() + 2, w.end(),
                          [&](const auto& wanted) { return matches(lower(wanted), each.first); });
    });
    reply::array(out, 2 * found.size());
    for (const auto& [name, value] : found) {
      reply::bulk(out, name);
      reply::bulk(out, value);
    }
  } else if (what == "set" && w.size() > 3 && w.size() % 2 == 0) {
    set_config(client.house(), w, out);
  } else {
    reply::error(out, no_such(w));
  }
}

// ---- the log, the end, chaos ----------------------------------------------------------------------------------------

void bgrewriteaof(connection& client, words&, std::string& out) {
  if (!client.house().log) return reply::error(out, "ERR the server runs without a log");
  const auto begun = otp::try_call(otp::server_ref<log_writer>("log"), start_rewrite{});
  if (!begun)
    reply::error(out, "ERR the log's writer is being restarted");
  else if (*begun.value)
    reply::simple(out, "Background append only file rewriting started");
  else
    reply::error(out, "ERR Background append only file rewriting already in progress");
}

/// As SIGTERM does it: the tree ends from its right side, and what has been handed to the log's writer is written.
void shutdown(connection& client, words&, std::string&) {
  otp::exit(client.house().main, otp::shutdown);
  client.end();
}

/// There are no functions in this server; programs that empty it say that, too.
void function(connection&, words& w, std::string& out) {
  if (lower(w[1]) != "flush") return reply::error(out, no_such(w));
  reply::ok(out);
}

void chaos(connection& client, words& w, std::string& out) {
  if (!client.house().allow_chaos || lower(w[1]) != "kill") return reply::error(out, no_such(w));
  const otp::pid part = otp::whereis_name(lower(w[2]));
  if (!part) return reply::error(out, "ERR no such part: keyspace, log, data, net, connections, listener");
  reply::ok(out);
  otp::exit(part, otp::kill);
}

}  // namespace

void add_server_commands(command_table& table) {
  for (const command& c : {
           command{"command", -1, 0, command_of_table},
           command{"client", -2, 0, client_command},
           command{"info", -1, 0, info},
           command{"config", -2, 0, config},
           command{"bgrewriteaof", 1, 0, bgrewriteaof},
           command{"shutdown", -1, not_in_multi, shutdown},
           command{"function", -2, 0, function},
           command{"chaos", 3, 0, chaos},
       })
    table.add(c);
}

}  // namespace kv
