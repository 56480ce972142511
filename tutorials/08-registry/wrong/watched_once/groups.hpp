// Wrong: who was watched once is watched for ever
// Refused with: who has left all groups and joined again has to be watched again
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
    for (const auto& [name, g] : groups_)
      if (std::find(g.begin(), g.end(), l.who) != g.end()) return true;
    otp::demonitor(watches_[l.who], otp::flush);
    return true;
  }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }
  void handle_info(const otp::down& d) {
    for (auto& [name, g] : groups_) std::erase(g, d.pid);
  }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
  std::map<otp::pid, otp::ref> watches_;
};
