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

enum class state { closed, open, half_open };
struct get_state { using reply = state; };

class gate : public otp::gen_server<gate> {
 public:
  explicit gate(const settings& s) : settings_(s), rate_(s.rate) {}

  void handle_call(ask_permit, const otp::from<permit>& caller) {
    const state now = handle_call(get_state());
    if (now == state::open || probe_)
      otp::reply(caller, permit{{}, circuit_open});
    else if (!rate_.take(otp::now()))
      otp::reply(caller, permit{{}, rate_limited});
    else if (now == state::closed)
      otp::reply(caller, permit{closed_, {}});
    else
      let_probe(caller);
  }
  void handle_cast(const outcome& o) {
    if (o.permit == probe_) {
      otp::demonitor(o.permit, otp::flush);
      o.success ? close() : open();
    } else if (o.permit == closed_ && !o.success) {
      count_failure();
    }  // else the call began before the circuit was opened
  }
  void handle_info(const otp::down&) { open(); }
  state handle_call(get_state) {
    if (closed_) return state::closed;
    return otp::now() < open_until_ ? state::open : state::half_open;
  }

 private:
  void let_probe(const otp::from<permit>& caller) {
    probe_ = otp::monitor(caller.pid());
    if (otp::reply(caller, permit{probe_, {}})) return;
    otp::demonitor(*probe_, otp::flush);
    probe_.reset();
  }
  void count_failure() {
    const otp::time_point now = otp::now();
    while (!failures_.empty() && now - failures_.front() >= settings_.window) failures_.pop_front();
    failures_.push_back(now);
    if (failures_.size() >= settings_.failures) open();
  }
  void close() {
    probe_.reset();
    closed_ = otp::make_ref();
  }
  void open() {
    probe_.reset();
    closed_.reset();
    failures_.clear();
    open_until_ = otp::now() + settings_.pause;
  }

  const settings settings_;
  token_bucket rate_;
  std::optional<otp::ref> closed_ = otp::make_ref();  // the permit of all calls as long as the circuit is closed
  std::optional<otp::ref> probe_;                     // of the one call while it is half open
  otp::time_point open_until_;
  std::deque<otp::time_point> failures_;
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
