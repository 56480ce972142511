// registry_table.hpp - the table of a keyed registry: which owners hold which key, with which values.
//
// Mirrors        the ETS tables of Elixir's Registry
// Differs        It belongs to no process: it outlives its server.
// Thread safety  Any actor. Keys are hashed, compared and destroyed, keys and values copied, under a lock: what they do
//                then must not call the library.
// Invariants     1. The server watches each owner. An owner tells the server of itself before its entry is made; a new
//                   server takes over and sees the entries that there are; both under the lock. So an entry is made
//                   when its owner has told this server, or it is there when the next server looks.
//                2. No reader is shown an entry whose owner is over, whether it has been taken out yet or not.
//                3. A value that was taken out is destroyed when the lock is free.
// Chapter        8
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include <otp/actor.hpp>
#include <otp/call.hpp>
#include <otp/detail/many_readers.hpp>
#include <otp/monitor.hpp>
#include <otp/registry_server.hpp>

namespace otp::detail {

template <class Key, class Value>
class registry_table final : public registry_owners {
 public:
  struct entry {
    otp::pid owner;
    Value value;
  };

  // ---- for its server -----------------------------------------------------------------------------------------------

  pid server() const override {
    return inside_.read([](const contents& all) { return all.server; });
  }
  std::optional<std::vector<pid>> take_over(const pid& mine) override {
    for (;;) {
      const pid before = server();
      if (before && is_process_alive(before)) return std::nullopt;
      auto owners = inside_.write([&](contents& all) -> std::optional<std::vector<pid>> {
        if (all.server != before) return std::nullopt;
        all.server = mine;
        std::vector<pid> found;
        for (const auto& [owner, keys] : all.keys_of) found.push_back(owner);
        return found;
      });
      if (owners) return owners;
    }
  }
  void forget(const pid& owner) override {
    std::vector<entry> gone;
    inside_.write([&](contents& all) {
      const auto mine = all.keys_of.find(owner);
      if (mine == all.keys_of.end()) return;
      for (const Key& key : mine->second) all.take_out(key, owner, gone);
      all.keys_of.erase(mine);
    });
  }

  // ---- for owners ---------------------------------------------------------------------------------------------------

  /// Makes an entry of the caller's; if `alone`, only where no other is shown. Returns: whose is; a pid that names no
  /// actor: none is, and the entry is made. Errors: exit_exception{noproc} without a server.
  pid add(const Key& key, const Value& value, bool alone) {
    const pid me = self();
    for (pid dead;;) {
      const pid told = tell_server(me);
      std::vector<entry> gone;
      const std::optional<pid> holder = inside_.write([&](contents& all) -> std::optional<pid> {
        if (all.server != told) return std::nullopt;
        if (const auto at = all.entries.find(key); alone && at != all.entries.end()) {
          if (at->second.front().owner != dead) return at->second.front().owner;
          gone.swap(at->second);
          all.entries.erase(at);
        }
        all.put_in(key, me, value);
        return pid();
      });
      if (!holder) continue;
      if (!*holder) {
        forget_the_abandoned(me);
        return pid();
      }
      // One that is to end is dead for readers; the key is its own until its thread has unwound.
      if (is_process_alive(*holder) || demonitor(monitor(*holder), flush)) return *holder;
      dead = *holder;
    }
  }
  /// Takes the caller's entries of this key out. Returns: how many there were.
  std::size_t remove(const Key& key) {
    const pid me = self();
    std::vector<entry> gone;
    inside_.write([&](contents& all) {
      all.take_out(key, me, gone);
      if (const auto mine = all.keys_of.find(me); mine != all.keys_of.end()) std::erase(mine->second, key);
    });
    return gone.size();
  }
  /// Gives the key another value if it is the caller's alone.
  void replace(const Key& key, Value value) {
    const pid me = self();
    inside_.write([&](contents& all) {
      if (const auto at = all.entries.find(key); at != all.entries.end() && at->second.front().owner == me)
        std::swap(at->second.front().value, value);
    });
  }

  // ---- for all ------------------------------------------------------------------------------------------------------

  /// The owner of its first entry, or a pid that names no actor; copies no value.
  pid holder(const Key& key) const {
    const pid found = inside_.read([&](const contents& all) {
      const auto at = all.entries.find(key);
      return at == all.entries.end() ? pid() : at->second.front().owner;
    });
    return found && is_process_alive(found) ? found : pid();
  }
  std::optional<entry> first(const Key& key) const {
    auto found = inside_.read([&](const contents& all) -> std::optional<entry> {
      const auto at = all.entries.find(key);
      if (at == all.entries.end()) return std::nullopt;
      return at->second.front();
    });
    if (found && !is_process_alive(found->owner)) found.reset();
    return found;
  }
  std::vector<entry> all_of(const Key& key) const {
    auto found = inside_.read([&](const contents& all) {
      const auto at = all.entries.find(key);
      return at == all.entries.end() ? std::vector<entry>() : at->second;
    });
    std::erase_if(found, [](const entry& each) { return !is_process_alive(each.owner); });
    return found;
  }
  std::vector<Key> keys(const pid& owner) const {
    if (!is_process_alive(owner)) return {};
    return inside_.read([&](const contents& all) {
      const auto mine = all.keys_of.find(owner);
      return mine == all.keys_of.end() ? std::vector<Key>() : mine->second;
    });
  }
  std::vector<std::pair<Key, entry>> everything() const {
    auto found = inside_.read([&](const contents& all) {
      std::vector<std::pair<Key, entry>> each;
      for (const auto& [key, held] : all.entries)
        for (const entry& one : held) each.emplace_back(key, one);
      return each;
    });
    std::erase_if(found, [](const auto& each) { return !is_process_alive(each.second.owner); });
    return found;
  }

 private:
  struct contents {
    pid server;
    std::unordered_map<Key, std::vector<entry>> entries;  // at least one of each key that stands here
    std::unordered_map<pid, std::vector<Key>> keys_of;    // of those of whom the server knows

    // What fails for want of memory, or in a copy, has changed nothing.
    void put_in(const Key& key, const pid& owner, const Value& value) {
      std::vector<Key>& mine = keys_of[owner];
      mine.push_back(key);
      try {
        std::vector<entry> one;
        one.push_back({owner, value});
        const auto [at, first] = entries.try_emplace(key);
        if (first)
          at->second.swap(one);
        else
          at->second.push_back(std::move(one.front()));
      } catch (...) {
        mine.pop_back();
        throw;
      }
    }
    void take_out(const Key& key, const pid& owner, std::vector<entry>& gone) {
      const auto at = entries.find(key);
      if (at == entries.end()) return;
      std::vector<entry>& held = at->second;
      const auto its =
          std::stable_partition(held.begin(), held.end(), [&](const entry& e) { return e.owner != owner; });
      gone.insert(gone.end(), std::move_iterator(its), std::move_iterator(held.end()));
      held.erase(its, held.end());
      if (held.empty()) entries.erase(at);
    }
  };

  pid tell_server(const pid& me) {
    const auto [to, known] =
        inside_.read([&](const contents& all) { return std::pair(all.server, all.keys_of.contains(me)); });
    if (!to || !is_process_alive(to)) throw exit_exception(noproc);
    if (!known) cast(server_ref<registry_server>(to), registry_server::watch{me});
    return to;
  }

  /// To an actor that has been abandoned the server does not listen, or it has forgotten it before the entry was made.
  void forget_the_abandoned(const pid& me) {
    bool lives = false;
    try {
      lives = is_process_alive(me);
    } catch (...) {  // it is to end
      forget(me);
      throw;
    }
    if (!lives) forget(me);
  }

  many_readers<contents> inside_;
};

}  // namespace otp::detail
