// statem_result.cpp - what stands around the example of statem_result.hpp's banner.
#include <otp/otp.hpp>

using namespace otp;
using namespace std::chrono_literals;

struct question {
  using reply = int;
};
struct look {};
struct shut {};
struct bored {};
struct again {};
struct other {};
struct closed {};
struct open {};

struct door : gen_statem<door, states<closed, open>> {
  door() : gen_statem(closed{}) {}
  template <class State>
  next on(State&, question, from<int> caller) {
    // the example
  }
  template <class State, class Event>
  void on(State&, const Event&) {}
};

int in_main() { return call(start<door>(), question{}); }
