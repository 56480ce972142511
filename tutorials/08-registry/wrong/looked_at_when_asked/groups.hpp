// Wrong: whether a member lives is soon enough known when the list is asked for
// Refused with: who has died is a member no longer, and so leaves nothing
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
    g.push_back(j.who);
    return true;
  }
  bool handle_call(const leave& l) { return std::erase(groups_[l.group], l.who) > 0; }
  std::vector<otp::pid> handle_call(const members& m) {
    std::vector<otp::pid> alive;
    for (const otp::pid& each : groups_[m.group])
      if (otp::is_process_alive(each)) alive.push_back(each);
    return alive;
  }

 private:
  std::map<std::string, std::vector<otp::pid>> groups_;
};
