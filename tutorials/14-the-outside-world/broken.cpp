// broken.cpp - a door that waits in the operating system's accept cannot be ended.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <iostream>
#include <system_error>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

std::atomic<in_port_t> port = 0;  // chosen by the operating system for the first door; the next one wants it again

struct descriptor {
  ~descriptor() { close(number); }
  int number;
};

void door() {
  const descriptor listener{socket(AF_INET, SOCK_STREAM, 0)};
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = port;
  socklen_t size = sizeof at;
  auto* const address = reinterpret_cast<sockaddr*>(&at);
  if (bind(listener.number, address, size) != 0 || listen(listener.number, 10) != 0)
    throw std::system_error(errno, std::system_category(), "the door");
  getsockname(listener.number, address, &size);
  port = at.sin_port;
  std::cout << "door: open\n";
  for (;;) {
    const descriptor guest{otp::blocking([&] { return accept(listener.number, nullptr, nullptr); })};
    std::cout << "door: come in!\n";
  }
}

int main() {
  const auto bar = [] {
    otp::trap_exit(true);
    otp::start_supervisor({.strategy = otp::rest_for_one, .name = "bar"},
                          {otp::child("kitchen", {.name = "kitchen"}, otp::wait_for_end),
                           otp::child("door", {.shutdown = 100ms, .name = "door"}, door)});
    otp::sleep_for(100ms);
    otp::exit(otp::whereis_name("kitchen"), "fire");
    otp::receive(
        [](const otp::exit_message& e) { std::cout << "main: the bar ended: " << to_string(e.reason) << '\n'; });
  };
  return otp::run(bar, {.kill_grace = 100ms});
}
