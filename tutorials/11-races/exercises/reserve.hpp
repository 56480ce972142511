// Exercise 1: one table, two parties.
//
// `reserve` is called by many guests at once, and must return true for exactly one of them. It is written with two
// calls. Change the server, too, if you like; but `name_at` must still say who has reserved the table (or "").
#pragma once

#include <map>
#include <string>

#include <otp/otp.hpp>

struct name_at {
  using reply = std::string;
  int table;
};
struct put_name {
  using reply = void;
  int table;
  std::string name;
};

class book_of_tables : public otp::gen_server<book_of_tables> {
 public:
  using messages = otp::handles<name_at, put_name>;
  std::string handle_call(const name_at& n) { return names_[n.table]; }
  void handle_call(const put_name& p) { names_[p.table] = p.name; }

 private:
  std::map<int, std::string> names_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  if (!otp::call(book, name_at{table}).empty()) return false;
  otp::call(book, put_name{table, name});
  return true;
}
