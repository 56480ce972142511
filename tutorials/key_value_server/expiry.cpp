// expiry.cpp - names that end by themselves.
#include "expiry.hpp"

#include "commands.hpp"
#include "text.hpp"

namespace kv {
namespace {

/// Seconds or milliseconds, from now on or since 1970, to a time. False: no such time.
bool to_time(const database& db, std::int64_t n, bool seconds, bool from_now, unix_time& when) {
  if (seconds && __builtin_mul_overflow(n, 1000, &n)) return false;
  return !__builtin_add_overflow(n, from_now ? db.now() : 0, &when);
}

}  // namespace

bool is_time_option(const std::string& option) {
  return option == "ex" || option == "px" || option == "exat" || option == "pxat";
}

unix_time time_after(const database& db, const std::string& option, const std::string& number, const char* command) {
  const std::int64_t n = integer_in(number);
  unix_time when = 0;
  if (n <= 0 || !to_time(db, n, option[0] == 'e', option.size() == 2, when))
    throw refused(std::string("ERR invalid expire time in '") + command + "' command");
  return when;
}

void expire_at(database& db, const std::string& name, entry& e, unix_time when) {
  if (when <= db.now()) {
    db.erase(name);
    return db.log_as({"DEL", name});
  }
  db.set_expiry(name, e, when);
  db.log_as({"PEXPIREAT", name, std::to_string(when)});
}

namespace {

struct conditions {
  bool nx = false, xx = false, gt = false, lt = false;

  explicit conditions(const words& w) {
    for (std::size_t i = 3; i < w.size(); ++i) {
      const std::string option = lower(w[i]);
      if (option == "nx")
        nx = true;
      else if (option == "xx")
        xx = true;
      else if (option == "gt")
        gt = true;
      else if (option == "lt")
        lt = true;
      else
        throw refused("ERR Unsupported option " + w[i]);
    }
    if (nx && (xx || gt || lt)) throw refused("ERR NX and XX, GT or LT options at the same time are not compatible");
    if (gt && lt) throw refused("ERR GT and LT options at the same time are not compatible");
  }
  /// Without a time to live, a name lives for ever: longer than any.
  bool allow(unix_time before, unix_time after) const {
    return !(nx && before != never) && !(xx && before == never) && !(gt && after <= before) && !(lt && after >= before);
  }
};

template <bool Seconds, bool FromNow>
void expire(database& db, words& w, std::string& out) {
  const std::int64_t n = integer_in(w[2]);
  unix_time when = 0;
  if (!to_time(db, n, Seconds, FromNow, when))
    throw refused("ERR invalid expire time in '" + lower(w[0]) + "' command");
  const conditions only_if(w);
  entry* const found = db.find(w[1]);
  if (!found || !only_if.allow(found->expires, when)) return reply::integer(out, 0);
  expire_at(db, w[1], *found, when);
  reply::integer(out, 1);
}

template <bool Seconds, bool FromNow>
void time_left(database& db, words& w, std::string& out) {
  const entry* const found = db.find(w[1]);
  if (!found) return reply::integer(out, -2);
  if (found->expires == never) return reply::integer(out, -1);
  const std::int64_t n = found->expires - (FromNow ? db.now() : 0);
  reply::integer(out, Seconds ? (n + 500) / 1000 : n);
}

void persist(database& db, words& w, std::string& out) {
  entry* const found = db.find(w[1]);
  const bool had = found && found->expires != never;
  if (had) db.set_expiry(w[1], *found, never);
  reply::integer(out, had);
}

}  // namespace

void add_expiry_commands(command_table& table) {
  for (const command& c : {
           command{"expire", -3, write, expire<true, true>, 1, 1, 1},
           command{"pexpire", -3, write, expire<false, true>, 1, 1, 1},
           command{"expireat", -3, write, expire<true, false>, 1, 1, 1},
           command{"pexpireat", -3, write, expire<false, false>, 1, 1, 1},
           command{"ttl", 2, read_only, time_left<true, true>, 1, 1, 1},
           command{"pttl", 2, read_only, time_left<false, true>, 1, 1, 1},
           command{"expiretime", 2, read_only, time_left<true, false>, 1, 1, 1},
           command{"pexpiretime", 2, read_only, time_left<false, false>, 1, 1, 1},
           command{"persist", 2, write, persist, 1, 1, 1},
       })
    table.add(c);
}

}  // namespace kv
