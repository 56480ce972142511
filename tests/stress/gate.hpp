// gate.hpp - another leaf of a storm's tree: a state machine that is shut at times, and puts off what comes then.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>

#include <otp/otp.hpp>

#include "ledger.hpp"
#include "worker.hpp"

namespace stress {

struct shut {};
struct open {};
struct turn {};
struct bell {
  std::uint64_t id;
};

/// What was postponed is handled before what has come since: so messages of one sender keep their order all the same.
class gate : public otp::gen_statem<gate, otp::states<shut, open>> {
 public:
  using messages = otp::handles<numbered, ask, tally>;

  explicit gate(std::shared_ptr<world> all)
      : gen_statem(shut{}),
        world_(std::move(all)),
        book_(world_->book),
        dice_(world_->seed * 1'000'003 + ++world_->incarnations) {
    ++book_.actors;
    if (world_->planted) ++book_.restarts;
    otp::trap_exit(dice_.percent(50));
    if (!world_->calm && dice_.percent(5)) throw std::runtime_error("failing init");
  }

  template <class State>
  entered enter(State&) {
    if (std::is_same_v<State, open> && world_->calm) return entered();
    return entered().timeout(otp::state_timeout, some_time(), turn{});
  }
  next on(shut&, turn) { return go(open{}); }
  next on(open&, turn) {
    if (world_->calm) return keep();
    return go(shut{});
  }

  next on(shut&, const numbered&) { return keep().postpone(); }
  next on(open&, const numbered& m) {
    const std::uint64_t expected = ++received_[m.from];
    book_.check(m.n == expected, [&] {
      return "message " + std::to_string(m.n) + " of " + to_string(m.from) + " came to the gate " +
             to_string(otp::self()) + " as number " + std::to_string(expected);
    });
    if (!world_->calm && dice_.percent(1)) throw std::runtime_error("a fault in a state machine");
    return keep().timeout("bell", some_time(), bell{++last_bell_});
  }
  template <class State>
  void on(State&, bell b) {
    book_.check(b.id == last_bell_, [] { return "a timeout came that had been set anew"; });
  }

  next on(shut&, ask, otp::from<std::uint64_t>) { return keep().postpone(); }
  next on(open&, ask a, otp::from<std::uint64_t> caller) { return keep().reply(caller, a.n + 1); }
  next on(shut&, tally, otp::from<tallies>) { return keep().postpone(); }
  next on(open&, tally, otp::from<tallies> caller) { return keep().reply(caller, tallies{{}, received_}); }

  template <class State>
  next on(State&, const otp::exit_message& e) {
    if (!world_->calm && dice_.percent(20)) return stop(e.reason);
    return keep();
  }
  template <class State>
  void on(State&, const otp::message& m) {
    book_.broken("an unexpected " + m.name() + " at a gate");
  }

 private:
  otp::duration some_time() { return std::chrono::microseconds(dice_.between(1, 4'000)); }

  const std::shared_ptr<world> world_;
  ledger& book_;
  dice dice_;
  std::map<otp::pid, std::uint64_t> received_;
  std::uint64_t last_bell_ = 0;
};

}  // namespace stress
