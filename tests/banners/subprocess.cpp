// subprocess.cpp - what stands around the example of subprocess.hpp's banner.
#include <unistd.h>

#include <cstdio>

#include <otp/otp.hpp>

inline void read_some() {}

void in_an_actor(const std::string& text) {
  // the example
}
