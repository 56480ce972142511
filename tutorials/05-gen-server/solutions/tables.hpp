#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

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
    queue_.push_back({guest, otp::monitor(guest.pid())});
    seat_those_who_wait();
  }
  void handle_cast(leave l) {
    const auto sits = taken_.find(l.table);
    if (sits == taken_.end()) return;  // nobody sits there
    otp::demonitor(sits->second, otp::flush);
    taken_.erase(sits);
    free_.insert(l.table);
    seat_those_who_wait();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    std::erase_if(queue_, [&](const guest& g) { return g.watch == d.ref; });
    const auto sat = std::ranges::find(taken_, d.ref, [](const auto& t) { return t.second; });
    if (sat == taken_.end()) return;
    free_.insert(sat->first);
    taken_.erase(sat);
    seat_those_who_wait();
  }

 private:
  struct guest {
    otp::from<int> caller;
    otp::ref watch;
  };
  void seat_those_who_wait() {
    while (!queue_.empty() && !free_.empty()) {
      const int table = *free_.begin();
      free_.erase(free_.begin());
      taken_.emplace(table, queue_.front().watch);
      otp::reply(queue_.front().caller, table);
      queue_.pop_front();
    }
  }

  std::set<int> free_;
  std::map<int, otp::ref> taken_;  // and the monitor on who sits there
  std::deque<guest> queue_;
};
