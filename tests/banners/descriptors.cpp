// descriptors.cpp - what stands around the example of descriptors.hpp's banner.
#include <unistd.h>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct line_out {};
inline void put(const line_out&) {}
inline void read_some() {}
inline void write_some() {}

void in_an_actor(int connection, char* buffer, std::size_t size) {
  // the example
}
