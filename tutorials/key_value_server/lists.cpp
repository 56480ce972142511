// lists.cpp - the commands of lists; BLPOP and BRPOP find here what they find at once (see blocked.hpp for the wait).
#include <algorithm>
#include <optional>

#include "commands.hpp"
#include "text.hpp"

namespace kv {
namespace {

std::int64_t size_of(const list* l) { return l ? static_cast<std::int64_t>(l->size()) : 0; }

template <bool Left, bool OnlyToOld>
void push(database& db, words& w, std::string& out) {
  if (OnlyToOld && !db.find_list(w[1])) return reply::integer(out, 0);
  list& l = db.make_list(w[1]);
  for (std::size_t i = 2; i < w.size(); ++i) {
    if (Left)
      l.push_front(std::move(w[i]));
    else
      l.push_back(std::move(w[i]));
  }
  reply::integer(out, size_of(&l));
  db.changed(w[1]);
}

std::string take(list& l, bool left) {
  std::string element = std::move(left ? l.front() : l.back());
  if (left)
    l.pop_front();
  else
    l.pop_back();
  return element;
}

template <bool Left>
void pop(database& db, words& w, std::string& out) {
  const bool counted = w.size() == 3;
  const std::int64_t most = counted ? integer_in(w[2], "ERR value is out of range, must be positive") : 1;
  if (w.size() > 3) throw refused("ERR wrong number of arguments for '" + lower(w[0]) + "' command");
  if (most < 0) throw refused("ERR value is out of range, must be positive");
  list* const l = db.find_list(w[1]);
  if (!l) return counted ? reply::nil_array(out) : reply::nil(out);
  const std::int64_t n = std::min(most, size_of(l));
  if (counted) reply::array(out, static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) reply::bulk(out, take(*l, Left));
  if (n > 0) db.changed(w[1]);
}

void llen(database& db, words& w, std::string& out) { reply::integer(out, size_of(db.find_list(w[1]))); }

/// Places from the end are below zero. Returns [first, last), within the list.
std::pair<std::int64_t, std::int64_t> range_in(const words& w, const list* l) {
  const std::int64_t size = size_of(l);
  const auto from_start = [&](const std::string& word) {
    const std::int64_t n = integer_in(word);
    return n < 0 ? std::max<std::int64_t>(size + n, -1) : std::min(n, size);
  };
  const std::int64_t first = std::max<std::int64_t>(from_start(w[2]), 0);
  const std::int64_t last = std::min(from_start(w[3]) + 1, size);
  return {first, std::max(first, last)};
}

void lrange(database& db, words& w, std::string& out) {
  const list* const l = db.find_list(w[1]);
  const auto [first, last] = range_in(w, l);
  reply::array(out, static_cast<std::size_t>(last - first));
  for (std::int64_t i = first; i < last; ++i) reply::bulk(out, (*l)[static_cast<std::size_t>(i)]);
}

void ltrim(database& db, words& w, std::string& out) {
  list* const l = db.find_list(w[1]);
  const auto [first, last] = range_in(w, l);
  reply::ok(out);
  if (!l || last - first == size_of(l)) return;
  l->erase(l->begin() + last, l->end());
  l->erase(l->begin(), l->begin() + first);
  db.changed(w[1]);
}

/// Null: no such place.
std::string* element(list& l, std::int64_t place) {
  if (place < 0) place += size_of(&l);
  return place >= 0 && place < size_of(&l) ? &l[static_cast<std::size_t>(place)] : nullptr;
}

void lindex(database& db, words& w, std::string& out) {
  list* const l = db.find_list(w[1]);
  const std::int64_t place = integer_in(w[2]);
  const std::string* const found = l ? element(*l, place) : nullptr;
  if (found)
    reply::bulk(out, *found);
  else
    reply::nil(out);
}

void lset(database& db, words& w, std::string& out) {
  list* const l = db.find_list(w[1]);
  if (!l) throw refused("ERR no such key");
  std::string* const found = element(*l, integer_in(w[2]));
  if (!found) throw refused("ERR index out of range");
  *found = std::move(w[3]);
  db.changed(w[1]);
  reply::ok(out);
}

void linsert(database& db, words& w, std::string& out) {
  const std::string where = lower(w[2]);
  if (where != "before" && where != "after") throw refused(syntax_error);
  list* const l = db.find_list(w[1]);
  if (!l) return reply::integer(out, 0);
  const auto pivot = std::find(l->begin(), l->end(), w[3]);
  if (pivot == l->end()) return reply::integer(out, -1);
  l->insert(where == "before" ? pivot : pivot + 1, std::move(w[4]));
  db.changed(w[1]);
  reply::integer(out, size_of(l));
}

void lrem(database& db, words& w, std::string& out) {
  const std::int64_t count = integer_in(w[2]);
  list* const l = db.find_list(w[1]);
  if (!l) return reply::integer(out, 0);
  const std::int64_t before = size_of(l);
  std::int64_t left = count == 0 ? before : count < 0 ? -count : count;
  const auto is_one = [&](const std::string& each) { return left > 0 && each == w[3] && left-- > 0; };
  if (count < 0)
    l->erase(l->begin(), std::remove_if(l->rbegin(), l->rend(), is_one).base());
  else
    l->erase(std::remove_if(l->begin(), l->end(), is_one), l->end());
  const std::int64_t removed = before - size_of(l);
  if (removed > 0) db.changed(w[1]);
  reply::integer(out, removed);
}

bool is_left(const std::string& word) {
  const std::string side = lower(word);
  if (side != "left" && side != "right") throw refused(syntax_error);
  return side == "left";
}

void move(database& db, const std::string& from, const std::string& to, bool from_left, bool to_left,
          std::string& out) {
  list* const source = db.find_list(from);
  if (!source) return reply::nil(out);
  db.find_list(to);  // of the other type: nothing has been taken yet
  std::string moved = take(*source, from_left);
  reply::bulk(out, moved);
  if (source->empty() && from != to) {
    db.changed(from);
  }
  list& target = db.make_list(to);
  if (to_left)
    target.push_front(std::move(moved));
  else
    target.push_back(std::move(moved));
  db.changed(to);
  if (from != to && db.find(from)) db.changed(from);
}
void lmove(database& db, words& w, std::string& out) { move(db, w[1], w[2], is_left(w[3]), is_left(w[4]), out); }
void rpoplpush(database& db, words& w, std::string& out) { move(db, w[1], w[2], false, true, out); }

/// The first of the lists that has an element gives one. Otherwise the answer is nil, and the keyspace lets the client
/// wait, unless it is within a transaction.
template <bool Left>
void blocking_pop(database& db, words& w, std::string& out) {
  timeout_in(w.back());
  for (std::size_t i = 1; i + 1 < w.size(); ++i) {
    list* const l = db.find_list(w[i]);
    if (!l) continue;
    reply::array(out, 2);
    reply::bulk(out, w[i]);
    reply::bulk(out, take(*l, Left));
    db.log_as({Left ? "LPOP" : "RPOP", w[i]});
    return db.changed(w[i]);
  }
  reply::nil_array(out);
}

}  // namespace

std::int64_t timeout_in(const std::string& word) {
  const auto seconds = to_float(word);
  if (!seconds || !(*seconds * 1000 < static_cast<long double>(never))) {
    if (seconds) throw refused("ERR timeout is out of range");
    throw refused("ERR timeout is not a float or out of range");
  }
  if (*seconds < 0) throw refused("ERR timeout is negative");
  return static_cast<std::int64_t>(std::ceil(*seconds * 1000));
}

void add_list_commands(command_table& table) {
  for (const command& c : {
           command{"lpush", -3, write | grows, push<true, false>, 1, 1, 1},
           command{"rpush", -3, write | grows, push<false, false>, 1, 1, 1},
           command{"lpushx", -3, write | grows, push<true, true>, 1, 1, 1},
           command{"rpushx", -3, write | grows, push<false, true>, 1, 1, 1},
           command{"lpop", -2, write, pop<true>, 1, 1, 1},
           command{"rpop", -2, write, pop<false>, 1, 1, 1},
           command{"llen", 2, read_only, llen, 1, 1, 1},
           command{"lrange", 4, read_only, lrange, 1, 1, 1},
           command{"lindex", 3, read_only, lindex, 1, 1, 1},
           command{"lset", 4, write | grows, lset, 1, 1, 1},
           command{"linsert", 5, write | grows, linsert, 1, 1, 1},
           command{"lrem", 4, write, lrem, 1, 1, 1},
           command{"ltrim", 4, write, ltrim, 1, 1, 1},
           command{"lmove", 5, write | grows, lmove, 1, 2, 1},
           command{"rpoplpush", 3, write | grows, rpoplpush, 1, 2, 1},
           command{"blpop", -3, write | waits, blocking_pop<true>, 1, -2, 1},
           command{"brpop", -3, write | waits, blocking_pop<false>, 1, -2, 1},
       })
    table.add(c);
}

}  // namespace kv
