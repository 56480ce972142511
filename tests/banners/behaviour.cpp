// behaviour.cpp - around the example of behaviour.hpp.
#include <otp/otp.hpp>

// the example

void in_main() {
  otp::spawn([] {
    counting server;
    otp::run_behaviour(server, otp::pid());
  });
}
