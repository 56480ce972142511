// Wrong: who is told yes first needs no entry
// Refused with: the book says otherwise
#pragma once

#include <map>
#include <set>
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
  bool handle_call(const put_name& p) { return taken_.insert(p.table).second; }

 private:
  std::set<int> taken_;
  std::map<int, std::string> names_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  return otp::call(book, put_name{table, name});
}
