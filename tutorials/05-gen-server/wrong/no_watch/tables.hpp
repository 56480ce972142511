// Wrong: who is gone says so
// Refused with: Bob, who waited, is dead and forgotten
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
  void handle_call(sit, otp::from<int> guest) {
    queue_.push_back(guest);
    seat();
  }
  void handle_cast(leave l) {
    free_.insert(l.table);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }

 private:
  void seat() {
    while (!queue_.empty() && !free_.empty()) {
      otp::reply(queue_.front(), *free_.begin());
      free_.erase(free_.begin());
      queue_.pop_front();
    }
  }
  std::set<int> free_;
  std::deque<otp::from<int>> queue_;
};
