#pragma once

#include <map>
#include <string>

#include <otp/otp.hpp>

struct name_at {
  using reply = std::string;
  int table;
};
struct put_name {
  using reply = bool;
  int table;
  std::string name;
};

class book_of_tables : public otp::gen_server<book_of_tables> {
 public:
  using messages = otp::handles<name_at, put_name>;
  std::string handle_call(const name_at& n) { return names_[n.table]; }
  /// Looks and writes in one callback: no other message comes between.
  bool handle_call(const put_name& p) {
    std::string& there = names_[p.table];
    if (!there.empty()) return false;
    there = p.name;
    return true;
  }

 private:
  std::map<int, std::string> names_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  return otp::call(book, put_name{table, name});
}
