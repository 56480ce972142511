// echo_server.hpp - the smallest behaviour: an echo server that counts, with what behaviour.hpp and gen.hpp give.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <otp/behaviour.hpp>
#include <otp/dispatch.hpp>
#include <otp/gen.hpp>

/// Runs a parrot: a class S that says what it hears, and is told how many it has heard.
template <class S>
class parrot_host final : public otp::behaviour {
 public:
  using server = S;
  template <class Request>
  static constexpr bool takes_call = requires(S& s, Request r) {
    s.say(r, 0);
  };
  template <class Request>
  static constexpr bool takes_cast = false;
  template <class M>
  static constexpr bool takes_info = false;

  template <class... Args>
  explicit parrot_host(Args&&... args) : bird_(std::forward<Args>(args)...) {}

  std::optional<otp::exit_reason> step(otp::behaviour_loop& loop) override {
    otp::message heard = loop.take();
    if (heard.empty()) return loop.end_reason();
    if (!otp::dispatch<S>(*this, heard)) otp::drop_unexpected(std::move(heard), "parrot");
    return std::nullopt;
  }
  void terminate(const otp::exit_reason& reason) override { bird_.farewell(reason); }

  template <class Request>
  void on_call(const otp::from<otp::reply_of<Request>>& caller, Request&& asked) {
    otp::reply(caller, bird_.say(asked, ++heard_));
  }

 private:
  S bird_;
  int heard_ = 0;
};

struct echo {
  std::string text;
  using reply = std::string;
};
class polly {
 public:
  using host = parrot_host<polly>;
  using messages = otp::handles<echo>;
  explicit polly(otp::pid owner, std::string name = "Polly") : owner_(std::move(owner)), name_(std::move(name)) {
    if (name_.empty()) throw otp::init_ignore();
  }
  std::string say(const echo& heard, int count) {
    if (heard.text == "boo") throw std::runtime_error("frightened");
    return name_ + " " + heard.text + " " + std::to_string(count);
  }
  void farewell(const otp::exit_reason& why) { otp::send(owner_, "farewell " + to_string(why)); }

 private:
  otp::pid owner_;
  std::string name_;
};
