// Wrong: only who fails is dead
// Refused with: has ended, normally: the table is free again
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
    queue_.push_back({g, otp::monitor(g.pid())});
    seat();
  }
  void handle_cast(leave l) {
    const auto sits = taken_.find(l.table);
    if (sits == taken_.end()) return;
    otp::demonitor(sits->second, otp::flush);
    taken_.erase(sits);
    free_.insert(l.table);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    if (!d.reason.is_abnormal()) return;
    std::erase_if(queue_, [&](const guest& g) { return g.watch == d.ref; });
    for (auto i = taken_.begin(); i != taken_.end(); ++i)
      if (i->second == d.ref) {
        free_.insert(i->first);
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
      const int table = *free_.begin();
      free_.erase(table);
      taken_.emplace(table, queue_.front().watch);
      otp::reply(queue_.front().caller, table);
      queue_.pop_front();
    }
  }
  std::set<int> free_;
  std::map<int, otp::ref> taken_;
  std::deque<guest> queue_;
};
