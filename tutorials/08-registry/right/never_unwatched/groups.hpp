// Right, too: the watch stays when a member leaves; the end of one who is in no group changes nothing
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
    std::vector<otp::pid>& group = groups_[j.group];
    if (std::count(group.begin(), group.end(), j.who) > 0) return false;
    if (!otp::is_process_alive(j.who)) return false;
    otp::monitor(j.who);
    group.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) { return std::erase(groups_[l.group], l.who) > 0; }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }
  void handle_info(const otp::down& d) {
    for (auto& each : groups_) std::erase(each.second, d.pid);
  }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
};
