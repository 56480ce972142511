// expiry.cpp - names that end by themselves.
#include "commands.hpp"

namespace kv {

unix_time time_in(const database& db, std::int64_t n, bool seconds, bool from_now, const std::string& command) {
  unix_time when = n;
  if ((seconds && __builtin_mul_overflow(n, 1000, &when)) ||
      __builtin_add_overflow(when, from_now ? db.now() : 0, &when) || when == never)
    throw refused("ERR invalid expire time in '" + command + "' command");
  return when;
}

namespace {

/// Whether NX, XX, GT, LT agree. Without a time to live, a name lives for ever: longer than any.
bool agree(const words& w, unix_time before, unix_time after) {
  std::set<std::string> only;
  for (std::size_t i = 3; i < w.size(); ++i) {
    only.insert(lower(w[i]));
    if (!std::set<std::string>{"nx", "xx", "gt", "lt"}.contains(lower(w[i])))
      throw refused("ERR Unsupported option " + w[i]);
  }
  if (only.contains("nx") && only.size() > 1)
    throw refused("ERR NX and XX, GT or LT options at the same time are not compatible");
  if (only.contains("gt") && only.contains("lt"))
    throw refused("ERR GT and LT options at the same time are not compatible");
  return !(only.contains("nx") && before != never) && !(only.contains("xx") && before == never) &&
         !(only.contains("gt") && after <= before) && !(only.contains("lt") && after >= before);
}

/// What the log gets is absolute.
template <bool Seconds, bool FromNow>
void expire(database& db, const words& w, std::string& out) {
  const unix_time when = time_in(db, integer_in(w[2]), Seconds, FromNow, lower(w[0]));
  entry* const found = db.find(w[1]);
  if (!agree(w, found ? found->expires : never, when) || !found) return reply::integer(out, 0);
  if (when <= db.now()) {
    db.erase(w[1]);
    db.log_as({"DEL", w[1]});
  } else {
    db.set_expiry(w[1], *found, when);
    db.log_as({"PEXPIREAT", w[1], std::to_string(when)});
  }
  reply::integer(out, 1);
}

void ttl(database& db, const words& w, std::string& out) {
  const entry* const found = db.find(w[1]);
  if (!found) return reply::integer(out, -2);
  reply::integer(out, found->expires == never ? -1 : (found->expires - db.now() + 500) / 1000);
}

}  // namespace

std::vector<command> expiry_commands() {
  return {{"expire", -3, write, expire<true, true>},
          {"pexpire", -3, write, expire<false, true>},
          {"pexpireat", -3, write, expire<false, false>},
          {"ttl", 2, 0, ttl}};
}

}  // namespace kv
