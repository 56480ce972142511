// Right, too: one guest at a time is at the book; the others wait for their answer
#pragma once

#include <deque>
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
struct lock {
  using reply = void;
};
struct unlock {
  using reply = void;
};

class book_of_tables : public otp::gen_server<book_of_tables> {
 public:
  using messages = otp::handles<name_at, put_name, lock, unlock>;
  std::string handle_call(const name_at& n) { return names_[n.table]; }
  void handle_call(const put_name& p) { names_[p.table] = p.name; }
  void handle_call(lock, otp::from<void> guest) {
    waiting_.push_back(guest);
    if (waiting_.size() == 1) otp::reply(guest);
  }
  void handle_call(unlock) {
    waiting_.pop_front();
    if (!waiting_.empty()) otp::reply(waiting_.front());
  }

 private:
  std::deque<otp::from<void>> waiting_;  // the first one has the lock
  std::map<int, std::string> names_;
};

inline bool reserve(const otp::server_ref<book_of_tables>& book, int table, const std::string& name) {
  otp::call(book, lock{}, otp::infinity);
  const bool free = otp::call(book, name_at{table}).empty();
  if (free) otp::call(book, put_name{table, name});
  otp::call(book, unlock{});
  return free;
}
