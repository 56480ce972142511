// database.hpp - what the server keeps: names with values, when they end, and what of each change goes into the log.
//
// It is a plain value. One actor, the keyspace, has the one that clients see; the log's rewriter has another one for a
// moment. Its time is what it was told last, so a whole transaction happens at one time.
#pragma once

#include <array>
#include <deque>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>
#include <variant>

#include "resp.hpp"

namespace kv {

/// A command is answered with this error, and has changed nothing.
struct refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};
inline constexpr const char* syntax_error = "ERR syntax error";
inline constexpr const char* out_of_memory = "OOM command not allowed when used memory > 'maxmemory'.";

using list = std::deque<std::string>;
using value = std::variant<std::string, list>;

/// Milliseconds since 1970.
using unix_time = std::int64_t;
inline constexpr unix_time never = std::numeric_limits<unix_time>::max();

struct entry {
  kv::value value;
  unix_time expires = never;
  std::size_t memory = 0;  // what it was counted with
};

class database {
 public:
  /// \param incarnation  tells its versions from those of a predecessor
  explicit database(std::uint64_t incarnation = 0) { versions_.fill(incarnation << 40U); }

  unix_time now() const noexcept { return now_; }
  void set_now(unix_time now) noexcept { now_ = now; }
  /// While the log is replayed, no name expires: what had expired, the log says.
  void let_expire(bool on) noexcept { expiring_ = on; }
  /// The first time at which a name expires.
  unix_time next_expiry() const noexcept { return expiring_names_.empty() ? never : expiring_names_.begin()->first; }
  /// Takes out what has expired by now, so many at most. Returns whether there is more.
  bool expire_some(std::size_t at_most);

  entry* find(const std::string& name);
  /// Null: there is none. Errors: refused, when it is of the other type.
  std::string* find_string(const std::string& name) { return find_as<std::string>(name); }
  list* find_list(const std::string& name) { return find_as<list>(name); }
  std::size_t size() const noexcept { return entries_.size(); }
  const std::unordered_map<std::string, entry>& entries() const noexcept { return entries_; }
  bool expired(const entry& e) const noexcept { return expiring_ && e.expires <= now_; }
  /// Bytes, without what the machine's allocator adds.
  std::size_t memory() const noexcept { return sizeof(*this) + memory_; }

  /// Does a command; what it refuses is an error in `out`.
  void run(void (*what)(database&, const words&, std::string&), const words& arguments, std::string& out);

  // For commands:
  /// The value of a new name, or a new value. Its time to live goes, unless it is kept.
  void put(const std::string& name, kv::value what, bool keep_expiry = false);
  bool erase(const std::string& name);
  void erase_all();
  /// The list of this name, which is made when there is none. changed() has to follow.
  list& make_list(const std::string& name);
  void set_expiry(const std::string& name, entry& e, unix_time when);
  /// After each change of a list where it stands. An empty one goes.
  void changed(const std::string& name);
  /// Instead of the request itself, if it changes something.
  void log_as(words record) { instead_ = std::move(record); }

  /// For WATCH: changes with each change of the name; now and then also with that of another one, for names share
  /// counters. So they cost no memory a name, and a transaction may fail once too often, never once too seldom.
  std::uint64_t version(const std::string& name) const { return versions_[slot(name)]; }
  /// For the log: what has been changed since this was called last.
  std::string take_records() { return std::exchange(records_, {}); }
  /// For those who wait: names of lists that have got elements since then.
  std::vector<std::string> take_grown() { return std::exchange(grown_, {}); }

 private:
  static constexpr std::size_t slots = 65536;
  static std::size_t slot(const std::string& name) { return std::hash<std::string>()(name) % slots; }
  using place = std::unordered_map<std::string, entry>::iterator;

  template <class T>
  T* find_as(const std::string& name) {
    entry* const found = find(name);
    if (!found) return nullptr;
    T* const typed = std::get_if<T>(&found->value);
    if (!typed) throw refused("WRONGTYPE Operation against a key holding the wrong kind of value");
    return typed;
  }
  void count(place at);
  void remove(place at);
  void expire(place at);

  std::unordered_map<std::string, entry> entries_;
  std::set<std::pair<unix_time, std::string>> expiring_names_;
  std::array<std::uint64_t, slots> versions_;
  std::size_t memory_ = 0;
  unix_time now_ = 0;
  bool expiring_ = true;
  bool dirty_ = false;  // the command that runs has changed something
  words instead_;
  std::string records_;
  std::vector<std::string> grown_;
};

// ---- numbers in requests; all may throw refused ---------------------------------------------------------------------
std::int64_t integer_in(const std::string& word, const char* otherwise = "ERR value is not an integer or out of range");
/// Of BLPOP: milliseconds.
std::int64_t timeout_in(const std::string& word);
/// When a name ends: seconds or milliseconds, from now on or since 1970. Errors name the command.
unix_time time_in(const database& db, std::int64_t n, bool seconds, bool from_now, const std::string& command);

}  // namespace kv
