// signals.cpp - what stands around the example of signals.hpp's banner.
#include <otp/otp.hpp>

// the example
