// Wrong: there is one waiter, so there is one list of tables
// Refused with: at another bar the table is free
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
  explicit tables(int number_of_tables) : number_(number_of_tables) {}
  void handle_call(sit, otp::from<int> g) {
    queue().push_back({g, otp::monitor(g.pid())});
    seat();
  }
  void handle_cast(leave l) {
    const auto sits = taken().find(l.table);
    if (sits == taken().end()) return;
    otp::demonitor(sits->second, otp::flush);
    taken().erase(sits);
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue().size()); }
  void handle_info(const otp::down& d) {
    std::erase_if(queue(), [&](const guest& g) { return g.watch == d.ref; });
    for (auto i = taken().begin(); i != taken().end(); ++i)
      if (i->second == d.ref) {
        taken().erase(i);
        return seat();
      }
  }
  void terminate(const otp::exit_reason&) {
    taken().clear();
    queue().clear();
  }

 private:
  struct guest {
    otp::from<int> caller;
    otp::ref watch;
  };
  void seat() {
    for (int t = 0; t < number_ && !queue().empty(); ++t) {
      if (taken().contains(t)) continue;
      taken().emplace(t, queue().front().watch);
      otp::reply(queue().front().caller, t);
      queue().pop_front();
    }
  }
  static std::map<int, otp::ref>& taken() {
    static std::map<int, otp::ref> t;
    return t;
  }
  static std::deque<guest>& queue() {
    static std::deque<guest> q;
    return q;
  }
  int number_;
};
