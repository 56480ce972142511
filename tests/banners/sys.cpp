// sys.cpp - what stands around the example of sys.hpp's banner.
#include <otp/otp.hpp>

// the example

std::string in_main() { return otp::get_state(otp::start<till>()); }
