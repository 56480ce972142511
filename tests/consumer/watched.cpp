// watched.cpp - a program of the consumer project that can be watched.
#include <cstdio>
#include <otp/observer.hpp>
#include <otp/otp.hpp>

int main() {
  return otp::run([] {
    const otp::observer watch;
    std::printf("%.17s\n", watch.address().c_str());
  });
}
