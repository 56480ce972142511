// Right, too: who sits is watched anew; one list of tables, looked through from the lowest
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
  explicit tables(int number_of_tables) : at_(static_cast<std::size_t>(number_of_tables)) {}
  otp::result<int> handle_call(sit, otp::from<int> guest) {
    for (std::size_t t = 0; t < at_.size(); ++t)
      if (at_[t] == otp::ref()) {
        at_[t] = otp::monitor(guest.pid());
        return static_cast<int>(t);
      }
    queue_.emplace_back(guest, otp::monitor(guest.pid()));
    return otp::noreply;
  }
  void handle_cast(leave l) {
    otp::ref& watch = at_.at(static_cast<std::size_t>(l.table));
    if (watch == otp::ref()) return;
    otp::demonitor(watch, otp::flush);
    frees(watch, l.table);
  }
  int handle_call(waiting) const { return static_cast<int>(queue_.size()); }
  void handle_info(const otp::down& d) {
    std::erase_if(queue_, [&](const auto& g) { return g.second == d.ref; });
    const auto sat = std::find(at_.begin(), at_.end(), d.ref);
    if (sat != at_.end()) frees(*sat, static_cast<int>(sat - at_.begin()));
  }

 private:
  void frees(otp::ref& watch, int table) {
    watch = {};
    while (!queue_.empty()) {
      const auto [guest, old] = queue_.front();
      queue_.pop_front();
      otp::demonitor(old, otp::flush);
      if (!otp::reply(guest, table)) continue;  // it has died meanwhile
      watch = otp::monitor(guest.pid());
      return;
    }
  }

  std::vector<otp::ref> at_;  // who sits there: the watch; none: it is free
  std::deque<std::pair<otp::from<int>, otp::ref>> queue_;
};
