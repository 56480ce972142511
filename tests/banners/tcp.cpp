// tcp.cpp - what stands around the example of tcp.hpp's banner.
#include <otp/otp.hpp>

using namespace std::chrono_literals;

void in_an_actor() {
  // the example
}
