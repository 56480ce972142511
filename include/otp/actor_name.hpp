// actor_name.hpp - what may stand where an actor is named: a word of the system's table, or a key of a registry.
//
// Mirrors        the names of gen_server: {local, Name} and {via, Module, Name}
// Differs        {via, Module, Name} is an object; Module's callbacks are its functions.
// Thread safety  A value; its functions may be called by any actor.
// Chapter        8
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <otp/pid.hpp>

namespace otp {

/// One name of a registry of your own, as keyed_registry.hpp has them: OTP's callbacks of a module for `via`.
class via {
 public:
  virtual ~via() = default;
  /// Its holder, or a default-constructed pid. Is called by the clock's thread, too.
  virtual pid whereis() const = 0;
  /// For the caller. Returns: nothing when it has the name now; else the actor that has it.
  virtual std::optional<pid> register_self() const = 0;
  /// How reports and failures show it.
  virtual std::string text() const = 0;
};

class actor_name {
 public:
  actor_name() = default;
  actor_name(const char* word) : word_(word) {}             // NOLINT: implicit, so that a word is a name
  actor_name(std::string word) : word_(std::move(word)) {}  // NOLINT
  actor_name(std::string_view word) : word_(word) {}        // NOLINT
  actor_name(std::shared_ptr<const otp::via> key) : key_(std::move(key)) {}  // NOLINT

  /// It names no actor, and never will.
  bool empty() const noexcept { return !key_ && word_.empty(); }
  /// Null for a word of the system's table.
  const otp::via* via() const noexcept { return key_.get(); }
  std::string text() const { return key_ ? key_->text() : word_; }

 private:
  std::string word_;
  std::shared_ptr<const otp::via> key_;
};

}  // namespace otp
