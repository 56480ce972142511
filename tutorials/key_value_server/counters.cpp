// counters.cpp - numbers that are kept as text, as Redis keeps them.
#include <cmath>

#include "commands.hpp"
#include "text.hpp"

namespace kv {
namespace {

/// A counter keeps its time to live.
void add(database& db, const std::string& name, std::int64_t amount, std::string& out) {
  const std::string* const text = db.find_string(name);
  std::int64_t n = text ? integer_in(*text) : 0;
  if (__builtin_add_overflow(n, amount, &n)) throw refused("ERR increment or decrement would overflow");
  db.put(name, std::to_string(n), true);
  reply::integer(out, n);
}

void incr(database& db, words& w, std::string& out) { add(db, w[1], 1, out); }
void decr(database& db, words& w, std::string& out) { add(db, w[1], -1, out); }
void incrby(database& db, words& w, std::string& out) { add(db, w[1], integer_in(w[2]), out); }
void decrby(database& db, words& w, std::string& out) {
  const std::int64_t amount = integer_in(w[2]);
  if (amount == std::numeric_limits<std::int64_t>::min()) throw refused("ERR decrement would overflow");
  add(db, w[1], -amount, out);
}

long double float_in(const std::string& word) {
  const auto n = to_float(word);
  if (!n) throw refused("ERR value is not a valid float");
  return *n;
}

void incrbyfloat(database& db, words& w, std::string& out) {
  const std::string* const text = db.find_string(w[1]);
  const long double n = (text ? float_in(*text) : 0) + float_in(w[2]);
  if (!std::isfinite(n)) throw refused("ERR increment would produce NaN or Infinity");
  const std::string sum = to_text(n);
  db.put(w[1], sum, true);
  db.log_as({"SET", w[1], sum, "KEEPTTL"});  // a replay must not round anew
  reply::bulk(out, sum);
}

}  // namespace

void add_counter_commands(command_table& table) {
  for (const command& c : {
           command{"incr", 2, write | grows, incr, 1, 1, 1},
           command{"decr", 2, write | grows, decr, 1, 1, 1},
           command{"incrby", 3, write | grows, incrby, 1, 1, 1},
           command{"decrby", 3, write | grows, decrby, 1, 1, 1},
           command{"incrbyfloat", 3, write | grows, incrbyfloat, 1, 1, 1},
       })
    table.add(c);
}

}  // namespace kv
