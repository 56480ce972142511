// pid.hpp - identity: who an actor is (pid), which exchange a message belongs to (ref), where a reply may go (alias).
//
// Mirrors        erlang: pid(), reference(), pid_to_list/1, ref_to_list/1
// Differs        A pid names an actor of this operating-system process; there are no remote pids.
// Thread safety  A pid or ref value is as safe as an int: copies may be used from any thread.
// Invariants     1. A pid stays valid and harmless after its actor's death: sends to it vanish.
//                2. No two actors of one program ever compare equal, dead ones included.
//                3. A pid keeps only the actor's record alive, never its mailbox, stack or thread.
// Chapter        1
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <utility>

namespace otp {

/// The part of an actor that its pids share. `process` (process.hpp) is the rest of it.
class identity {
 public:
  static constexpr std::uint64_t numbers_per_system = std::uint64_t{1} << 40;

  identity(std::uint64_t serial, std::uint32_t system_number, std::uint64_t number) noexcept
      : serial_(serial), number_(number), system_number_(system_number) {}
  identity(const identity&) = delete;
  identity& operator=(const identity&) = delete;

  std::uint64_t number() const noexcept { return number_; }
  std::uint32_t system_number() const noexcept { return system_number_; }
  /// Unique in the program's life, and ascending in order of spawning within one system:
  /// a number of its system's own times numbers_per_system, plus number().
  std::uint64_t serial() const noexcept { return serial_; }

  // relaxed: a thread that copies a pid already holds one, so the count cannot be falling to zero meanwhile.
  void add_reference() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  // acq_rel: the last holder's delete must come after everything the other holders did with the record.
  void drop_reference() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

 protected:
  virtual ~identity() = default;

 private:
  const std::uint64_t serial_;
  const std::uint64_t number_;
  const std::uint32_t system_number_;
  std::atomic<std::uint32_t> references_{0};
};

/// Names an actor. A default-constructed pid names no actor; using it as a destination is a `badarg` error.
class pid {
 public:
  pid() noexcept = default;
  explicit pid(identity* actor) noexcept : actor_(actor) {
    if (actor_) actor_->add_reference();
  }
  pid(const pid& other) noexcept : pid(other.actor_) {}
  pid(pid&& other) noexcept : actor_(std::exchange(other.actor_, nullptr)) {}
  pid& operator=(pid other) noexcept {
    std::swap(actor_, other.actor_);
    return *this;
  }
  ~pid() {
    if (actor_) actor_->drop_reference();
  }

  explicit operator bool() const noexcept { return actor_ != nullptr; }
  identity* get() const noexcept { return actor_; }

  friend bool operator==(const pid& a, const pid& b) noexcept { return a.actor_ == b.actor_; }
  friend std::strong_ordering operator<=>(const pid& a, const pid& b) noexcept { return a.serial() <=> b.serial(); }
  std::size_t hash() const noexcept { return std::hash<std::uint64_t>{}(serial()); }

 private:
  std::uint64_t serial() const noexcept { return actor_ ? actor_->serial() : 0; }

  identity* actor_ = nullptr;
};

/// A reference that no other call of make_ref() ever returns: it ties a reply, a `down` or a timeout to its request.
/// A default-constructed ref equals no made one.
class ref {
 public:
  ref() noexcept = default;
  ref(std::uint64_t maker_serial, std::uint64_t count) noexcept : maker_(maker_serial), count_(count) {}

  friend bool operator==(const ref& a, const ref& b) noexcept { return a.maker_ == b.maker_ && a.count_ == b.count_; }
  friend std::strong_ordering operator<=>(const ref& a, const ref& b) noexcept {
    if (auto order = a.maker_ <=> b.maker_; order != 0) return order;
    return a.count_ <=> b.count_;
  }
  explicit operator bool() const noexcept { return count_ != 0; }
  std::size_t hash() const noexcept { return std::hash<std::uint64_t>{}(maker_ * 0x9E3779B97F4A7C15u + count_); }
  std::uint64_t maker_number() const noexcept { return maker_ % identity::numbers_per_system; }
  std::uint64_t count() const noexcept { return count_; }

 private:
  std::uint64_t maker_ = 0;
  std::uint64_t count_ = 0;
};

/// How long an alias that make_alias() has made is active.
enum class alias_use : std::uint8_t {
  many,  // active until unalias(): OTP's explicit_unalias
  once,  // ... or until its first message: reply
};

/// An address of an actor that can be revoked.
struct alias {
  otp::pid owner;
  otp::ref id;
};

/// How long an alias made together with a monitor stays active.
enum class alias_mode : std::uint8_t {
  none,
  explicit_unalias,  // until unalias(), also after the `down`
  demonitor,         // until the monitor is removed or has fired
  reply_demonitor,   // ... or the first message has come through it, which removes the monitor too
};

/// `<0.42>`: system 0 of this program, its 42nd actor; `<none>` for a default-constructed pid.
std::string to_string(const pid& p);
/// `#Ref<42.7>`: the 7th reference made by actor 42.
std::string to_string(const ref& r);
std::ostream& operator<<(std::ostream& out, const pid& p);
std::ostream& operator<<(std::ostream& out, const ref& r);

}  // namespace otp

template <>
struct std::hash<otp::pid> {
  std::size_t operator()(const otp::pid& p) const noexcept { return p.hash(); }
};
template <>
struct std::hash<otp::ref> {
  std::size_t operator()(const otp::ref& r) const noexcept { return r.hash(); }
};
