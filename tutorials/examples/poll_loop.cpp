// poll_loop.cpp - an actor in another library's event loop: here plain poll, elsewhere a window system's.
//
// The loop owns the thread, and may know nothing of actors. It watches descriptors; one of them is the mailbox's. When
// that is readable, the actor takes what has come until a receive finds nothing, and never waits.
#include <poll.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <string>

#include <otp/otp.hpp>

namespace {

using namespace std::chrono_literals;

struct progress { int percent; };
struct result { std::string text; };
struct key { char pressed; };

/// Returns whether there was a message.
bool take_one(bool& done) {
  return otp::receive(
      [](progress p) {
        std::cout << "progress: " << p.percent << " %\n";
        return true;
      },
      [&](const result& r) {
        std::cout << "result: " << r.text << "\n";
        done = true;
        return true;
      },
      otp::after(0s, [] { return false; }));
}

}  // namespace

int main() {
  return otp::run([] {
    std::array<int, 2> keyboard{};  // stands for what the loop watches besides
    if (pipe(keyboard.data()) != 0) throw std::runtime_error("no pipe");

    // A worker computes meanwhile, and tells the actor of the loop how far it is.
    const otp::pid worker = otp::spawn_link([loop = otp::self()] {
      otp::receive([](key k) { std::cout << "the worker begins, for '" << k.pressed << "' was pressed\n"; });
      for (int percent = 50; percent <= 100; percent += 50) otp::send(loop, progress{percent});
      otp::send(loop, result{"42"});
    });

    std::array<pollfd, 2> watched{pollfd{keyboard[0], POLLIN, 0}, pollfd{otp::mailbox_descriptor(), POLLIN, 0}};
    if (write(keyboard[1], "x", 1) != 1) throw std::runtime_error("nothing can be pressed");
    for (bool done = false; !done;) {
      otp::blocking([&] { poll(watched.data(), watched.size(), -1); });
      if (watched[0].revents & POLLIN) {
        char pressed = 0;
        if (read(keyboard[0], &pressed, 1) == 1) otp::send(worker, key{pressed});
      }
      while (take_one(done)) {
      }
    }
    for (const int end : keyboard) close(end);
  });
}
