// Wrong: to hear of an end, one links
// Refused with: whatever its members do, it goes on
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

struct join {
  using reply = bool;
  std::string group;
  otp::pid who;
};
struct leave {
  using reply = bool;
  std::string group;
  otp::pid who;
};
struct members {
  using reply = std::vector<otp::pid>;
  std::string group;
};

class groups : public otp::gen_server<groups> {
 public:
  bool handle_call(const join& j) {
    auto& g = groups_[j.group];
    if (std::find(g.begin(), g.end(), j.who) != g.end()) return false;
    otp::link(j.who);
    g.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) { return std::erase(groups_[l.group], l.who) > 0; }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }
  void handle_info(const otp::exit_message& e) {
    for (auto& [name, g] : groups_) std::erase(g, e.from);
  }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
};
