// commands.hpp - the table of commands: where a request finds its function, and what COMMAND LIST answers from.
//
// Each family of commands is a function that gives its own; each stage of the server has the families it needs.
#pragma once

#include <initializer_list>
#include <map>

#include "database.hpp"

namespace kv {

class connection;

/// Done by the keyspace, on its data; `arguments` are the whole request, with the name in front.
using data_function = void (*)(database& db, const words& arguments, std::string& out);
/// Done by the connection itself.
using connection_function = void (*)(connection& client, const words& arguments, std::string& out);

enum flag : std::uint8_t {
  write = 1,
  grows = 2,    // refused when memory is full
  waits = 4,    // may be answered much later
  at_once = 8,  // done between MULTI and EXEC, too
  in_subscribed = 16,
};

struct command {
  std::string_view name;
  int arity;  // with the name; below zero: at least so many
  unsigned flags;
  std::variant<data_function, connection_function> run;

  bool is(flag f) const noexcept { return (flags & f) != 0; }
  bool takes(std::size_t words) const noexcept {
    return arity < 0 ? words >= static_cast<std::size_t>(-arity) : words == static_cast<std::size_t>(arity);
  }
};

class command_table {
 public:
  command_table() = default;
  command_table(std::initializer_list<std::vector<command>> families) {
    for (const auto& family : families)
      for (const command& each : family) all_.emplace(each.name, each);
  }
  /// In any letters. Null: there is none.
  const command* find(std::string_view name) const {
    const auto found = all_.find(lower(name));
    return found == all_.end() ? nullptr : &found->second;
  }
  const std::map<std::string_view, command>& all() const noexcept { return all_; }

 private:
  std::map<std::string_view, command> all_;
};

std::vector<command> connection_commands();   // PING ECHO QUIT
std::vector<command> string_commands();       // GET SET INCR ...
std::vector<command> keyspace_commands();     // DEL EXISTS KEYS ...
std::vector<command> expiry_commands();       // EXPIRE TTL ...
std::vector<command> list_commands();         // LPUSH BLPOP ...
std::vector<command> pubsub_commands();       // SUBSCRIBE PUBLISH ...
std::vector<command> transaction_commands();  // MULTI EXEC WATCH ...
std::vector<command> server_commands();       // INFO COMMAND CLIENT CONFIG ...
inline command_table all_commands() {
  return {connection_commands(), string_commands(), keyspace_commands(),    expiry_commands(),
          list_commands(),       pubsub_commands(), transaction_commands(), server_commands()};
}

}  // namespace kv
