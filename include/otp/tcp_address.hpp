// tcp_address.hpp - where a socket is, and why an operation on one failed.
//
// Mirrors        inet: socket_address() and posix(); the {error, Reason} of gen_tcp
// Differs        An address is one type for IPv4, IPv6 and local (Unix-domain) sockets. A failure is thrown; its reason
//                is a closed type, and its text the operating system's.
// Thread safety  Values.
// Chapter        14
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace otp::tcp {

class address {
 public:
  enum class kind : std::uint8_t { ipv4, ipv6, local };

  /// An address of this machine that other machines do not reach. Port 0: the operating system chooses one.
  static address loopback(std::uint16_t port);
  /// Every address of this machine, for a server that others reach.
  static address any(std::uint16_t port);
  static address ipv4(std::array<std::uint8_t, 4> host, std::uint16_t port);
  /// \param scope  of a link-local host: the number of its interface
  static address ipv6(std::array<std::uint8_t, 16> host, std::uint16_t port, std::uint32_t scope = 0);
  /// A socket in the file system. Errors: error{badarg} for an empty or too long path (at most 107 bytes).
  static address local(std::string path);
  /// `127.0.0.1:6379`, `[::1]:6379`, `localhost:6379` (as loopback), `unix:/run/my.sock`.
  /// Errors: error{badarg}, with the text. Other names: tcp::resolve.
  static address parse(std::string_view text);

  kind which() const noexcept { return kind_; }
  std::uint16_t port() const noexcept { return port_; }  // of a local one: 0
  std::uint32_t scope() const noexcept { return scope_; }
  /// The first four bytes of an IPv4 host, all of an IPv6 one.
  const std::array<std::uint8_t, 16>& host() const noexcept { return host_; }
  const std::string& path() const noexcept { return path_; }  // of a local one; may be empty for a client's

  friend bool operator==(const address&, const address&) = default;
  friend auto operator<=>(const address&, const address&) = default;

 private:
  friend address local_without_path();
  friend address with_port(const address& host, std::uint16_t port);

  kind kind_ = kind::ipv4;
  std::uint16_t port_ = 0;
  std::uint32_t scope_ = 0;
  std::array<std::uint8_t, 16> host_{};
  std::string path_;
};
/// Of a client of a local socket, which has no name.
address local_without_path();
/// The same host with another port.
address with_port(const address& host, std::uint16_t port);
/// As parse reads it.
std::string to_string(const address& a);

enum class reason : std::uint8_t {
  closed,          // the other side has closed it: more cannot be read, or sent
  timeout,         // the time is up
  refused,         // none listens there
  reset,           // the connection is broken
  address_in_use,  // another socket listens there
  unreachable,     // no such address on this machine, or no way to it
  not_allowed,     // the operating system does not permit it
  too_many_files,  // no descriptor is left
  too_long,        // a line is longer than its reader allows
  unknown_host,    // no host of this name
  other,           // the text says which
};
const char* to_string(reason r) noexcept;

/// An operation on a socket has failed. The text: `connect to 127.0.0.1:1: Connection refused`.
class failure : public std::runtime_error {
 public:
  failure(tcp::reason why, const std::string& text) : std::runtime_error(text), why_(why) {}
  tcp::reason reason() const noexcept { return why_; }

 private:
  tcp::reason why_;
};

}  // namespace otp::tcp
