// Right, too: the first entry stays, and then each looks who it is
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
  void handle_call(const put_name& p) {
    if (names_[p.table].empty()) names_[p.table] = p.name;
  }

 private:
  std::map<int, std::string> names_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  otp::call(book, put_name{table, name});
  return otp::call(book, name_at{table}) == name;
}
