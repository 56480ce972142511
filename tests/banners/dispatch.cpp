// dispatch.cpp - around the example of dispatch.hpp.
#include <otp/otp.hpp>

template <class S>
struct host {
  // the example
};

struct get {
  using reply = int;
};
struct add {};
struct counter {
  using messages = otp::handles<get, add>;
};

bool hands_over(host<counter>& its, otp::message& m) { return otp::dispatch<counter>(its, m); }
