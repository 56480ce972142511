// key_value_server.cpp - the whole server, with its options.
//
//   key_value_server --port 7379 --dir /var/tmp/kv --appendfsync always
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "../word_count/watch.hpp"
#include "server.hpp"
#include "text.hpp"

namespace {

constexpr const char* usage =
    "usage: key_value_server [--port N] [--dir DIR] [--appendonly yes|no] [--appendfsync always|everysec|no]\n"
    "                        [--maxclients N] [--maxmemory BYTES] [--rewrite-from BYTES] [--chaos MILLISECONDS]\n"
    "                        [--allow-chaos] [--observe]\n"
    "Port 0 chooses one. The log is DIR/appendonly.aof. --chaos kills a part of the server each time so long has\n"
    "passed; --allow-chaos lets clients do that: CHAOS KILL keyspace|log|data|net|connections|listener.\n";

struct choices {
  std::int64_t port = 7379, clients = 10000, memory = 0, rewrite_from = 64 * 1024 * 1024, chaos = 0;
  std::string directory = ".", appendonly = "yes", fsync = "everysec";
  bool allow_chaos = false, observe = false;
};

/// Nothing: they are wrong.
std::optional<choices> read(int count, char** arguments) {
  choices chosen;
  for (int i = 1; i < count; ++i) {
    const std::string option = arguments[i];
    if (option == "--allow-chaos") {
      chosen.allow_chaos = true;
      continue;
    }
    if (option == "--observe") {
      chosen.observe = true;
      continue;
    }
    if (++i == count) return std::nullopt;
    std::int64_t* const number = option == "--port"           ? &chosen.port
                                 : option == "--maxclients"   ? &chosen.clients
                                 : option == "--maxmemory"    ? &chosen.memory
                                 : option == "--rewrite-from" ? &chosen.rewrite_from
                                 : option == "--chaos"        ? &chosen.chaos
                                                              : nullptr;
    std::string* const text = option == "--dir"           ? &chosen.directory
                              : option == "--appendonly"  ? &chosen.appendonly
                              : option == "--appendfsync" ? &chosen.fsync
                                                          : nullptr;
    const auto n = kv::to_integer(arguments[i]);
    if (number && n && *n >= 0)
      *number = *n;
    else if (text)
      *text = arguments[i];
    else
      return std::nullopt;
  }
  if (chosen.port > 65535 || (chosen.appendonly != "yes" && chosen.appendonly != "no")) return std::nullopt;
  if (chosen.fsync != "always" && chosen.fsync != "everysec" && chosen.fsync != "no") return std::nullopt;
  return chosen;
}

void furnish(kv::services& house, const choices& chosen) {
  with_commands(house, kv::add_connection_commands, kv::add_string_commands, kv::add_counter_commands,
                kv::add_keyspace_commands, kv::add_expiry_commands, kv::add_list_commands, kv::add_pubsub_commands,
                kv::add_transaction_commands, kv::add_server_commands);
  house.max_clients = static_cast<std::size_t>(chosen.clients);
  house.max_memory = static_cast<std::size_t>(chosen.memory);
  house.rewrite_from = static_cast<std::size_t>(chosen.rewrite_from);
  house.allow_chaos = chosen.allow_chaos;
  house.fsync = chosen.fsync == "always"     ? kv::fsync_policy::always
                : chosen.fsync == "everysec" ? kv::fsync_policy::everysec
                                             : kv::fsync_policy::no;
  if (chosen.appendonly == "yes") {
    std::filesystem::create_directories(chosen.directory);
    house.log = kv::log_in_directory(chosen.directory);
  }
}

std::shared_ptr<const void> observe() {
  watch made = start_watch();
  std::printf("observe: %s\n", made.address.c_str());
  return made.runs;
}

}  // namespace

int main(int count, char** arguments) {
  const auto chosen = read(count, arguments);
  if (!chosen) {
    std::fputs(usage, stderr);
    return 2;
  }
  return kv::serve(static_cast<std::uint16_t>(chosen->port), [&](kv::services& house) { furnish(house, *chosen); },
                   {.chaos = std::chrono::milliseconds(chosen->chaos), .beside = chosen->observe ? observe : nullptr});
}
