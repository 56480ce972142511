// Wrong: any free table will do
// Refused with: all three are free, and 0 is the lowest
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
    for (int t = number_of_tables; t-- > 0;) free_.push_front(t);
  }
  void handle_call(sit, otp::from<int> g) {
    queue_.push_back({g, otp::monitor(g.pid())});
    seat();
  }
  void handle_cast(leave l) {
    const auto sits = taken_.find(l.table);
    if (sits == taken_.end()) return;
    otp::demonitor(sits->second, otp::flush);
    taken_.erase(sits);
    free_.push_back(l.table);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    std::erase_if(queue_, [&](const guest& g) { return g.watch == d.ref; });
    for (auto i = taken_.begin(); i != taken_.end(); ++i)
      if (i->second == d.ref) {
        free_.push_back(i->first);
        taken_.erase(i);
        return seat();
      }
  }

 private:
  struct guest {
    otp::from<int> caller;
    otp::ref watch;
  };
  void seat() {
    while (!queue_.empty() && !free_.empty()) {
      const int table = free_.front();
      free_.pop_front();
      taken_.emplace(table, queue_.front().watch);
      otp::reply(queue_.front().caller, table);
      queue_.pop_front();
    }
  }
  std::deque<int> free_;
  std::map<int, otp::ref> taken_;
  std::deque<guest> queue_;
};
