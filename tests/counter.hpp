// counter.hpp - the server that the tests of gen_server and supervisor use: it counts, and fails on request.
#pragma once

#include "support.hpp"

struct get {
  using reply = int;
};
struct add {
  int n;
  using reply = int;
};
struct reset {};
struct crash {
  using reply = void;
};
struct crash_now {};
struct who {
  using reply = otp::pid;
};

class counter : public otp::gen_server<counter> {
 public:
  using messages = otp::handles<get, add, reset, crash, crash_now, who>;
  explicit counter(int start = 0) : count_(start) {}
  int handle_call(get) { return count_; }
  int handle_call(add a) { return count_ += a.n; }
  otp::pid handle_call(who) { return otp::self(); }
  void handle_call(crash) { throw std::runtime_error("asked to"); }
  void handle_cast(crash_now) { throw std::runtime_error("asked to"); }
  void handle_cast(reset) { count_ = 0; }

 private:
  int count_;
};
