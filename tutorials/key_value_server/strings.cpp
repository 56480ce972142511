// strings.cpp - strings, and counters, which are numbers kept as text.
#include "commands.hpp"

namespace kv {
namespace {

void reply_value(std::string& out, const std::string* text) {
  if (text)
    reply::bulk(out, *text);
  else
    reply::nil(out);
}

void get(database& db, const words& w, std::string& out) { reply_value(out, db.find_string(w[1])); }

struct set_options {
  bool only_new = false, only_old = false, answer_old = false, keep_expiry = false;
  std::optional<unix_time> expires = {};
};

/// EX, PX, EXAT, PXAT with their number. Nothing: it is another option.
std::optional<unix_time> time_option(const database& db, const std::string& option, const std::string& number) {
  const bool seconds = option == "ex" || option == "exat", from_now = option == "ex" || option == "px";
  if (!seconds && !from_now && option != "pxat") return std::nullopt;
  const std::int64_t n = integer_in(number);
  return time_in(db, n > 0 ? n : never, seconds, from_now, "set");
}

set_options options_of_set(const database& db, const words& w) {
  set_options chosen;
  for (std::size_t i = 3; i < w.size(); ++i) {
    const std::string option = lower(w[i]);
    const bool timeless = !chosen.expires && !chosen.keep_expiry;
    if (option == "nx" && !chosen.only_old)
      chosen.only_new = true;
    else if (option == "xx" && !chosen.only_new)
      chosen.only_old = true;
    else if (option == "get")
      chosen.answer_old = true;
    else if (option == "keepttl" && timeless)
      chosen.keep_expiry = true;
    else if (timeless && i + 1 < w.size() && (chosen.expires = time_option(db, option, w[i + 1])))
      ++i;
    else
      throw refused(syntax_error);
  }
  return chosen;
}

void set(database& db, const words& w, std::string& out) {
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
  db.put(w[1], w[2], how.keep_expiry);
  if (how.expires) db.set_expiry(w[1], *db.find(w[1]), *how.expires);
  if (!how.answer_old) reply::ok(out);
}

/// A counter keeps its time to live.
void add(database& db, const std::string& name, std::int64_t amount, std::string& out) {
  const std::string* const text = db.find_string(name);
  std::int64_t n = text ? integer_in(*text) : 0;
  if (__builtin_add_overflow(n, amount, &n)) throw refused("ERR increment or decrement would overflow");
  db.put(name, std::to_string(n), true);
  reply::integer(out, n);
}

void incr(database& db, const words& w, std::string& out) { add(db, w[1], 1, out); }
void incrby(database& db, const words& w, std::string& out) { add(db, w[1], integer_in(w[2]), out); }

}  // namespace

std::vector<command> string_commands() {
  return {{"get", 2, 0, get},
          {"set", -3, write | grows, set},
          {"incr", 2, write | grows, incr},
          {"incrby", 3, write | grows, incrby}};
}

}  // namespace kv
