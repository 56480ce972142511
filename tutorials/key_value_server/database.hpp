// database.hpp - what the server keeps: names with values, when they end, and what of each change goes into the log.
//
// It is a plain value. One actor, the keyspace, has the one that clients see; the log's rewriter has another one for a
// moment. Its time is what it was told last, so a whole transaction happens at one time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "resp.hpp"

namespace kv {

/// A command is answered with this error, and has changed nothing.
class refused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
inline constexpr const char* not_an_integer = "ERR value is not an integer or out of range";
inline constexpr const char* syntax_error = "ERR syntax error";
inline constexpr const char* out_of_memory = "OOM command not allowed when used memory > 'maxmemory'.";
std::int64_t integer_in(const std::string& word, const char* otherwise = not_an_integer);
/// Of BLPOP: milliseconds. Errors: refused.
std::int64_t timeout_in(const std::string& word);

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

  // ---- time ---------------------------------------------------------------------------------------------------------
  unix_time now() const noexcept { return now_; }
  void set_now(unix_time now) noexcept { now_ = now; }
  /// While the log is replayed, no name expires: what had expired, the log says.
  void let_expire(bool on) noexcept { expiring_ = on; }
  /// The first time at which a name expires.
  unix_time next_expiry() const noexcept { return expiring_names_.empty() ? never : expiring_names_.begin()->first; }
  /// Takes out what has expired by now, so many at most. Returns whether there is more.
  bool expire_some(std::size_t at_most);

  // ---- reading ------------------------------------------------------------------------------------------------------
  entry* find(const std::string& name);
  /// Null: there is none. Errors: refused, when it is of the other type.
  std::string* find_string(const std::string& name) { return find_as<std::string>(name); }
  list* find_list(const std::string& name) { return find_as<list>(name); }
  std::size_t size() const noexcept { return entries_.size(); }
  std::size_t expiring() const noexcept { return expiring_names_.size(); }
  const std::unordered_map<std::string, entry>& entries() const noexcept { return entries_; }
  bool expired(const entry& e) const noexcept { return expiring_ && e.expires <= now_; }
  /// Any name, each about as likely as another. Empty: there is none.
  std::optional<std::string> random_name();
  /// Bytes, without what the machine's allocator adds.
  std::size_t memory() const noexcept { return sizeof(*this) + memory_; }

  // ---- writing ------------------------------------------------------------------------------------------------------
  /// The value of a new name, or a new value. Its time to live goes, unless it is kept.
  void put(const std::string& name, kv::value what, bool keep_expiry = false);
  bool erase(const std::string& name);
  void erase_all();
  /// The list of this name, which is made when there is none. changed() has to follow.
  list& make_list(const std::string& name);
  void set_expiry(const std::string& name, entry& e, unix_time when);
  /// After each change of a value where it stands. An empty list goes.
  void changed(const std::string& name);

  // ---- versions: what WATCH remembers -------------------------------------------------------------------------------
  /// Changes with each change of the name; now and then also with that of another one, for names share counters. So
  /// they cost no memory a name, and a transaction may fail once too often, never once too seldom.
  std::uint64_t version(const std::string& name) const { return versions_[slot(name)]; }

  // ---- what the log gets --------------------------------------------------------------------------------------------
  /// Since begin(): whether the command has changed something, and what is to be written in the place of it.
  void begin() noexcept;
  bool dirty() const noexcept { return dirty_; }
  void log_as(words record) { instead_.push_back(std::move(record)); }
  const std::vector<words>& instead() const noexcept { return instead_; }
  /// Names that have expired since this was called last.
  std::vector<std::string> take_expired() { return std::exchange(expired_, {}); }
  /// Names of lists that have got elements since this was called last; noted only while a client waits for some.
  void note_lists(bool on) noexcept { noting_lists_ = on; }
  std::vector<std::string> take_grown() { return std::exchange(grown_, {}); }

 private:
  static constexpr std::size_t slots = 65536;

  template <class T>
  T* find_as(const std::string& name) {
    entry* const found = find(name);
    if (!found) return nullptr;
    T* const typed = std::get_if<T>(&found->value);
    if (!typed) throw refused("WRONGTYPE Operation against a key holding the wrong kind of value");
    return typed;
  }
  static std::size_t slot(const std::string& name) { return std::hash<std::string>()(name) % slots; }
  using place = std::unordered_map<std::string, entry>::iterator;
  void count(place at);
  void remove(place at);
  void expire(place at);

  std::unordered_map<std::string, entry> entries_;
  std::set<std::pair<unix_time, std::string>> expiring_names_;
  std::array<std::uint64_t, slots> versions_;
  std::size_t memory_ = 0;
  unix_time now_ = 0;
  bool expiring_ = true;
  bool dirty_ = false;
  bool noting_lists_ = false;
  std::vector<words> instead_;
  std::vector<std::string> expired_;
  std::vector<std::string> grown_;
  std::minstd_rand random_;
};

}  // namespace kv
