#include <otp/otp.hpp>

// the example
