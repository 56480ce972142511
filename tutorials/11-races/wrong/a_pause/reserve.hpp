// Wrong: after a pause all others are done
// Refused with: a pause closes no gap
#pragma once

#include <chrono>
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
  otp::sleep_for(std::chrono::milliseconds(10));
  return otp::call(book, name_at{table}) == name;
}
