// keys.cpp - the commands that take names for what they are, whatever their values.
#include <fnmatch.h>

#include "commands.hpp"

namespace kv {
namespace {

void del(database& db, const words& w, std::string& out) {
  std::int64_t n = 0;
  for (std::size_t i = 1; i < w.size(); ++i) n += db.erase(w[i]);
  reply::integer(out, n);
}

void exists(database& db, const words& w, std::string& out) {
  std::int64_t n = 0;
  for (std::size_t i = 1; i < w.size(); ++i) n += db.find(w[i]) != nullptr;
  reply::integer(out, n);
}

/// `*`, `?`, `[a-z]`, `[^a]`, `\x` are what they are to the shell; a name counts as far as its first zero byte.
void keys(database& db, const words& w, std::string& out) {
  words names;
  for (const auto& [name, e] : db.entries())
    if (!db.expired(e) && ::fnmatch(w[1].c_str(), name.c_str(), 0) == 0) names.push_back(name);
  reply::bulks(out, names);
}

void dbsize(database& db, const words&, std::string& out) { reply::integer(out, static_cast<std::int64_t>(db.size())); }

void flush(database& db, const words& w, std::string& out) {
  if (w.size() > 2 || (w.size() == 2 && lower(w[1]) != "sync" && lower(w[1]) != "async")) throw refused(syntax_error);
  db.erase_all();
  reply::ok(out);
}

}  // namespace

std::vector<command> keyspace_commands() {
  return {{"del", -2, write, del},  {"exists", -2, 0, exists},      {"keys", 2, 0, keys},
          {"dbsize", 1, 0, dbsize}, {"flushall", -1, write, flush}, {"flushdb", -1, write, flush}};
}

}  // namespace kv
