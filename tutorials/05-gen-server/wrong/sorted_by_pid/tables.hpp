// Wrong: a map keeps what is put into it in the order in which it came
// Refused with: Bob came before Carl
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
    otp::monitor(g.pid());
    queue_.emplace(g.pid(), g);
    seat();
  }
  void handle_cast(leave l) {
    if (taken_.erase(l.table) == 0) return;
    free_.insert(l.table);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    queue_.erase(d.pid);
    for (auto i = taken_.begin(); i != taken_.end(); ++i)
      if (i->second == d.pid) {
        free_.insert(i->first);
        taken_.erase(i);
        return seat();
      }
  }

 private:
  void seat() {
    while (!queue_.empty() && !free_.empty()) {
      const int table = *free_.begin();
      free_.erase(table);
      taken_.emplace(table, queue_.begin()->first);
      otp::reply(queue_.begin()->second, table);
      queue_.erase(queue_.begin());
    }
  }
  std::set<int> free_;
  std::map<int, otp::pid> taken_;
  std::map<otp::pid, otp::from<int>> queue_;
};
