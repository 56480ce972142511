// Wrong: there is one table
// Refused with: another table is free
#pragma once

#include <map>
#include <string>
#include <utility>

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
  bool handle_call(const put_name& p) {
    if (std::exchange(taken_, true)) return false;
    names_[p.table] = p.name;
    return true;
  }

 private:
  bool taken_ = false;
  std::map<int, std::string> names_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  return otp::call(book, put_name{table, name});
}
