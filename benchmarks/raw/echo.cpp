#include <array>
#include <boost/thread/thread.hpp>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>

#include "../echo_clients.hpp"
#include "../workloads.hpp"

namespace echo_question {

/// What an actor that waits for messages and a socket cannot do without: a thread that polls both, and reads.
void serve(int client, int bell) {
  std::array<char, 65536> bytes;
  for (;;) {
    std::array<pollfd, 2> both{{{client, POLLIN, 0}, {bell, POLLIN, 0}}};
    poll(both.data(), both.size(), -1);
    if (both[1].revents) break;
    const ssize_t size = recv(client, bytes.data(), bytes.size(), 0);
    if (size <= 0 || send(client, bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) != size) break;
  }
  close(client);
}

int listening(std::uint16_t& port) {
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&here), size) != 0 || listen(listener, 1024) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&here), &size) != 0)
    throw std::runtime_error("not listening");
  port = ntohs(here.sin_port);
  return listener;
}

void echo(benchmark::State& state) {
  std::uint16_t port = 0;
  const int listener = listening(port);
  const int bell = eventfd(0, EFD_CLOEXEC);
  std::vector<boost::thread> threads;
  {
    const bench::echo_clients clients(port, state.range(0));
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      const int one = 1, client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      threads.emplace_back([client, bell] { serve(client, bell); });
    }
    for (auto _ : state) clients.round();
  }
  bench::count(state, state.range(0));
  for (boost::thread& thread : threads) thread.join();
  close(bell);
  close(listener);
}
BENCHMARK(echo)->Apply(bench::echo);

}  // namespace echo_question
