// Wrong: to hear of an end, one links
// Refused with: the end of a guest must not end it
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
    otp::link(g.pid());
    queue_.push_back(g);
    seat();
  }
  void handle_cast(leave l) {
    taken_.erase(l.table);
    free_.insert(l.table);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::exit_message& e) {
    std::erase_if(queue_, [&](const otp::from<int>& g) { return g.pid() == e.from; });
    for (auto i = taken_.begin(); i != taken_.end(); ++i)
      if (i->second == e.from) {
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
      taken_.emplace(table, queue_.front().pid());
      otp::reply(queue_.front(), table);
      queue_.pop_front();
    }
  }
  std::set<int> free_;
  std::map<int, otp::pid> taken_;
  std::deque<otp::from<int>> queue_;
};
