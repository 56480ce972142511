// statem.hpp - a machine that does what each event says, and tells the row what is called. erlang/machine.erl is its
// twin.
#pragma once

#include <functional>
#include <variant>
#include <vector>

#include <otp/gen_statem.hpp>

#include "scene.hpp"

struct a {};
struct b {};
struct c {};
/// Two of them are the same state when their numbers are equal.
struct numbered {
  int n;
  friend bool operator==(const numbered&, const numbered&) = default;
};

struct event;
struct question;

class machine : public otp::gen_statem<machine, otp::states<a, b, c, numbered>> {
 public:
  using messages = otp::handles<event, question>;
  using gen_statem::go, gen_statem::keep, gen_statem::now, gen_statem::repeat, gen_statem::stop;
  using asker = otp::from<std::string>;

  struct how {
    std::function<entered(machine&)> enter = nullptr;  // with it the row is told of enter calls
    std::function<next()> init = nullptr;
    state first = a{};
    bool traps = false;
    bool ends_slowly = false;
  };

  machine(otp::pid row, how given) : gen_statem(given.first), row_(std::move(row)), how_(std::move(given)) {
    otp::trap_exit(how_.traps);
    if (how_.init) after_init(how_.init());
  }

  template <class State>
  next on(State&, const event& e);
  template <class State>
  next on(State&, const question& q, const asker& caller);
  template <class State>
  void on(State& here, const otp::exit_message& e) {
    tell(name_of(here) + " EXIT " + to_string(e.reason));
  }
  template <class State, class Before>
  entered enter(State& here, Before& before) {
    if (!how_.enter) return {};
    tell("enter " + name_of(here) + " from " + name_of(before));
    return how_.enter(*this);
  }
  void terminate(const otp::exit_reason& reason) {
    if (how_.ends_slowly) otp::sleep_for(50ms);
    const bool error = reason.which() == otp::exit_reason::kind::error;
    tell("terminate " + (error ? reason.text() : to_string(reason)) + " in " + here());
  }

  std::string here() const {
    return std::visit([](const auto& state) { return name_of(state); }, now());
  }

  // What a row's functions keep between events.
  std::vector<asker> waiting;
  std::string data;

 private:
  static std::string name_of(const a&) { return "a"; }
  static std::string name_of(const b&) { return "b"; }
  static std::string name_of(const c&) { return "c"; }
  static std::string name_of(const numbered& state) { return "numbered " + std::to_string(state.n); }
  void tell(const std::string& line) { otp::send(row_, told{line}); }

  otp::pid row_;
  how how_;
};

// ---- what the rows are written with ---------------------------------------------------------------------------------

using next = machine::next;
using entered = machine::entered;
using asker = machine::asker;
template <class Target>
next go(Target target) {
  return machine::go(std::move(target));
}
inline next keep() { return machine::keep(); }

using does = std::function<next(machine&)>;
inline next nothing(machine&) { return keep(); }
inline next postpones(machine&) { return keep().postpone(); }
inline next repeats(machine&) { return machine::repeat(); }
template <class Target>
does goes(Target target) {
  return [target](machine&) { return go(target); };
}
/// It does that in State alone, and nothing in others.
template <class State>
does in(does that) {
  return [that](machine& m) { return std::holds_alternative<State>(m.now()) ? that(m) : keep(); };
}
inline entered enters(machine&) { return {}; }

inline next says_yes(machine&, const asker& caller) { return keep().reply(caller, "yes"); }
inline next waits(machine& m, const asker& caller) {
  m.waiting.push_back(caller);
  return keep();
}

/// As cast, message, inserted event or timeout.
struct event {
  std::string name;
  does what = nothing;
};
inline does sets(const otp::timer_name& which, otp::duration time, const event& content) {
  return [=](machine&) { return keep().timeout(which, time, content); };
}
/// A call.
struct question {
  using reply = std::string;
  std::string name;
  std::function<next(machine&, const asker&)> what = says_yes;
};

template <class State>
next machine::on(State&, const event& e) {
  tell(here() + " " + e.name);
  return e.what(*this);
}
template <class State>
next machine::on(State&, const question& q, const asker& caller) {
  tell(here() + " " + q.name);
  return q.what(*this, caller);
}

class statem_scene : public scene {
 protected:
  otp::server_ref<machine> start(machine::how how = {}) {
    const auto m = otp::start<machine>(otp::self(), std::move(how));
    named("m", m);
    return m;
  }
  /// They are all in its mailbox before it handles the first.
  static void queue(const otp::server_ref<machine>& m, const std::vector<event>& casts) {
    otp::suspend(m);
    for (const event& each : casts) otp::cast(m, each);
    otp::resume(m);
  }
  /// Notes the reply, or how the call failed.
  void ask_and_note(const otp::server_ref<machine>& m, const question& q, otp::duration wait = 5s) {
    note(asked(m, q, wait));
  }
  /// Another actor asks, and tells the row what becomes of it.
  void ask_elsewhere(const otp::server_ref<machine>& m, const question& q) {
    otp::spawn([this, m, q, row = otp::self()] { otp::send(row, told{asked(m, q, 5s)}); });
    settle();
  }

 private:
  std::string asked(const otp::server_ref<machine>& m, const question& q, otp::duration wait) {
    try {
      return q.name + ": " + otp::call(m, q, wait);
    } catch (const otp::exit_exception& e) {
      return q.name + ": exit " + text_of(e.reason());
    }
  }
};
