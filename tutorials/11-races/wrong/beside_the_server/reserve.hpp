// Wrong: what all guests need is a variable of the program
// Refused with: no guest has got the table
#pragma once

#include <atomic>
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
  static std::atomic<unsigned> taken = 0;
  const unsigned bit = 1u << table;
  if ((taken.fetch_or(bit) & bit) != 0) return false;
  otp::call(book, put_name{table, name});
  return true;
}
