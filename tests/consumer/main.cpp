#include <cstdio>
#include <otp/otp.hpp>

int main() {
  return otp::run([] {
    const otp::pid me = otp::self();
    otp::spawn([me] { otp::send(me, 42); });
    otp::receive([](int n) { std::printf("%d\n", n); });
  });
}
