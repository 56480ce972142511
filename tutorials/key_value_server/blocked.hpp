// blocked.hpp - the clients that wait for an element of a list.
//
// Each is known by the address at which it waits for an answer, a monitor and a timer: an element comes, the client
// goes, or the time is up, whichever is first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include <otp/monitor.hpp>
#include <otp/timer.hpp>

#include "log_writer.hpp"

namespace kv {

struct waiter {
  otp::from<answer> client;
  invocation asked;
  otp::ref monitor, timer;
};

class blocked_clients {
 public:
  bool empty() const noexcept { return all_.empty(); }
  std::size_t size() const noexcept { return all_.size(); }

  void add(std::uint64_t number, waiter&& who) {
    for (std::size_t i = 1; i + 1 < who.asked.arguments.size(); ++i) by_name_[who.asked.arguments[i]].insert(number);
    by_monitor_.emplace(who.monitor, number);
    all_.emplace(number, std::move(who));
  }
  /// The one that waits longest for a list of this name.
  std::optional<std::uint64_t> first(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? std::nullopt : std::optional(*found->second.begin());
  }
  std::optional<std::uint64_t> watched_by(const otp::ref& monitor) const {
    const auto found = by_monitor_.find(monitor);
    return found == by_monitor_.end() ? std::nullopt : std::optional(found->second);
  }
  /// It waits no longer: neither its end nor its timer is heard of from here on.
  std::optional<waiter> take(std::uint64_t number) {
    const auto found = all_.find(number);
    if (found == all_.end()) return std::nullopt;
    waiter taken = std::move(found->second);
    all_.erase(found);
    by_monitor_.erase(taken.monitor);
    for (std::size_t i = 1; i + 1 < taken.asked.arguments.size(); ++i) {
      const auto names = by_name_.find(taken.asked.arguments[i]);
      if (names == by_name_.end()) continue;  // it waited for the same name twice
      names->second.erase(number);
      if (names->second.empty()) by_name_.erase(names);
    }
    otp::demonitor(taken.monitor, otp::flush);
    if (taken.timer != otp::ref()) otp::cancel_timer(taken.timer);
    return taken;
  }

 private:
  std::map<std::uint64_t, waiter> all_;
  std::map<std::string, std::set<std::uint64_t>> by_name_;  // in the order in which they came
  std::map<otp::ref, std::uint64_t> by_monitor_;
};

}  // namespace kv
