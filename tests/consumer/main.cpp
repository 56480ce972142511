// main.cpp - a program of the consumer project: actors, and a server of a type of its own.
#include <cstdio>
#include <otp/otp.hpp>

struct get {
  using reply = int;
};
struct answers : otp::gen_server<answers> {
  int handle_call(get) { return 40; }
};

int main() {
  return otp::run([] {
    const otp::pid me = otp::self();
    const auto [p, m] = otp::spawn_monitor([me] { otp::send(me, 2); });
    int sum = otp::call(otp::start<answers>(), get{});
    // A type of this program's and one of the library's.
    otp::receive([&](int n) { sum += n; });
    otp::receive([&](const otp::down& d) { std::printf("%d\n", d.ref == m ? sum : 0); });
  });
}
