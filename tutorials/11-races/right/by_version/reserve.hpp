// Right, too: it writes only if nothing has changed, else it looks again
#pragma once

#include <map>
#include <optional>
#include <string>

#include <otp/otp.hpp>

struct name_at {
  using reply = std::string;
  int table;
};
struct entry {
  std::string name;
  int version = 0;
};
struct entry_at {
  using reply = entry;
  int table;
};
struct put_name {
  using reply = bool;
  int table;
  std::string name;
  int seen;
};

class book_of_tables : public otp::gen_server<book_of_tables> {
 public:
  using messages = otp::handles<name_at, entry_at, put_name>;
  std::string handle_call(const name_at& n) { return entries_[n.table].name; }
  entry handle_call(const entry_at& e) { return entries_[e.table]; }
  bool handle_call(const put_name& p) {
    entry& there = entries_[p.table];
    if (there.version != p.seen) return false;
    there = {p.name, p.seen + 1};
    return true;
  }

 private:
  std::map<int, entry> entries_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  for (;;) {
    const entry seen = otp::call(book, entry_at{table});
    if (!seen.name.empty()) return false;
    if (otp::call(book, put_name{table, name, seen.version})) return true;
  }
}
