// Wrong: the next message of a kind can be received in the handler
// Refused with: the waiter goes on serving others while guests wait
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

struct sit {
  using reply = int;
};
struct leave {
  int table;
};
struct waiting {
  using reply = int;
};

class tables : public otp::gen_server<tables> {
 public:
  explicit tables(int number_of_tables) {
    for (int t = 0; t < number_of_tables; ++t) free_.insert(t);
  }
  int handle_call(sit) {
    while (free_.empty()) otp::receive([&](leave l) { free_.insert(l.table); });
    const int table = *free_.begin();
    free_.erase(table);
    return table;
  }
  void handle_cast(leave l) { free_.insert(l.table); }
  int handle_call(waiting) { return 0; }

 private:
  std::set<int> free_;
};
