// echo_clients.hpp - the other side of the question `echo`, the same for all designs: connections over loopback.
#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

class echo_clients {
 public:
  echo_clients(std::uint16_t port, std::int64_t count) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (std::int64_t i = 0; i < count; ++i) {
      const int one = 1, end = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (end < 0) throw std::runtime_error("no socket");
      ends_.push_back(end);
      if (connect(end, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0)
        throw std::runtime_error("not connected");
      setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
  }
  ~echo_clients() {
    for (const int end : ends_) close(end);
  }
  echo_clients(const echo_clients&) = delete;
  echo_clients& operator=(const echo_clients&) = delete;

  /// Each sends 64 bytes; then the echo of each is read.
  void round() const {
    std::array<char, 64> bytes{};
    for (const int end : ends_)
      if (send(end, bytes.data(), bytes.size(), 0) != sizeof bytes) throw std::runtime_error("not sent");
    for (const int end : ends_)
      if (recv(end, bytes.data(), bytes.size(), MSG_WAITALL) != sizeof bytes) throw std::runtime_error("no echo");
  }

 private:
  std::vector<int> ends_;
};

}  // namespace bench
