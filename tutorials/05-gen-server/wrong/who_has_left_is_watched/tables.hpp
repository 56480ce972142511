// Wrong: the watch of who has left harms nothing
// Refused with: has freed the table where Bob sits
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
  void handle_call(sit, otp::from<int> g) {
    watches_[otp::monitor(g.pid())] = -1;
    queue_.push_back(g);
    seat();
  }
  void handle_cast(leave l) {
    free_.insert(l.table);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    std::erase_if(queue_, [&](const otp::from<int>& g) { return g.pid() == d.pid; });
    if (tables_.contains(d.pid)) {
      free_.insert(tables_[d.pid]);
      tables_.erase(d.pid);
    }
    seat();
  }

 private:
  void seat() {
    while (!queue_.empty() && !free_.empty()) {
      const int table = *free_.begin();
      free_.erase(table);
      tables_[queue_.front().pid()] = table;
      otp::reply(queue_.front(), table);
      queue_.pop_front();
    }
  }
  std::set<int> free_;
  std::map<otp::ref, int> watches_;
  std::map<otp::pid, int> tables_;
  std::deque<otp::from<int>> queue_;
};
