// agent.cpp - what stands around the example of agent.hpp's banner.
#include <otp/agent.hpp>

int in_main() {
  // the example
  return now + before;
}
