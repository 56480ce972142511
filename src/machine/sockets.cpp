#include "machine/sockets.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace otp::tcp {

namespace {

/// An address in the operating system's form.
struct system_address {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;

  sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
};

template <class Form>
system_address stored(const Form& form) {
  system_address result;
  std::memcpy(&result.storage, &form, sizeof form);
  result.size = sizeof form;
  return result;
}
template <class Form>
Form form_of(const sockaddr_storage& storage) {
  Form form{};
  std::memcpy(&form, &storage, sizeof form);
  return form;
}

system_address to_system(const address& a) {
  switch (a.which()) {
    case address::kind::ipv4: {
      sockaddr_in form{};
      form.sin_family = AF_INET;
      form.sin_port = htons(a.port());
      std::memcpy(&form.sin_addr, a.host().data(), 4);
      return stored(form);
    }
    case address::kind::ipv6: {
      sockaddr_in6 form{};
      form.sin6_family = AF_INET6;
      form.sin6_port = htons(a.port());
      form.sin6_scope_id = a.scope();
      std::memcpy(&form.sin6_addr, a.host().data(), 16);
      return stored(form);
    }
    case address::kind::local: break;
  }
  sockaddr_un form{};
  form.sun_family = AF_UNIX;
  a.path().copy(form.sun_path, sizeof form.sun_path - 1);
  return stored(form);
}

address from_system(const system_address& given) {
  if (given.storage.ss_family == AF_INET) {
    const auto form = form_of<sockaddr_in>(given.storage);
    std::array<std::uint8_t, 4> host{};
    std::memcpy(host.data(), &form.sin_addr, 4);
    return address::ipv4(host, ntohs(form.sin_port));
  }
  if (given.storage.ss_family == AF_INET6) {
    const auto form = form_of<sockaddr_in6>(given.storage);
    std::array<std::uint8_t, 16> host{};
    std::memcpy(host.data(), &form.sin6_addr, 16);
    return address::ipv6(host, ntohs(form.sin6_port), form.sin6_scope_id);
  }
  const auto form = form_of<sockaddr_un>(given.storage);
  const bool named = given.size > offsetof(sockaddr_un, sun_path) && form.sun_path[0] != 0;
  return named ? address::local(form.sun_path) : local_without_path();
}

outcome failed() noexcept {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {outcome::kind::again};
  return {outcome::kind::failed, 0, errno};
}

/// A descriptor that closes.
class owned {
 public:
  explicit owned(int number) noexcept : number_(number) {}
  ~owned() { give_back(); }
  owned(owned&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  owned& operator=(owned&&) = delete;
  void give_back() noexcept {
    if (number_ >= 0) close(std::exchange(number_, -1));
  }
  int number() const noexcept { return number_; }

 private:
  int number_;
};

owned open(const address& a) {
  const int family = a.which() == address::kind::local  ? AF_UNIX
                     : a.which() == address::kind::ipv6 ? AF_INET6
                                                        : AF_INET;
#ifdef SOCK_CLOEXEC
  return owned(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
#else
  owned made(::socket(family, SOCK_STREAM, 0));
  fcntl(made.number(), F_SETFD, FD_CLOEXEC);
  fcntl(made.number(), F_SETFL, O_NONBLOCK);
  return made;
#endif
}

void set(const owned& of, int level, int option) noexcept {
  const int on = 1;
  setsockopt(of.number(), level, option, &on, sizeof on);
}
/// A request and its answer are small, and are waited for: they go at once.
void prepare(const owned& connection, address::kind family) noexcept {
  if (family != address::kind::local) set(connection, IPPROTO_TCP, TCP_NODELAY);
#ifdef SO_NOSIGPIPE
  set(connection, SOL_SOCKET, SO_NOSIGPIPE);
#endif
}

#ifdef MSG_NOSIGNAL
constexpr int quietly = MSG_NOSIGNAL;
#else
constexpr int quietly = 0;
#endif

class system_endpoint : public endpoint {
 public:
  explicit system_endpoint(owned number) noexcept : socket_(std::move(number)) {}

  outcome read(std::span<char> memory) override {
    const ssize_t got = recv(socket_.number(), memory.data(), memory.size(), 0);
    return got < 0 ? failed() : outcome{outcome::kind::done, static_cast<std::size_t>(got)};
  }
  outcome write(std::string_view bytes) override {
    const ssize_t taken = ::send(socket_.number(), bytes.data(), bytes.size(), quietly);
    return taken < 0 ? failed() : outcome{outcome::kind::done, static_cast<std::size_t>(taken)};
  }
  void shutdown_write() override { ::shutdown(socket_.number(), SHUT_WR); }
  outcome connected() override {
    system_address other;
    if (getpeername(socket_.number(), other.get(), &other.size) == 0) return {};
    int number = 0;
    socklen_t size = sizeof number;
    getsockopt(socket_.number(), SOL_SOCKET, SO_ERROR, &number, &size);
    if (number == 0) return {outcome::kind::again};
    return {outcome::kind::failed, 0, number};
  }
  detail::watch watch(bool writing) noexcept override { return {socket_.number(), writing}; }
  address local() override {
    system_address mine;
    getsockname(socket_.number(), mine.get(), &mine.size);
    return from_system(mine);
  }
  address peer() override {
    system_address other;
    if (getpeername(socket_.number(), other.get(), &other.size) != 0) throw to_failure(errno, "peer");
    return from_system(other);
  }

 private:
  void wake_users() noexcept override { ::shutdown(socket_.number(), SHUT_RDWR); }
  void give_back() noexcept override { socket_.give_back(); }

  owned socket_;
};

class system_acceptor : public acceptor {
 public:
  system_acceptor(owned number, address at) noexcept : socket_(std::move(number)), at_(std::move(at)) {}
  std::unique_ptr<endpoint> accept(outcome& how) override {
#ifdef SOCK_CLOEXEC
    owned made(accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
#else
    owned made(::accept(socket_.number(), nullptr, nullptr));
    fcntl(made.number(), F_SETFD, FD_CLOEXEC);
    fcntl(made.number(), F_SETFL, O_NONBLOCK);
#endif
    if (made.number() < 0) {
      // A client that went away before it was accepted is nothing to tell of.
      how = errno == ECONNABORTED || errno == EPROTO ? outcome{outcome::kind::again} : failed();
      return nullptr;
    }
    how = {};
    prepare(made, at_.which());
    return std::make_unique<system_endpoint>(std::move(made));
  }
  detail::watch watch() noexcept override { return {socket_.number(), false}; }
  address local() override { return at_; }

 private:
  void wake_users() noexcept override { ::shutdown(socket_.number(), SHUT_RDWR); }
  void give_back() noexcept override {
    if (at_.which() == address::kind::local) ::unlink(at_.path().c_str());
    socket_.give_back();
  }

  owned socket_;
  const address at_;
};

/// The file of a local socket on which none listens any more.
void remove_stale(const address& at) {
  struct stat seen {};
  if (lstat(at.path().c_str(), &seen) != 0 || !S_ISSOCK(seen.st_mode)) return;
  const owned probe = open(at);
  system_address form = to_system(at);
  if (::connect(probe.number(), form.get(), form.size) != 0 && errno == ECONNREFUSED) ::unlink(at.path().c_str());
}

}  // namespace

std::unique_ptr<acceptor> listen_in_system(const address& at, int backlog, bool reuse, outcome& result) {
  owned made = open(at);
  if (reuse) {
    if (at.which() == address::kind::local)
      remove_stale(at);
    else
      set(made, SOL_SOCKET, SO_REUSEADDR);
  }
  system_address form = to_system(at);
  if (made.number() < 0 || bind(made.number(), form.get(), form.size) != 0 || ::listen(made.number(), backlog) != 0) {
    result = failed();
    return nullptr;
  }
  result = {};
  system_address bound;
  getsockname(made.number(), bound.get(), &bound.size);
  return std::make_unique<system_acceptor>(std::move(made), from_system(bound));
}

std::unique_ptr<endpoint> connect_in_system(const address& to, outcome& result) {
  owned made = open(to);
  system_address form = to_system(to);
  result = {};
  if (made.number() < 0 || ::connect(made.number(), form.get(), form.size) != 0) {
    // EAGAIN: the queue of a local socket is full, and no connection has begun.
    const bool begun = errno == EINPROGRESS || errno == EINTR;
    result = begun ? outcome{outcome::kind::again} : failed();
    if (!begun) return nullptr;
  }
  prepare(made, to.which());
  return std::make_unique<system_endpoint>(std::move(made));
}

std::vector<address> look_up(const std::string& host, std::uint16_t port, std::string& text) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  std::vector<address> found;
  const int wrong = getaddrinfo(host.c_str(), nullptr, &wanted, &first);
  if (wrong != 0) {
    text = wrong == EAI_SYSTEM ? std::system_category().message(errno) : gai_strerror(wrong);
    return found;
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(first, freeaddrinfo);
  for (const addrinfo* one = first; one; one = one->ai_next) {
    system_address form;
    form.size = std::min<socklen_t>(one->ai_addrlen, sizeof form.storage);
    std::memcpy(&form.storage, one->ai_addr, form.size);
    found.push_back(with_port(from_system(form), port));
  }
  return found;
}

void raise_file_limit() noexcept {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

bool is_shortage(int number) noexcept {
  return number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM;
}

failure to_failure(int number, const std::string& doing) {
  const auto why = [&] {
    switch (number) {
      case EPIPE:
      case ENOTCONN: return reason::closed;
      case ETIMEDOUT: return reason::timeout;
      case ECONNREFUSED:
      case ENOENT: return reason::refused;
      case ECONNRESET:
      case ECONNABORTED: return reason::reset;
      case EADDRINUSE: return reason::address_in_use;
      case EADDRNOTAVAIL:
      case ENETUNREACH:
      case EHOSTUNREACH: return reason::unreachable;
      case EACCES:
      case EPERM: return reason::not_allowed;
      case EMFILE:
      case ENFILE: return reason::too_many_files;
      default: return reason::other;
    }
  };
  return {why(), doing + ": " + std::system_category().message(number)};
}

}  // namespace otp::tcp
