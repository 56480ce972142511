// Wrong: the dead leave by themselves
// Refused with: who dies is a member no longer
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
    if (!otp::is_process_alive(j.who)) return false;
    auto& g = groups_[j.group];
    if (std::find(g.begin(), g.end(), j.who) != g.end()) return false;
    g.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) { return std::erase(groups_[l.group], l.who) > 0; }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
};
