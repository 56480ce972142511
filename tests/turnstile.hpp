// turnstile.hpp - the state machine that the tests of gen_statem use: coins open it, and each lets one pass.
#pragma once

#include <otp/gen_statem.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support.hpp"

struct coin {};
struct push {};
struct total {
  using reply = int;
};
struct break_it {};
struct parcel {
  std::unique_ptr<std::string> what;
};

struct locked {};
struct unlocked {
  int coins = 0;
};

class turnstile : public otp::gen_statem<turnstile, otp::states<locked, unlocked>> {
 public:
  using messages = otp::handles<coin, push, total, break_it, parcel>;

  explicit turnstile(otp::pid owner = {}) : gen_statem(locked{}), owner_(std::move(owner)) {}

  next on(locked&, coin) {
    ++coins_;
    return go(unlocked{1});
  }
  next on(locked&, push) { return keep().postpone(); }
  void on(unlocked& now, coin) {
    ++coins_;
    ++now.coins;
  }
  next on(unlocked& now, push) {
    tell("passed");
    if (--now.coins == 0) return go(locked{});
    return keep();
  }
  template <class State>
  next on(State&, total, otp::from<int> caller) {
    return keep().reply(caller, coins_);
  }
  template <class State>
  void on(State&, break_it) {
    throw std::runtime_error("broken");
  }
  template <class State>
  void on(State&, parcel& given) {
    tell(*std::exchange(given.what, nullptr));
  }
  entered enter(unlocked&) { return entered().timeout(otp::state_timeout, 10s, push{}); }
  void terminate(const otp::exit_reason& reason) {
    tell(std::string(std::holds_alternative<locked>(now()) ? "locked" : "unlocked") + " at " + to_string(reason));
  }

 private:
  void tell(const std::string& line) const {
    if (owner_) otp::send(owner_, line);
  }

  otp::pid owner_;
  int coins_ = 0;
};
