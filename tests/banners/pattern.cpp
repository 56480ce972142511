// pattern.cpp - what stands around the example of pattern.hpp's banner.
#include <otp/otp.hpp>

using namespace otp;
using namespace std::chrono_literals;

struct deposit {};
struct reply {
  bool ok;
};

void in_an_actor() {
  const auto handler = [](const ::reply&) {};
  using reply = ::reply;  // otp has a function of this name
  // the example
}
