// tcp.hpp - sockets for actors: an actor that waits for one is reached by exit signals.
//
//   const auto listener = otp::tcp::listen(otp::tcp::address::loopback(4000));
//   for (;;) {
//     otp::spawn_link([connection = otp::tcp::accept(listener)] {
//       otp::tcp::line_reader lines(connection, 1000);
//       while (const auto line = lines.next(60s)) otp::tcp::send(connection, *line + "\n");
//     });
//   }
//
// Mirrors        gen_tcp in passive mode, and inet; local sockets as its {local, Path}
// Differs        A socket is a value that closes at the end of its scope; it has no controlling process, and several
//                actors may use it. Active mode is the clause readable(socket) of a receive. Bytes are a stream: of the
//                packet modes there is the line reader. There is no TLS: put a proxy that speaks it in front (stunnel,
//                HAProxy, nginx's stream module), and listen on the loopback address or a local socket behind it.
// Thread safety  Actors only. One may read while another one writes. An operation that waits when another actor closes
//                the socket fails. Children of supervisors get a shared_ptr, for arguments are copied.
// Invariants     1. Every operation that waits takes a time, and is ended at once by an exit signal. It is also a step:
//                   a connection that always has something to read does not keep its actor from noticing one.
//                2. No operation ends the program by SIGPIPE, and no program that this one starts inherits a socket.
//                3. A receive whose time is up has taken nothing, and a line reader goes on where it was; only
//                   receive_exactly drops what had come.
//                4. With a seed, sockets are those of a network in the memory of their system, and time is virtual.
//                   What arrives when, how much of it at once, and what fails, the seed says: network_faults.hpp.
// Chapter        14
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <otp/descriptors.hpp>
#include <otp/tcp_address.hpp>
#include <otp/time.hpp>

namespace otp::tcp {

class endpoint;
class acceptor;

/// One end of a connection. Empty when it is made without one, was moved from, or closed.
class socket {
 public:
  socket() noexcept;
  explicit socket(std::shared_ptr<endpoint> opened) noexcept;  // the library's
  ~socket();
  socket(socket&& other) noexcept;
  socket& operator=(socket&& other) noexcept;

  explicit operator bool() const noexcept;
  address local() const;  // errors, of both: failure{closed} for an empty one
  address peer() const;
  void close() noexcept;

  const std::shared_ptr<endpoint>& inside() const noexcept { return end_; }  // the library's

 private:
  std::shared_ptr<endpoint> end_;
};

class listener {
 public:
  listener() noexcept;
  explicit listener(std::shared_ptr<acceptor> opened) noexcept;  // the library's
  ~listener();
  listener(listener&& other) noexcept;
  listener& operator=(listener&& other) noexcept;

  explicit operator bool() const noexcept;
  address local() const;  // with the port that was chosen
  void close() noexcept;

  const std::shared_ptr<acceptor>& inside() const noexcept { return acceptor_; }

 private:
  std::shared_ptr<acceptor> acceptor_;
};

// ---- connections ----------------------------------------------------------------------------------------------------

struct listen_options {
  int backlog = 1024;  // connections that wait to be accepted
  /// A port that a former program has used a moment ago is free at once. Of a local address: the file of a socket that
  /// none listens on any more is replaced.
  bool reuse_address = true;
};
/// From here on clients may connect. The program's limit of open files is raised to what the system allows.
/// Errors: failure{address_in_use, not_allowed, unreachable, too_many_files}.
listener listen(const address& at, const listen_options& how = {});
/// The next connection. When no descriptor is left it tries again after a pause, until the time is up.
/// Blocks: as long as `at_most`. Errors: failure{timeout, closed}; with too_many_files when that was so to the end.
socket accept(const listener& from, duration at_most = infinity);
/// Blocks: as long as `at_most`. Errors: failure{timeout, refused, unreachable, not_allowed, too_many_files}.
socket connect(const address& to, duration at_most = infinity);
/// The addresses of a host, as the operating system looks them up, in its order. A number and `localhost` need no
/// looking up. Another name is looked up by a thread of its own, which is left behind when the time is up or an exit
/// signal comes: C++ cannot stop it. With a seed no other name is known.
/// Errors: failure{unknown_host, timeout}.
std::vector<address> resolve(const std::string& host, std::uint16_t port, duration at_most = infinity);

// ---- bytes ----------------------------------------------------------------------------------------------------------

/// Hands all of it to the operating system. What of it has arrived, the other side alone can say.
/// Blocks: while the other side does not read, at most that long. Errors: failure{timeout, closed, reset}: an unknown
/// part of it was sent.
void send(const socket& to, std::string_view bytes, duration at_most = infinity);
/// Up to this many bytes, at least one; empty when the other side will send no more.
/// Errors: failure{timeout, reset}.
std::string receive_some(const socket& from, std::size_t at_most_bytes = 65536, duration at_most = infinity);
/// ... into memory of the caller's; returns how many.
std::size_t receive_into(const socket& from, std::span<char> memory, duration at_most = infinity);
/// This many. Errors: failure{timeout, closed, reset}: what had come of them is lost.
std::string receive_exactly(const socket& from, std::size_t bytes, duration at_most = infinity);
/// The other side reads the end; it may go on sending.
void shutdown_write(const socket& of);

/// Takes lines from a connection. The socket must outlive it; what it has read ahead, others do not see.
class line_reader {
 public:
  /// \param longest  of a line, without its end: what a client may make the program hold
  explicit line_reader(const socket& from, std::size_t longest = 65536) : from_(&from), longest_(longest) {}
  /// The next line, without its \n or \r\n; nothing at the end. What follows the last \n is the last line.
  /// Errors: failure{timeout, reset}, and a later call goes on; failure{too_long}, and the connection is of no use.
  std::optional<std::string> next(duration at_most = infinity);
  /// A whole line, or the end, has been read already: next does not wait. (For a loop with a clause readable(socket):
  /// after one look at the socket there may be several lines.)
  bool has_line() const noexcept { return buffer_.find('\n', searched_) != std::string::npos || ended_; }
  /// Reads once what there is, and waits only if there is nothing. Errors: as of next.
  void fill(duration at_most = infinity);

 private:
  void must_fit(std::size_t length) const;

  const socket* from_;
  std::size_t longest_;
  std::size_t searched_ = 0;  // in the buffer: no end of a line before
  std::string buffer_;
  bool ended_ = false;
};

}  // namespace otp::tcp

namespace otp {

/// As for a descriptor (descriptors.hpp): a clause of receive, and a wait. Of a listener: a connection is there.
ready_pattern readable(const tcp::socket& what);
ready_pattern writable(const tcp::socket& what);
ready_pattern readable(const tcp::listener& what);
bool wait_readable(const tcp::socket& what, duration at_most = infinity);
bool wait_writable(const tcp::socket& what, duration at_most = infinity);
bool wait_readable(const tcp::listener& what, duration at_most = infinity);

}  // namespace otp
