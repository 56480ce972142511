// commands.hpp - the table of commands: what COMMAND answers from, and where a request finds its function.
//
// Each family of commands puts its own into the table, and each stage of the server has the families it needs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "database.hpp"
#include "resp.hpp"

namespace kv {

class connection;

/// Done by the keyspace, on its data; `arguments` are the whole request, with the name in front.
using data_function = void (*)(database& db, words& arguments, std::string& out);
/// Done by the connection itself.
using connection_function = void (*)(connection& client, words& arguments, std::string& out);

enum flag : std::uint8_t {
  read_only = 1,
  write = 2,
  grows = 4,     // refused when memory is full: COMMAND says denyoom
  waits = 8,     // may be answered much later
  at_once = 16,  // is not queued between MULTI and EXEC
  in_subscribed = 32,
  not_in_multi = 64,
};

struct command {
  std::string_view name;
  int arity;  // with the name; below zero: at least so many
  unsigned flags;
  std::variant<data_function, connection_function> run;
  // Which of the words are keys: first, last (counted from the end when below zero), step.
  int first_key = 0, last_key = 0, step = 0;

  bool is(flag f) const noexcept { return (flags & f) != 0; }
  bool takes(std::size_t words) const noexcept {
    return arity < 0 ? words >= static_cast<std::size_t>(-arity) : words == static_cast<std::size_t>(arity);
  }
};

class command_table {
 public:
  void add(const command& c) { commands_.emplace(c.name, c); }
  /// Null: there is none.
  const command* find(std::string_view name) const;
  const std::map<std::string, command, std::less<>>& all() const noexcept { return commands_; }

 private:
  std::map<std::string, command, std::less<>> commands_;
};

void add_connection_commands(command_table& table);   // PING ECHO QUIT SELECT
void add_string_commands(command_table& table);       // GET SET ...
void add_counter_commands(command_table& table);      // INCR ...
void add_keyspace_commands(command_table& table);     // DEL EXISTS KEYS ...
void add_expiry_commands(command_table& table);       // EXPIRE TTL ...
void add_list_commands(command_table& table);         // LPUSH BLPOP ...
void add_pubsub_commands(command_table& table);       // SUBSCRIBE PUBLISH ...
void add_transaction_commands(command_table& table);  // MULTI EXEC WATCH ...
void add_server_commands(command_table& table);       // INFO COMMAND CLIENT CONFIG ...

}  // namespace kv
