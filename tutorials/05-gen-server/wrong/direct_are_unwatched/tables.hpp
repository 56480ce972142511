// Wrong: only those who wait are to be watched, from when they wait on
// Refused with: Ann, who sat, is dead
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
  otp::result<int> handle_call(sit, otp::from<int> g) {
    if (!free_.empty()) {
      const int table = *free_.begin();
      free_.erase(table);
      return table;
    }
    queue_.push_back({g, otp::monitor(g.pid())});
    return otp::noreply;
  }
  void handle_cast(leave l) { frees(l.table); }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    std::erase_if(queue_, [&](const guest& g) { return g.watch == d.ref; });
    if (taken_.contains(d.ref)) frees(taken_.extract(d.ref).mapped());
  }

 private:
  struct guest {
    otp::from<int> caller;
    otp::ref watch;
  };
  void frees(int table) {
    std::erase_if(taken_, [&](const auto& t) { return t.second == table; });
    if (queue_.empty()) {
      free_.insert(table);
      return;
    }
    taken_.emplace(queue_.front().watch, table);
    otp::reply(queue_.front().caller, table);
    queue_.pop_front();
  }
  std::set<int> free_;
  std::map<otp::ref, int> taken_;
  std::deque<guest> queue_;
};
