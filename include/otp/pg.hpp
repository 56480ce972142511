// pg.hpp - process groups: a name for many actors, to which any actor may join any.
//
//   const otp::pg_scope<> rooms;   // a handle: copies share the groups; their names are texts unless said otherwise
//   otp::start_pg(rooms);          // or child_pg("rooms", rooms) in a supervisor
//   rooms.join("lobby", otp::self());
//   for (const otp::pid& each : rooms.get_members("lobby")) otp::send(each, hello{});
//
// Mirrors        pg: start_link/1, join/3, leave/3, get_members/2, get_local_members/2, which_groups/1, monitor/2,
//                monitor_scope/1, demonitor/2
// Differs        A scope is an object, not an atom. All members are local.
// Thread safety  Any actor. Readers read side by side, without asking the server.
// Invariants     1. What join and leave have changed, every actor sees when they have returned.
//                2. A monitor is told of all that changed after its first answer, in order.
//                3. When the server is over, the groups are empty: their members live on, and may join again.
// Chapter        8
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/child_spec.hpp>
#include <otp/pg_server.hpp>

namespace otp {

/// Names of groups; if not, the compiler says so in one sentence.
template <class Group>
constexpr bool can_name_groups() {
  constexpr bool can = std::copyable<Group> && std::totally_ordered<Group> && requires(const Group& g) {
    { std::hash<Group>()(g) } -> std::convertible_to<std::size_t>;
  };
  static_assert(can, "the name of a process group is a type with ==, <, std::hash and copies");
  return can;
}

template <class Group = std::string>
requires(can_name_groups<Group>()) class pg_scope {
  using server = pg_server<Group>;
  using groups = decltype(server::contents::groups);

 public:
  using members = typename server::members;
  using all_groups = typename server::all_groups;

  /// An actor may be joined several times: it is then a member so often, and leaves once a leave.
  /// Errors: error{badarg} for a pid that names no actor; as of call, with noproc when the scope has no server.
  void join(const Group& group, const members& who) const {
    for (const pid& each : who)
      if (!each) throw error(errc::badarg, "pg: a pid that names no actor cannot join a group");
    call(served_by(), typename server::join{group, who});
  }
  void join(const Group& group, const pid& who) const { join(group, members{who}); }
  /// Returns: not_joined when none of them was a member. Errors: as of call.
  leave_result leave(const Group& group, const members& who) const {
    return call(served_by(), typename server::leave{group, who});
  }
  leave_result leave(const Group& group, const pid& who) const { return leave(group, members{who}); }

  /// Latest first. One that has just ended may still be among them, as in OTP. Empty without a server.
  members get_members(const Group& group) const {
    return read([&](const groups& all) {
      const auto at = all.find(group);
      return at == all.end() ? members() : at->second;
    });
  }
  members get_local_members(const Group& group) const { return get_members(group); }
  /// Those that have members, in no order.
  std::vector<Group> which_groups() const {
    return read([](const groups& all) {
      std::vector<Group> names;
      for (const auto& [name, who] : all) names.push_back(name);
      return names;
    });
  }

  /// From now on the caller gets a group_change<Group> for each change of the group; of any group. Errors: as of call.
  group_monitor<members> monitor(const Group& group) const { return call(served_by(), typename server::watch{group}); }
  group_monitor<all_groups> monitor_scope() const { return call(served_by(), typename server::watch_all{}); }
  /// Ends it, and takes what has come of it out of the mailbox. Returns: whether there was such a monitor.
  bool demonitor(const ref& monitor) const {
    const bool known = call(served_by(), typename server::unwatch{monitor});
    using change = group_change<Group>;
    const auto one_is_here = [&] {
      return receive(when([&](const change& c) { return c.ref == monitor; }, [](change) { return true; }),
                     after(duration::zero(), [] { return false; }));
    };
    while (one_is_here()) continue;
    return known;
  }

 private:
  template <class G>
  friend server_ref<pg_server<G>> start_pg(const pg_scope<G>& scope);
  template <class G>
  friend child_spec child_pg(std::string id, const pg_scope<G>& scope);

  server_ref<server> served_by() const {
    return server_ref<server>(table_->read([](const auto& all) { return all.server; }));
  }
  template <class F>
  auto read(F f) const {
    const pid by = served_by();
    if (!by || !is_process_alive(by)) return std::invoke_result_t<F&, const groups&>();
    return table_->read([&](const auto& all) { return f(all.groups); });
  }

  std::shared_ptr<typename server::table> table_ = std::make_shared<typename server::table>();
};

/// Starts the server of a scope, linked to the caller.
template <class Group>
server_ref<pg_server<Group>> start_pg(const pg_scope<Group>& scope) {
  return start_link<pg_server<Group>>(scope.table_);
}
/// ... as a child. Let it be started before those who join.
template <class Group>
child_spec child_pg(std::string id, const pg_scope<Group>& scope) {
  return child<pg_server<Group>>(std::move(id), scope.table_);
}

}  // namespace otp
