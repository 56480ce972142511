#include <otp/tcp_address.hpp>

#include <arpa/inet.h>
#include <net/if.h>
#include <sys/un.h>
#include <algorithm>
#include <charconv>
#include <optional>

#include <otp/error.hpp>

namespace otp::tcp {

address address::ipv4(std::array<std::uint8_t, 4> host, std::uint16_t port) {
  address a;
  a.port_ = port;
  std::copy(host.begin(), host.end(), a.host_.begin());
  return a;
}
address address::ipv6(std::array<std::uint8_t, 16> host, std::uint16_t port, std::uint32_t scope) {
  address a;
  a.kind_ = kind::ipv6;
  a.port_ = port;
  a.scope_ = scope;
  a.host_ = host;
  return a;
}
address address::loopback(std::uint16_t port) { return ipv4({127, 0, 0, 1}, port); }
address address::any(std::uint16_t port) { return ipv4({0, 0, 0, 0}, port); }

address address::local(std::string path) {
  constexpr std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  if (path.empty() || path.size() > longest || path.find('\0') != std::string::npos)
    throw error(errc::badarg,
                "the path of a local socket has 1 to " + std::to_string(longest) + " bytes: '" + path + "'");
  address a = local_without_path();
  a.path_ = std::move(path);
  return a;
}
address local_without_path() {
  address a;
  a.kind_ = address::kind::local;
  return a;
}

address with_port(const address& host, std::uint16_t port) {
  address a = host;
  a.port_ = port;
  return a;
}

namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (wrong != std::errc() || end != text.data() + text.size() || text.empty()) return {};
  return port;
}

}  // namespace

address address::parse(std::string_view text) {
  const error refusal(errc::badarg,
                      "'" + std::string(text) + "' is no address: 127.0.0.1:80, [::1]:80, localhost:80 or unix:/path");
  if (text.starts_with("unix:")) return local(std::string(text.substr(5)));
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) throw refusal;
  const auto port = port_of(text.substr(colon + 1));
  std::string host(text.substr(0, colon));
  if (!port) throw refusal;
  if (host == "localhost") return loopback(*port);
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, host.c_str(), four.data()) == 1) return ipv4(four, *port);
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') throw refusal;
  host = host.substr(1, host.size() - 2);
  std::uint32_t scope = 0;
  if (const std::size_t percent = host.find('%'); percent != std::string::npos) {
    const std::string interface = host.substr(percent + 1);
    const auto number = port_of(interface);
    scope = number ? *number : if_nametoindex(interface.c_str());
    if (scope == 0) throw refusal;
    host.resize(percent);
  }
  std::array<std::uint8_t, 16> sixteen{};
  if (inet_pton(AF_INET6, host.c_str(), sixteen.data()) != 1) throw refusal;
  return ipv6(sixteen, *port, scope);
}

std::string to_string(const address& a) {
  if (a.which() == address::kind::local) return "unix:" + a.path();
  char text[INET6_ADDRSTRLEN] = {};
  const bool six = a.which() == address::kind::ipv6;
  inet_ntop(six ? AF_INET6 : AF_INET, a.host().data(), text, sizeof text);
  const std::string scope = a.scope() == 0 ? "" : "%" + std::to_string(a.scope());
  return (six ? "[" + std::string(text) + scope + "]" : std::string(text)) + ":" + std::to_string(a.port());
}

const char* to_string(reason r) noexcept {
  switch (r) {
    case reason::closed: return "closed";
    case reason::timeout: return "timeout";
    case reason::refused: return "refused";
    case reason::reset: return "reset";
    case reason::address_in_use: return "address_in_use";
    case reason::unreachable: return "unreachable";
    case reason::not_allowed: return "not_allowed";
    case reason::too_many_files: return "too_many_files";
    case reason::too_long: return "too_long";
    case reason::unknown_host: return "unknown_host";
    case reason::other: break;
  }
  return "other";
}

}  // namespace otp::tcp
