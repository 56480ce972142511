// Wrong: who leaves needs no watch any more
// Refused with: leaving one group must not end the watch that the other needs
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
    if (!watches_.contains(j.who)) watches_[j.who] = otp::monitor(j.who);
    g.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) {
    if (std::erase(groups_[l.group], l.who) == 0) return false;
    otp::demonitor(watches_[l.who], otp::flush);
    watches_.erase(l.who);
    return true;
  }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }
  void handle_info(const otp::down& d) {
    for (auto& [name, g] : groups_) std::erase(g, d.pid);
    watches_.erase(d.pid);
  }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
  std::map<otp::pid, otp::ref> watches_;
};
