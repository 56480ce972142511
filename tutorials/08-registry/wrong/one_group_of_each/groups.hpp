// Wrong: a watch tells of one group
// Refused with: who dies is a member no longer, of any group
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
    if (watched_.insert(j.who).second) of_[otp::monitor(j.who)] = j.group;
    g.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) { return std::erase(groups_[l.group], l.who) > 0; }
  std::vector<otp::pid> handle_call(const members& m) { return groups_[m.group]; }
  void handle_info(const otp::down& d) { std::erase(groups_[of_[d.ref]], d.pid); }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
  std::map<otp::ref, std::string> of_;
  std::set<otp::pid> watched_;
};
