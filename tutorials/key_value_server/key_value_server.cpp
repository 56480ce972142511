// key_value_server.cpp - the whole server, with its options.
//
//   key_value_server --port 7379 --dir /var/tmp/kv --appendfsync always
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "../word_count/watch.hpp"
#include "server.hpp"

namespace {

constexpr const char* usage =
    "usage: key_value_server [--port N] [--dir DIR] [--appendonly yes|no] [--appendfsync always|everysec|no]\n"
    "                        [--maxclients N] [--maxmemory BYTES] [--rewrite-from BYTES] [--allow-chaos yes]\n"
    "                        [--observe yes]\n"
    "Port 0 chooses one. The log is DIR/appendonly.aof. --allow-chaos yes lets clients kill a part of the server:\n"
    "CHAOS KILL keyspace|log|data|net|connections|listener.\n";

class options {
 public:
  /// Errors: std::invalid_argument
  options(int count, char** arguments) {
    for (int i = 1; i < count; i += 2) {
      const auto known = all_.find(arguments[i]);
      if (known == all_.end() || i + 1 == count) throw std::invalid_argument(arguments[i]);
      known->second = arguments[i + 1];
    }
  }
  const std::string& text(const char* name) const { return all_.at(name); }
  std::size_t number(const char* name, std::int64_t most = std::numeric_limits<std::int64_t>::max()) const {
    const auto n = kv::to_integer(text(name));
    if (!n || *n < 0 || *n > most) throw std::invalid_argument(name);
    return static_cast<std::size_t>(*n);
  }
  /// Which of them it is.
  std::size_t one_of(const char* name, const std::vector<std::string>& allowed) const {
    for (std::size_t i = 0; i < allowed.size(); ++i)
      if (allowed[i] == text(name)) return i;
    throw std::invalid_argument(name);
  }
  bool is_on(const char* name) const { return one_of(name, {"no", "yes"}) == 1; }

 private:
  std::map<std::string, std::string> all_ = {
      {"--port", "7379"},        {"--dir", "."},       {"--appendonly", "yes"},        {"--appendfsync", "everysec"},
      {"--maxclients", "10000"}, {"--maxmemory", "0"}, {"--rewrite-from", "67108864"}, {"--allow-chaos", "no"},
      {"--observe", "no"}};
};

std::shared_ptr<const void> furnish(kv::services& house, const options& chosen) {
  house.commands = std::make_shared<kv::command_table>(kv::all_commands());
  house.max_clients = chosen.number("--maxclients");
  house.max_memory = chosen.number("--maxmemory");
  house.rewrite_from = chosen.number("--rewrite-from");
  house.allow_chaos = chosen.is_on("--allow-chaos");
  house.fsync = static_cast<kv::fsync_policy>(chosen.one_of("--appendfsync", {"always", "everysec", "no"}));
  if (chosen.is_on("--appendonly")) {
    std::filesystem::create_directories(chosen.text("--dir"));
    house.log = kv::log_in_directory(chosen.text("--dir"));
  }
  if (!chosen.is_on("--observe")) return nullptr;
  watch made = start_watch();
  std::printf("observe: %s\n", made.address.c_str());
  return made.runs;
}

}  // namespace

int main(int count, char** arguments) try {
  const options chosen(count, arguments);
  return kv::serve(static_cast<std::uint16_t>(chosen.number("--port", 65535)),
                   [&](kv::services& house) { return furnish(house, chosen); });
} catch (const std::invalid_argument& wrong) {
  std::fprintf(stderr, "%s is wrong\n%s", wrong.what(), usage);
  return 2;
}
