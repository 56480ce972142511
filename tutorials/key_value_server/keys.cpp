// keys.cpp - the commands that take names for what they are, whatever their values.
#include "commands.hpp"
#include "text.hpp"

namespace kv {
namespace {

void del(database& db, words& w, std::string& out) {
  std::int64_t n = 0;
  for (std::size_t i = 1; i < w.size(); ++i) n += db.erase(w[i]);
  reply::integer(out, n);
}

void exists(database& db, words& w, std::string& out) {
  std::int64_t n = 0;
  for (std::size_t i = 1; i < w.size(); ++i) n += db.find(w[i]) != nullptr;
  reply::integer(out, n);
}

void type(database& db, words& w, std::string& out) {
  const entry* const found = db.find(w[1]);
  reply::simple(out, !found ? "none" : std::holds_alternative<list>(found->value) ? "list" : "string");
}

void keys(database& db, words& w, std::string& out) {
  std::int64_t n = 0;
  std::string names;
  for (const auto& [name, e] : db.entries()) {
    if (db.expired(e) || !matches(w[1], name)) continue;
    reply::bulk(names, name);
    ++n;
  }
  reply::array(out, static_cast<std::size_t>(n));
  out += names;
}

/// Returns whether it was done.
bool move(database& db, const words& w, bool only_to_new) {
  entry* const from = db.find(w[1]);
  if (!from) throw refused("ERR no such key");
  if (only_to_new && db.find(w[2])) return false;
  if (w[1] == w[2]) return true;
  entry moved = std::move(*from);
  db.erase(w[1]);
  db.put(w[2], std::move(moved.value));
  if (moved.expires != never) db.set_expiry(w[2], *db.find(w[2]), moved.expires);
  return true;
}
void rename(database& db, words& w, std::string& out) {
  move(db, w, false);
  reply::ok(out);
}
void renamenx(database& db, words& w, std::string& out) { reply::integer(out, move(db, w, true)); }

void copy(database& db, words& w, std::string& out) {
  bool replace = false;
  for (std::size_t i = 3; i < w.size(); ++i) {
    const std::string option = lower(w[i]);
    if (option == "replace")
      replace = true;
    else if (option == "db" && i + 1 < w.size()) {
      if (integer_in(w[++i]) != 0) throw refused("ERR DB index is out of range");
    } else
      throw refused(syntax_error);
  }
  if (w[1] == w[2]) throw refused("ERR source and destination objects are the same");
  const entry* const from = db.find(w[1]);
  if (!from || (!replace && db.find(w[2]))) return reply::integer(out, 0);
  const entry copied = *from;
  db.put(w[2], copied.value);
  if (copied.expires != never) db.set_expiry(w[2], *db.find(w[2]), copied.expires);
  reply::integer(out, 1);
}

void randomkey(database& db, words&, std::string& out) {
  if (const auto name = db.random_name())
    reply::bulk(out, *name);
  else
    reply::nil(out);
}

void dbsize(database& db, words&, std::string& out) { reply::integer(out, static_cast<std::int64_t>(db.size())); }

void flush(database& db, words& w, std::string& out) {
  if (w.size() > 2 || (w.size() == 2 && lower(w[1]) != "sync" && lower(w[1]) != "async")) throw refused(syntax_error);
  db.erase_all();
  reply::ok(out);
}

}  // namespace

void add_keyspace_commands(command_table& table) {
  for (const command& c : {
           command{"del", -2, write, del, 1, -1, 1},
           command{"unlink", -2, write, del, 1, -1, 1},
           command{"exists", -2, read_only, exists, 1, -1, 1},
           command{"touch", -2, read_only, exists, 1, -1, 1},
           command{"type", 2, read_only, type, 1, 1, 1},
           command{"keys", 2, read_only, keys},
           command{"rename", 3, write, rename, 1, 2, 1},
           command{"renamenx", 3, write, renamenx, 1, 2, 1},
           command{"copy", -3, write | grows, copy, 1, 2, 1},
           command{"randomkey", 1, read_only, randomkey},
           command{"dbsize", 1, read_only, dbsize},
           command{"flushall", -1, write, flush},
           command{"flushdb", -1, write, flush},
       })
    table.add(c);
}

}  // namespace kv
