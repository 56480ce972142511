// breaker.hpp - a gate before a service that may fail: a circuit breaker and a rate limiter.
//
//   closed      calls pass; too many failures within a window open the circuit
//   open        calls are refused at once, and the service has a pause
//   half open   one call passes, the probe: its success closes the circuit, its failure opens it for another pause
//
// The gate does not make the calls itself: they would wait for each other in it. It gives permits, and callers tell it
// the outcome. It monitors the caller that makes the probe: without an outcome the circuit would stay half open.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include <otp/otp.hpp>

namespace breaker {

using namespace std::chrono_literals;

/// A limit of rate: `size` at once, and one more after each `interval`. No actor, but a part of one.
class token_bucket {
 public:
  constexpr token_bucket(int size, otp::duration interval) : size_(size), interval_(interval) {}
  /// Takes a token, if there is one.
  constexpr bool take(otp::time_point now) {
    const otp::time_point full_then = std::max(full_, now) + interval_;
    if (full_then - now > size_ * interval_) return false;
    full_ = full_then;
    return true;
  }

 private:
  int size_;
  otp::duration interval_;
  otp::time_point full_;  // when all tokens will be there, if no more are taken
};

struct settings {
  std::size_t failures = 3;  // so many within `window` open the circuit
  otp::duration window = 10s;
  otp::duration pause = 5s;
  token_bucket rate = {10, 100ms};
};

inline const otp::exit_reason circuit_open = "circuit_open", rate_limited = "rate_limited";

/// An id, or why there is none.
struct permit { std::optional<otp::ref> id; otp::exit_reason refusal; };
struct ask_permit { using reply = permit; };
struct outcome { otp::ref permit; bool success; };
struct pause_is_over {};

struct closed {
  otp::ref id = otp::make_ref();  // the permit of all calls as long as the circuit is closed
  std::deque<otp::time_point> failures = {};
};
struct open {};
struct half_open { std::optional<otp::ref> probe = {}; };

/// Its state, as text: otp::get_state(gate).
class gate : public otp::gen_statem<gate, otp::states<closed, open, half_open>> {
 public:
  using messages = otp::handles<ask_permit, outcome, otp::down>;

  explicit gate(const settings& s) : gen_statem(closed{}), settings_(s), rate_(s.rate) {}

  next on(closed& now, ask_permit, const otp::from<permit>& caller) {
    return keep().reply(caller, rate_.take(otp::now()) ? permit{now.id, {}} : permit{{}, rate_limited});
  }
  next on(closed& now, const outcome& o) {
    if (o.permit != now.id || o.success) return keep();
    const otp::time_point failed = otp::now();
    while (!now.failures.empty() && failed - now.failures.front() >= settings_.window) now.failures.pop_front();
    now.failures.push_back(failed);
    return now.failures.size() >= settings_.failures ? go(open{}) : keep();
  }

  entered enter(open&) { return entered().timeout(otp::state_timeout, settings_.pause, pause_is_over{}); }
  next on(open&, ask_permit, const otp::from<permit>& caller) {
    return keep().reply(caller, permit{{}, circuit_open});
  }
  next on(open&, pause_is_over) { return go(half_open{}); }

  next on(half_open& now, ask_permit, const otp::from<permit>& caller) {
    if (now.probe) return keep().reply(caller, permit{{}, circuit_open});
    if (!rate_.take(otp::now())) return keep().reply(caller, permit{{}, rate_limited});
    now.probe = otp::monitor(caller.pid());
    if (!otp::reply(caller, permit{now.probe, {}})) otp::demonitor(*std::exchange(now.probe, {}), otp::flush);
    return keep();
  }
  next on(half_open& now, const outcome& o) {
    if (o.permit != now.probe) return keep();
    otp::demonitor(o.permit, otp::flush);
    return o.success ? go(closed{}) : go(open{});
  }
  next on(half_open&, const otp::down&) { return go(open{}); }

  // In the other states: a call that began before the circuit was opened, and what cannot be.
  template <class State>
  void on(State&, const outcome&) {}
  template <class State>
  void on(State&, const otp::down&) {}
  template <class State>
  void on(State&, pause_is_over) {}

 private:
  const settings settings_;
  token_bucket rate_;
};

/// As try_call(service, asked, at_most), if the gate lets it pass; else the failure is circuit_open or rate_limited.
template <class S, class Request>
auto call(const otp::server_ref<gate>& through, const otp::server_ref<S>& service, Request asked, otp::duration at_most)
    -> otp::response<otp::reply_of<Request>> {
  const permit mine = otp::call(through, ask_permit{});
  if (!mine.id) return {{}, mine.refusal};
  auto answer = otp::try_call(service, std::move(asked), at_most);
  otp::cast(through, outcome{*mine.id, bool(answer)});
  return answer;
}

}  // namespace breaker
