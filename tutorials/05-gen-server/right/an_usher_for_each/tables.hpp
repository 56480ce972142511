// Right, too: each guest has an usher, an actor that is told when there is a table and watches the guest
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
  using messages = otp::handles<struct usher_ends>;
  explicit tables(int number_of_tables) : places_(static_cast<std::size_t>(number_of_tables)) {}
  void handle_call(sit, otp::from<int> guest);
  void handle_cast(leave l) {
    for (auto& place : places_)
      if (&place - places_.data() == l.table) place = {};
    seat();
  }
  int handle_call(waiting) { return static_cast<int>(queue_.size()); }
  void handle_info(const usher_ends& e);

 private:
  void seat() {
    for (auto& place : places_) {
      if (place || queue_.empty()) continue;
      place = queue_.front().second;
      otp::reply(queue_.front().first, static_cast<int>(&place - places_.data()));
      queue_.pop_front();
    }
  }
  std::vector<otp::pid> places_;
  std::deque<std::pair<otp::from<int>, otp::pid>> queue_;
};
struct usher_ends {
  otp::pid usher;
};
inline void tables::handle_call(sit, otp::from<int> guest) {
  queue_.emplace_back(guest, otp::spawn_link("usher", [guest = guest.pid(), waiter = otp::self()] {
                        otp::await_down(otp::monitor(guest));
                        otp::send(waiter, usher_ends{otp::self()});
                      }));
  seat();
}
inline void tables::handle_info(const usher_ends& e) {
  std::erase_if(queue_, [&](const auto& g) { return g.second == e.usher; });
  for (auto& place : places_)
    if (place == e.usher) place = {};
  seat();
}
