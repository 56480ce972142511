// keyed_registry.hpp - names of any type, with values; and keys that many hold, to publish and subscribe by.
//
//   const otp::unique_registry<int, std::string> players;   // a handle: copies share the table
//   otp::start_registry(players);                            // or child_registry("players", players) in a supervisor
//   players.register_key(7, "white");                        // the caller holds key 7 now
//   players.lookup(7)->owner;                                // any actor: who, and ->value
//   otp::call(players.via(7), get{});                        // a key stands wherever a name does
//
// Mirrors        Elixir's Registry: register/3, unregister/2, lookup/2, keys/2, values/3, update_value/3, count/1,
//                dispatch/3, select/2 (all), {:via, Registry, {Registry, Key, Value}}, listeners
// Differs        unique and duplicate are two types: what only one can do does not compile with the other. The death of
//                the server kills no owner and takes out no entry; without a server none can be made.
// Thread safety  Any actor. Readers read side by side. Keys and values are copied while the table is locked: these
//                copies, and the keys' hash and ==, must not call the library.
// Invariants     1. An entry is the caller's own, and goes with it: who has heard of an actor's end finds none of its
//                   entries.
//                2. A unique key has one living holder at most.
// Chapter        8
#pragma once

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/actor_name.hpp>
#include <otp/detail/registry_table.hpp>
#include <otp/registry.hpp>
#include <otp/registry_server.hpp>

namespace otp {

/// What listeners get when an actor registers, and unregisters; not when it ends: for that there are monitors.
template <class Key, class Value>
struct key_registered {
  Key key;
  otp::pid owner;
  Value value;
};
template <class Key>
struct key_unregistered {
  Key key;
  otp::pid owner;
};

/// Keys and values that a table can keep; if not, the compiler says so in one sentence.
template <class Key, class Value>
constexpr bool can_be_registered() {
  constexpr bool key = std::copyable<Key> && std::equality_comparable<Key> && requires(const Key& k) {
    { std::hash<Key>()(k) } -> std::convertible_to<std::size_t>;
  };
  static_assert(key, "a registry's key is a type with ==, std::hash and copies");
  static_assert(std::copyable<Value>, "a registry's value is a type that can be copied: readers get copies");
  return key && std::copyable<Value>;
}

/// What unique and duplicate registries have in common.
template <class Key, class Value>
requires(can_be_registered<Key, Value>()) class keyed_registry {
 public:
  /// {owner, value}.
  using entry = typename detail::registry_table<Key, Value>::entry;

  /// Takes the caller's entries of this key out; none is no error. In Elixir: Registry.unregister/2.
  void unregister_key(const Key& key) const {
    for (std::size_t n = table_->remove(key); n > 0; --n) tell([&] { return key_unregistered<Key>{key, self()}; });
  }
  /// The keys that the actor holds, in the order in which it registered them; a key as often as it holds it.
  std::vector<Key> keys(const pid& owner) const { return table_->keys(owner); }
  std::vector<std::pair<Key, entry>> entries() const { return table_->everything(); }
  std::size_t count() const { return entries().size(); }

  /// For start_registry and child_registry.
  operator std::shared_ptr<registry_owners>() const { return table_; }  // NOLINT: implicit, as a handle of it

 protected:
  explicit keyed_registry(std::vector<actor_name> listeners) : listeners_(std::move(listeners)) {}
  ~keyed_registry() = default;
  keyed_registry(const keyed_registry&) = default;
  keyed_registry& operator=(const keyed_registry&) = default;

  pid add(const Key& key, const Value& value, bool alone) const {
    const pid holder = table_->add(key, value, alone);
    if (!holder) tell([&] { return key_registered<Key, Value>{key, self(), value}; });
    return holder;
  }
  const std::shared_ptr<detail::registry_table<Key, Value>>& table() const noexcept { return table_; }

 private:
  /// what() copies: there is nothing to copy when there are no listeners.
  template <class What>
  void tell(What&& what) const {
    for (const actor_name& each : listeners_)
      if (const pid to = whereis_name(each)) send(to, what());
  }

  std::shared_ptr<detail::registry_table<Key, Value>> table_ = std::make_shared<detail::registry_table<Key, Value>>();
  std::vector<actor_name> listeners_;
};

namespace detail {

/// A key of a unique registry as a name.
template <class Registry, class Key, class Value>
class registry_name final : public otp::via {
 public:
  registry_name(Registry registry, Key key, Value value)
      : registry_(std::move(registry)), key_(std::move(key)), value_(std::move(value)) {}
  pid whereis() const override { return registry_.whereis(key_); }
  std::optional<pid> register_self() const override { return registry_.register_key(key_, value_); }
  std::string text() const override {
    std::ostringstream shown;
    if constexpr (requires { shown << key_; })
      shown << key_;
    else
      shown << type_name(typeid(Key));
    return "{via,registry," + shown.str() + "}";
  }

 private:
  Registry registry_;
  Key key_;
  Value value_;
};

}  // namespace detail

/// Each key has one holder.
template <class Key, class Value = ok>
requires(can_be_registered<Key, Value>()) class unique_registry final : public keyed_registry<Key, Value> {
 public:
  using entry = typename keyed_registry<Key, Value>::entry;

  /// \param listeners  are told of each registration by a message, those that have a holder at that time
  explicit unique_registry(std::vector<actor_name> listeners = {}) : keyed_registry<Key, Value>(std::move(listeners)) {}

  /// The caller registers. Returns: nothing when it has; else the actor that holds the key, which may be the caller,
  /// or one that has been told to end and has not yet unwound.
  /// Errors: exit_exception{noproc} when the registry has no server.
  std::optional<pid> register_key(const Key& key, const Value& value = {}) const {
    const pid holder = this->add(key, value, true);
    return holder ? std::optional(holder) : std::nullopt;
  }
  /// Who holds the key, and its value.
  std::optional<entry> lookup(const Key& key) const { return this->table()->first(key); }
  /// Its holder, or a default-constructed pid.
  pid whereis(const Key& key) const { return this->table()->holder(key); }
  /// The holder gives its key a new value, f(old one). Returns: {new, old}; nothing when the caller does not hold it.
  template <class F>
  std::optional<std::pair<Value, Value>> update_value(const Key& key, F&& f) const {
    const auto held = lookup(key);
    if (!held || held->owner != self()) return std::nullopt;
    const Value made = std::invoke(std::forward<F>(f), std::as_const(held->value));
    this->table()->replace(key, made);
    return std::pair(made, held->value);
  }

  /// The key as an actor's name, for start, call, send, monitor ...; who starts under it registers it with the value.
  actor_name via(Key key, Value value = {}) const {
    using name = detail::registry_name<unique_registry, Key, Value>;
    return std::shared_ptr<const otp::via>(std::make_shared<name>(*this, std::move(key), std::move(value)));
  }
};

/// Each key has any number of holders, and each of them may hold it several times.
template <class Key, class Value = ok>
requires(can_be_registered<Key, Value>()) class duplicate_registry final : public keyed_registry<Key, Value> {
 public:
  using entry = typename keyed_registry<Key, Value>::entry;

  explicit duplicate_registry(std::vector<actor_name> listeners = {})
      : keyed_registry<Key, Value>(std::move(listeners)) {}

  /// Errors: exit_exception{noproc} when the registry has no server.
  void register_key(const Key& key, const Value& value = {}) const { this->add(key, value, false); }
  /// All holders, in the order in which they registered, with their values.
  std::vector<entry> lookup(const Key& key) const { return this->table()->all_of(key); }
  /// The values under which the actor holds the key.
  std::vector<Value> values(const Key& key, const pid& owner) const {
    std::vector<Value> found;
    for (entry& each : lookup(key))
      if (each.owner == owner) found.push_back(std::move(each.value));
    return found;
  }
  /// Calls f(entries of the key), once, in the caller; not at all when there are none.
  template <class F>
  void dispatch(const Key& key, F&& f) const {
    if (const std::vector<entry> found = lookup(key); !found.empty()) std::invoke(std::forward<F>(f), found);
  }

  template <class K>
  actor_name via(K&&) const {
    static_assert(std::is_void_v<K>, "a key of a duplicate registry may have many holders, so it names no actor");
    return {};
  }
};

}  // namespace otp
