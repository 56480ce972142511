// strings.cpp - the commands of strings.
#include <algorithm>
#include <optional>

#include "commands.hpp"
#include "expiry.hpp"
#include "text.hpp"

namespace kv {
namespace {

constexpr std::size_t longest_string = 64 * 1024 * 1024;

void reply_value(std::string& out, const std::string* text) {
  if (text)
    reply::bulk(out, *text);
  else
    reply::nil(out);
}

void get(database& db, words& w, std::string& out) { reply_value(out, db.find_string(w[1])); }

struct set_options {
  bool only_new = false, only_old = false, answer_old = false, keep_expiry = false;
  std::optional<unix_time> expires;
};

set_options options_of_set(const database& db, const words& w) {
  set_options chosen;
  for (std::size_t i = 3; i < w.size(); ++i) {
    const std::string option = lower(w[i]);
    if (option == "nx" && !chosen.only_old)
      chosen.only_new = true;
    else if (option == "xx" && !chosen.only_new)
      chosen.only_old = true;
    else if (option == "get")
      chosen.answer_old = true;
    else if (option == "keepttl" && !chosen.expires)
      chosen.keep_expiry = true;
    else if (is_time_option(option) && i + 1 < w.size() && !chosen.expires && !chosen.keep_expiry)
      chosen.expires = time_after(db, option, w[++i], "set");
    else
      throw refused(syntax_error);
  }
  return chosen;
}

void store(database& db, words& w, const set_options& how) {
  std::string& name = w[1];
  db.put(name, std::move(w[2]), how.keep_expiry);
  if (how.expires) db.set_expiry(name, *db.find(name), *how.expires);
}

void set(database& db, words& w, std::string& out) {
  const set_options how = options_of_set(db, w);
  if (how.answer_old) reply_value(out, db.find_string(w[1]));
  const bool there = db.find(w[1]) != nullptr;
  if ((how.only_new && there) || (how.only_old && !there)) {
    if (!how.answer_old) reply::nil(out);
    return;
  }
  if (w.size() > 3) {  // in the log times are absolute, and what was asked has been decided
    words record{"SET", w[1], w[2]};
    if (how.expires) record.insert(record.end(), {"PXAT", std::to_string(*how.expires)});
    if (how.keep_expiry) record.push_back("KEEPTTL");
    db.log_as(std::move(record));
  }
  store(db, w, how);
  if (!how.answer_old) reply::ok(out);
}

void setnx(database& db, words& w, std::string& out) {
  const bool there = db.find(w[1]) != nullptr;
  if (!there) store(db, w, {});
  reply::integer(out, !there);
}

void set_for(database& db, words& w, std::string& out, const char* option, const char* name) {
  const unix_time when = time_after(db, option, w[2], name);
  std::swap(w[2], w[3]);
  db.log_as({"SET", w[1], w[2], "PXAT", std::to_string(when)});
  set_options how;
  how.expires = when;
  store(db, w, how);
  reply::ok(out);
}
void setex(database& db, words& w, std::string& out) { set_for(db, w, out, "ex", "setex"); }
void psetex(database& db, words& w, std::string& out) { set_for(db, w, out, "px", "psetex"); }

void getset(database& db, words& w, std::string& out) {
  reply_value(out, db.find_string(w[1]));
  db.log_as({"SET", w[1], w[2]});
  store(db, w, {});
}

void getdel(database& db, words& w, std::string& out) {
  reply_value(out, db.find_string(w[1]));
  if (db.erase(w[1])) db.log_as({"DEL", w[1]});
}

void getex(database& db, words& w, std::string& out) {
  const std::string option = w.size() > 2 ? lower(w[2]) : "";
  const bool persist = option == "persist" && w.size() == 3;
  std::optional<unix_time> when;
  if (is_time_option(option) && w.size() == 4)
    when = time_after(db, option, w[3], "getex");
  else if (w.size() > 2 && !persist)
    throw refused(syntax_error);
  reply_value(out, db.find_string(w[1]));
  entry* const found = db.find(w[1]);
  if (!found) return;
  if (when) expire_at(db, w[1], *found, *when);
  if (persist && found->expires != never) {
    db.set_expiry(w[1], *found, never);
    db.log_as({"PERSIST", w[1]});
  }
}

void mget(database& db, words& w, std::string& out) {
  reply::array(out, w.size() - 1);
  for (std::size_t i = 1; i < w.size(); ++i) {
    const entry* const found = db.find(w[i]);
    reply_value(out, found ? std::get_if<std::string>(&found->value) : nullptr);
  }
}

void put_pairs(database& db, words& w) {
  for (std::size_t i = 1; i < w.size(); i += 2) db.put(w[i], std::move(w[i + 1]));
}
void must_be_pairs(const words& w, const char* name) {
  if (w.size() % 2 == 0) throw refused(std::string("ERR wrong number of arguments for '") + name + "' command");
}
void mset(database& db, words& w, std::string& out) {
  must_be_pairs(w, "mset");
  put_pairs(db, w);
  reply::ok(out);
}
void msetnx(database& db, words& w, std::string& out) {
  must_be_pairs(w, "msetnx");
  for (std::size_t i = 1; i < w.size(); i += 2)
    if (db.find(w[i])) return reply::integer(out, 0);
  put_pairs(db, w);
  reply::integer(out, 1);
}

void must_fit(std::size_t size) {
  if (size > longest_string) throw refused("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
}

void append(database& db, words& w, std::string& out) {
  std::string* const text = db.find_string(w[1]);
  must_fit((text ? text->size() : 0) + w[2].size());
  if (text) {
    *text += w[2];
    db.changed(w[1]);
  } else {
    db.put(w[1], w[2]);
  }
  reply::integer(out, static_cast<std::int64_t>(db.find_string(w[1])->size()));
}

void strlen(database& db, words& w, std::string& out) {
  const std::string* const text = db.find_string(w[1]);
  reply::integer(out, text ? static_cast<std::int64_t>(text->size()) : 0);
}

void setrange(database& db, words& w, std::string& out) {
  const std::int64_t offset = integer_in(w[2]);
  if (offset < 0) throw refused("ERR offset is out of range");
  std::string* text = db.find_string(w[1]);
  if (w[3].empty()) return reply::integer(out, text ? static_cast<std::int64_t>(text->size()) : 0);
  if (offset > static_cast<std::int64_t>(longest_string)) must_fit(longest_string + 1);
  const std::size_t begin = static_cast<std::size_t>(offset), end = begin + w[3].size();
  must_fit(end);
  if (!text) {
    db.put(w[1], std::string());
    text = db.find_string(w[1]);
  }
  if (text->size() < end) text->resize(end);
  text->replace(begin, w[3].size(), w[3]);
  db.changed(w[1]);
  reply::integer(out, static_cast<std::int64_t>(text->size()));
}

void getrange(database& db, words& w, std::string& out) {
  const std::string* const text = db.find_string(w[1]);
  const std::int64_t size = text ? static_cast<std::int64_t>(text->size()) : 0;
  std::int64_t first = integer_in(w[2]), last = integer_in(w[3]);
  if (first < 0 && last < 0 && first > last) return reply::bulk(out, "");
  if (first < 0) first = std::max<std::int64_t>(size + first, 0);
  if (last < 0) last = std::max<std::int64_t>(size + last, 0);
  last = std::min(last, size - 1);
  if (first > last) return reply::bulk(out, "");
  reply::bulk(
      out, std::string_view(*text).substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1)));
}

}  // namespace

void add_string_commands(command_table& table) {
  for (const command& c : {
           command{"get", 2, read_only, get, 1, 1, 1},
           command{"set", -3, write | grows, set, 1, 1, 1},
           command{"setnx", 3, write | grows, setnx, 1, 1, 1},
           command{"setex", 4, write | grows, setex, 1, 1, 1},
           command{"psetex", 4, write | grows, psetex, 1, 1, 1},
           command{"getset", 3, write | grows, getset, 1, 1, 1},
           command{"getdel", 2, write, getdel, 1, 1, 1},
           command{"getex", -2, write, getex, 1, 1, 1},
           command{"mget", -2, read_only, mget, 1, -1, 1},
           command{"mset", -3, write | grows, mset, 1, -1, 2},
           command{"msetnx", -3, write | grows, msetnx, 1, -1, 2},
           command{"append", 3, write | grows, append, 1, 1, 1},
           command{"strlen", 2, read_only, strlen, 1, 1, 1},
           command{"setrange", 4, write | grows, setrange, 1, 1, 1},
           command{"getrange", 4, read_only, getrange, 1, 1, 1},
           command{"substr", 4, read_only, getrange, 1, 1, 1},
       })
    table.add(c);
}

}  // namespace kv
