// Wrong: a group is a set
// Refused with: members stand in the order in which they joined
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
    otp::monitor(j.who);
    return groups_[j.group].insert(j.who).second;
  }
  bool handle_call(const leave& l) { return groups_[l.group].erase(l.who) > 0; }
  std::vector<otp::pid> handle_call(const members& m) { return {groups_[m.group].begin(), groups_[m.group].end()}; }
  void handle_info(const otp::down& d) {
    for (auto& [name, g] : groups_) g.erase(d.pid);
  }

 private:
  std::map<std::string, std::set<otp::pid>> groups_;
};
