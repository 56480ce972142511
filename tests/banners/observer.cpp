// observer.cpp - what stands around the example of observer.hpp's banner.
#include <cstdio>

#include <otp/observer.hpp>
#include <otp/system.hpp>

void in_main() {
  // the example
}
