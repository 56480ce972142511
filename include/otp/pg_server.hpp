// pg_server.hpp - the server of process groups: it alone changes them, and hears of the members' ends.
//
// Mirrors        the process of pg: what pg.erl does in handle_call/3 and handle_info/2
// Differs        There are no other nodes to tell.
// Thread safety  The table: any actor. The rest: the server's thread.
// Invariants     1. The table is changed before the change is told, and by the server that it has, not by one before.
//                2. Each member is monitored once for all its places; who monitors groups, once for each monitor.
// Chapter        8
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <otp/detail/many_readers.hpp>
#include <otp/gen_server.hpp>

namespace otp {

/// What a monitor of groups gets: {Ref, join or leave, Group, Pids}.
template <class Group>
struct group_change {
  enum class what : std::uint8_t { join, leave };
  otp::ref ref;
  what change;
  Group group;
  std::vector<pid> members;
};

enum class leave_result : std::uint8_t { ok, not_joined };

/// A monitor of one group, or of all, and what was in it when it began.
template <class Members>
struct group_monitor {
  otp::ref ref;
  Members members;
};

template <class Group>
class pg_server final : public gen_server<pg_server<Group>> {
 public:
  using members = std::vector<otp::pid>;
  using change = group_change<Group>;
  using all_groups = std::map<Group, members>;
  struct contents {
    otp::pid server;
    std::unordered_map<Group, members> groups;
  };
  using table = detail::many_readers<contents>;

  struct join {
    using reply = void;
    Group group;
    members who;
  };
  struct leave {
    using reply = leave_result;
    Group group;
    members who;
  };
  struct watch {
    using reply = group_monitor<members>;
    Group group;
  };
  struct watch_all {
    using reply = group_monitor<all_groups>;
  };
  struct unwatch {
    using reply = bool;
    ref monitor;
  };
  using messages = handles<join, leave, watch, watch_all, unwatch>;

  /// Errors: {already_started, Pid} when the groups have a server.
  explicit pg_server(std::shared_ptr<table> groups) : table_(std::move(groups)) {
    const auto server_of = [](const contents& all) { return all.server; };
    const otp::pid before = table_->read(server_of);
    contents fresh{me_, {}};  // what it takes the place of is destroyed when the lock is free
    const bool mine = !(before && is_process_alive(before)) && table_->write([&](contents& all) {
      if (all.server != before) return false;  // another was faster
      std::swap(all, fresh);
      return true;
    });
    if (!mine) throw exit_exception(exit_reason::already_started(table_->read(server_of)));
  }

  void handle_call(const join& asked) {
    if (asked.who.empty()) return;
    for (const otp::pid& each : asked.who) {
      member& known = members_[each];
      if (known.groups.empty()) known.end = monitor(each);
      known.groups.push_back(asked.group);
    }
    change_table([&](contents& all) {
      members& now = all.groups[asked.group];
      now.insert(now.begin(), asked.who.begin(), asked.who.end());
    });
    tell(change::what::join, asked.group, asked.who);
  }

  leave_result handle_call(const leave& asked) {
    members gone;
    for (const otp::pid& each : asked.who)
      if (leaves(each, asked.group)) gone.push_back(each);
    take_out(asked.group, gone);
    return gone.empty() ? leave_result::not_joined : leave_result::ok;
  }

  group_monitor<members> handle_call(const watch& asked, const from<group_monitor<members>>& caller) {
    const ref id = watched_by(caller.pid(), asked.group);
    return {id, table_->read([&](const contents& all) {
              const auto at = all.groups.find(asked.group);
              return at == all.groups.end() ? members() : at->second;
            })};
  }
  group_monitor<all_groups> handle_call(watch_all, const from<group_monitor<all_groups>>& caller) {
    const ref id = watched_by(caller.pid(), std::nullopt);
    return {id, table_->read([](const contents& all) { return all_groups(all.groups.begin(), all.groups.end()); })};
  }
  bool handle_call(const unwatch& asked) {
    const bool known = watchers_.erase(asked.monitor) > 0;
    if (known) demonitor(asked.monitor, flush);
    return known;
  }

  void handle_info(const down& ended) {
    if (watchers_.erase(ended.ref) > 0) return;
    const auto at = members_.find(ended.pid);
    if (at == members_.end()) return;
    const std::vector<Group> groups = std::move(at->second.groups);
    members_.erase(at);
    for (const Group& each : groups) take_out(each, {ended.pid});
  }

 private:
  struct member {
    ref end;
    std::vector<Group> groups;  // one as often as it is a member of it
  };
  struct watcher {
    otp::pid who;
    std::optional<Group> group;  // nothing: all
  };

  ref watched_by(const otp::pid& who, std::optional<Group> group) {
    const ref id = monitor(who);
    watchers_.emplace(id, watcher{who, std::move(group)});
    return id;
  }
  bool leaves(const otp::pid& who, const Group& group) {
    const auto at = members_.find(who);
    if (at == members_.end()) return false;
    std::vector<Group>& groups = at->second.groups;
    const auto one = std::find(groups.begin(), groups.end(), group);
    if (one == groups.end()) return false;
    groups.erase(one);
    if (groups.empty()) {
      demonitor(at->second.end, flush);
      members_.erase(at);
    }
    return true;
  }
  void take_out(const Group& group, const members& who) {
    if (who.empty()) return;
    change_table([&](contents& all) {
      const auto at = all.groups.find(group);
      for (const otp::pid& each : who) at->second.erase(std::find(at->second.begin(), at->second.end(), each));
      if (at->second.empty()) all.groups.erase(at);
    });
    tell(change::what::leave, group, who);
  }
  /// A server that is to end may meet the groups of the next one: it is dead for others before its thread has unwound.
  template <class F>
  void change_table(F f) {
    table_->write([&](contents& all) {
      if (all.server == me_) f(all);
    });
  }
  void tell(typename change::what what, const Group& group, const members& who) {
    for (const auto& [id, each] : watchers_)
      if (!each.group || *each.group == group) send(each.who, change{id, what, group, who});
  }

  const otp::pid me_ = self();
  const std::shared_ptr<table> table_;
  std::unordered_map<otp::pid, member> members_;
  std::map<ref, watcher> watchers_;
};

}  // namespace otp
