// member.hpp - what a worker of a storm does with registries and groups: holds keys, subscribes, joins, watches.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <otp/otp.hpp>

#include "ledger.hpp"

namespace stress {

/// Their servers are children of the root, and are killed like all others.
struct directory {
  using token = std::shared_ptr<const int>;  // in each value: its use count tells how many entries there are

  static constexpr int names = 4;  // of keys, topics and groups that members share; those of one actor are beyond
  const token mark = std::make_shared<int>(0);
  const otp::unique_registry<int, token> keys;
  const otp::duplicate_registry<int, token> topics;
  const otp::pg_scope<int> groups{};
};

/// Belongs to one actor.
class member {
 public:
  member(const directory& all, ledger& book, dice& decides, std::uint64_t number)
      : all_(all), book_(book), dice_(decides), own_(directory::names + static_cast<int>(number)) {}

  /// One act. Publishes with tell(pid).
  template <class Tell>
  void act(Tell&& tell) try {
    for (const int key : keys_) check_mine(key);
    const int name = some_name();
    switch (dice_.pick(11)) {
      case 0:
      case 1: return take(name);
      case 2: return give_back(name);
      case 3:
      case 4: return subscribe(name);
      case 5:
      case 6: return publish(name, tell);
      case 7: return join(name);
      case 8: all_.groups.leave(name, otp::self()); return;
      default: return watch(name);
    }
  } catch (const otp::exit_exception&) {  // there is no server just now
  }

  /// What a monitor of a group has told.
  void told(const otp::group_change<int>& c) {
    using what = otp::group_change<int>::what;
    ++book_.changes;
    book_.check(!over_.contains(c.ref), [] { return "a monitor of a group told of a change after demonitor"; });
    if (!watched_ || c.ref != watched_->ref) return;  // of a server that is no more
    for (const otp::pid& each : c.members) {
      if (c.change == what::join) {
        watched_->members.insert(each);
        continue;
      }
      const auto one = watched_->members.find(each);
      book_.check(one != watched_->members.end(), [&] { return to_string(each) + " left a group that it was not in"; });
      if (one != watched_->members.end()) watched_->members.erase(one);
    }
  }
  /// Whether that makes the group as it is. When all is quiet it has to.
  bool agrees() const {
    if (!watched_ || all_.groups.get_members(own_).empty()) return true;  // another server, which tells nothing
    const auto now = all_.groups.get_members(watched_->group);
    return std::multiset<otp::pid>(now.begin(), now.end()) == watched_->members;
  }
  const std::set<int>& keys() const { return keys_; }
  int some_name() { return static_cast<int>(dice_.pick(directory::names)); }

 private:
  struct watched_group {
    int group;
    otp::ref ref;
    std::multiset<otp::pid> members;
  };

  // An actor that has been told to end holds nothing, as others see it. At the checkpoint it ends.
  void check_mine(int key) {
    const bool mine = all_.keys.whereis(key) == otp::self();
    if (!mine) otp::checkpoint();
    book_.check(mine, [&] { return to_string(otp::self()) + " has lost its key " + std::to_string(key); });
  }
  void take(int key) {
    const auto holder = all_.keys.register_key(key, all_.mark);
    if (!holder) {
      ++book_.entries;
      book_.check(keys_.insert(key).second, [] { return "an actor got a key that it held"; });
      return check_mine(key);
    }
    const bool fits = (*holder == otp::self()) == keys_.contains(key);
    if (!fits) otp::checkpoint();
    book_.check(fits, [&] { return to_string(*holder) + " holds a key of " + to_string(otp::self()); });
  }
  void give_back(int key) {
    all_.keys.unregister_key(key);
    keys_.erase(key);
    book_.check(all_.keys.whereis(key) != otp::self(), [] { return "an actor holds a key that it gave back"; });
  }
  void subscribe(int topic) {
    if (all_.topics.values(topic, otp::self()).size() >= 2) return all_.topics.unregister_key(topic);
    all_.topics.register_key(topic, all_.mark);
    ++book_.entries;
  }
  template <class Tell>
  void publish(int topic, Tell&& tell) {
    int at_most = 4;
    all_.topics.dispatch(topic, [&](const auto& subscribed) {
      for (const auto& each : subscribed)
        if (at_most-- > 0) {
          ++book_.published;
          tell(each.owner);
        }
    });
  }
  void join(int group) {
    all_.groups.join(group, otp::self());
    ++book_.joins;
  }
  void watch(int group) {
    if (watched_ && dice_.percent(60)) return;
    if (watched_) {
      all_.groups.demonitor(watched_->ref);
      over_.insert(watched_->ref);
      watched_.reset();
      return;
    }
    all_.groups.join(own_, otp::self());  // while the own group has a member, the server is the one that tells
    const auto now = all_.groups.monitor(group);
    watched_ = {group, now.ref, {now.members.begin(), now.members.end()}};
  }

  const directory& all_;
  ledger& book_;
  dice& dice_;
  const int own_;
  std::set<int> keys_;
  std::optional<watched_group> watched_;
  std::set<otp::ref> over_;
};

}  // namespace stress
