// Right, too: each membership has a watch of its own
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
    if (find(j.group, j.who) != all_.end()) return false;
    all_.push_back({j.group, j.who, otp::monitor(j.who)});
    return true;
  }
  bool handle_call(const leave& l) {
    const auto found = find(l.group, l.who);
    if (found == all_.end()) return false;
    otp::demonitor(found->watch, otp::flush);
    all_.erase(found);
    return true;
  }
  std::vector<otp::pid> handle_call(const members& m) const {
    std::vector<otp::pid> found;
    for (const auto& each : all_)
      if (each.group == m.group) found.push_back(each.who);
    return found;
  }
  void handle_info(const otp::down& d) {
    std::erase_if(all_, [&](const membership& m) { return m.watch == d.ref; });
  }

 private:
  struct membership {
    std::string group;
    otp::pid who;
    otp::ref watch;
  };
  std::vector<membership>::iterator find(const std::string& group, const otp::pid& who) {
    return std::find_if(all_.begin(), all_.end(),
                        [&](const membership& m) { return m.group == group && m.who == who; });
  }

  std::vector<membership> all_;
};
