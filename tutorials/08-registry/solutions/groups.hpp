#pragma once

#include <algorithm>
#include <map>
#include <string>
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
  using messages = otp::handles<join, leave, members, otp::down>;

  bool handle_call(const join& j) {
    std::vector<otp::pid>& group = groups_[j.group];
    if (std::find(group.begin(), group.end(), j.who) != group.end()) return false;
    if (!watched_.contains(j.who)) watched_[j.who] = otp::monitor(j.who);  // of a dead one, the `down` comes at once
    group.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) {
    if (std::erase(groups_[l.group], l.who) == 0) return false;
    for (const auto& [name, group] : groups_)
      if (std::find(group.begin(), group.end(), l.who) != group.end()) return true;
    otp::demonitor(watched_.extract(l.who).mapped(), otp::flush);  // it was the last group
    return true;
  }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }
  void handle_info(const otp::down& d) {
    for (auto& [name, group] : groups_) std::erase(group, d.pid);
    watched_.erase(d.pid);
  }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
  std::map<otp::pid, otp::ref> watched_;
};
