// mailbox_limit.cpp - what stands around the example of mailbox_limit.hpp's banner.
#include <otp/otp.hpp>

void in_an_actor() {
  // the example
}
