// lists.cpp - the commands of lists; BLPOP and BRPOP take what is there (the keyspace lets their clients wait).
#include <algorithm>
#include <cmath>

#include "commands.hpp"

namespace kv {
namespace {

std::int64_t size_of(const list* l) { return l ? static_cast<std::int64_t>(l->size()) : 0; }

template <bool Left>
void push(database& db, const words& w, std::string& out) {
  list& l = db.make_list(w[1]);
  for (std::size_t i = 2; i < w.size(); ++i) l.insert(Left ? l.begin() : l.end(), w[i]);
  reply::integer(out, size_of(&l));
  db.changed(w[1]);
}

template <bool Left>
std::string take(list& l) {
  std::string element = std::move(Left ? l.front() : l.back());
  l.erase(Left ? l.begin() : l.end() - 1);
  return element;
}

template <bool Left>
void pop(database& db, const words& w, std::string& out) {
  const bool counted = w.size() == 3;
  if (w.size() > 3) throw refused("ERR wrong number of arguments for '" + lower(w[0]) + "' command");
  const std::int64_t most = counted ? integer_in(w[2], "ERR value is out of range, must be positive") : 1;
  if (most < 0) throw refused("ERR value is out of range, must be positive");
  list* const l = db.find_list(w[1]);
  if (!l) return counted ? reply::nil_array(out) : reply::nil(out);
  const std::int64_t n = std::min(most, size_of(l));
  if (counted) reply::array(out, static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) reply::bulk(out, take<Left>(*l));
  if (n > 0) db.changed(w[1]);
}

void llen(database& db, const words& w, std::string& out) { reply::integer(out, size_of(db.find_list(w[1]))); }

/// Places from the end are below zero.
void lrange(database& db, const words& w, std::string& out) {
  const list* const l = db.find_list(w[1]);
  const std::int64_t size = size_of(l), from = integer_in(w[2]), to = integer_in(w[3]);
  const std::int64_t first = std::max<std::int64_t>(from < 0 ? size + from : from, 0);
  const std::int64_t last = to < 0 ? size + to : std::min(to, size - 1);
  reply::array(out, static_cast<std::size_t>(std::max<std::int64_t>(last - first + 1, 0)));
  for (std::int64_t i = first; i <= last; ++i) reply::bulk(out, (*l)[static_cast<std::size_t>(i)]);
}

/// From an end of one list to an end of another one, or of the same.
void lmove(database& db, const words& w, std::string& out) {
  const std::string from = lower(w[3]), to = lower(w[4]);
  if ((from != "left" && from != "right") || (to != "left" && to != "right")) throw refused(syntax_error);
  list* const source = db.find_list(w[1]);
  if (!source) return reply::nil(out);
  db.find_list(w[2]);  // of the other type: nothing has been taken yet
  const std::string moved = from == "left" ? take<true>(*source) : take<false>(*source);
  reply::bulk(out, moved);
  if (w[1] != w[2]) db.changed(w[1]);
  list& target = db.make_list(w[2]);
  target.insert(to == "left" ? target.begin() : target.end(), moved);
  db.changed(w[2]);
}

/// The first of the lists that has an element gives one. Otherwise the answer is nil, and the keyspace lets the client
/// wait, unless it is within a transaction.
template <bool Left>
void blocking_pop(database& db, const words& w, std::string& out) {
  timeout_in(w.back());
  for (std::size_t i = 1; i + 1 < w.size(); ++i) {
    list* const l = db.find_list(w[i]);
    if (!l) continue;
    reply::bulks(out, {w[i], take<Left>(*l)});
    db.log_as({Left ? "LPOP" : "RPOP", w[i]});
    return db.changed(w[i]);
  }
  reply::nil_array(out);
}

}  // namespace

std::int64_t timeout_in(const std::string& word) {
  char* stopped = nullptr;
  const long double milliseconds = std::strtold(word.c_str(), &stopped) * 1000;
  if (word.empty() || std::isspace(static_cast<unsigned char>(word[0])) || std::isnan(milliseconds) ||
      stopped != word.c_str() + word.size())
    throw refused("ERR timeout is not a float or out of range");
  if (milliseconds < 0) throw refused("ERR timeout is negative");
  if (milliseconds >= static_cast<long double>(never)) throw refused("ERR timeout is out of range");
  return static_cast<std::int64_t>(std::ceil(milliseconds));
}

std::vector<command> list_commands() {
  return {{"lpush", -3, write | grows, push<true>},
          {"rpush", -3, write | grows, push<false>},
          {"lpop", -2, write, pop<true>},
          {"rpop", -2, write, pop<false>},
          {"llen", 2, 0, llen},
          {"lrange", 4, 0, lrange},
          {"lmove", 5, write | grows, lmove},
          {"blpop", -3, write | waits, blocking_pop<true>},
          {"brpop", -3, write | waits, blocking_pop<false>}};
}

}  // namespace kv
