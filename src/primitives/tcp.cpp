#include <otp/tcp.hpp>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include <otp/actor.hpp>
#include <otp/error.hpp>

#include "machine/poll.hpp"
#include "machine/sockets.hpp"
#include "primitives/readiness.hpp"
#include "process/runtime.hpp"
#include "process/simulated_network.hpp"

namespace otp {

namespace {

using tcp::outcome;

/// The time that an operation of the calling actor has.
class time_limit {
 public:
  time_limit(const char* operation, duration at_most)
      : me_(process::require(operation)), operation_(operation), at_most_(at_most) {
    me_.checkpoint();
    if (at_most < duration::zero()) throw error(errc::timeout_value, std::string(operation) + ": a negative time");
    deadline_ = me_.home->scheduler.deadline_after(at_most);
  }
  duration left() const {
    return at_most_ == infinity ? infinity : std::max(duration::zero(), deadline_ - me_.home->scheduler.now());
  }
  /// Errors: failure{timeout}.
  void wait_for(const detail::watch& what) const {
    if (!wait_for_one(operation_, what, left())) throw over();
  }
  void pause(duration wait) const {
    if (left() == duration::zero()) throw over();
    sleep_for(std::min(wait, left()));
  }
  tcp::failure over() const { return {tcp::reason::timeout, std::string(operation_) + ": the time is up"}; }
  process& me() const noexcept { return me_; }

 private:
  process& me_;
  const char* const operation_;
  const duration at_most_;
  time_point deadline_;
};

/// An operation on a socket: it is not given back meanwhile. Errors: failure{closed}.
template <class Open>
class in_use {
 public:
  explicit in_use(std::shared_ptr<Open> what) : what_(std::move(what)) {
    if (!what_ || !what_->enter()) throw tcp::failure(tcp::reason::closed, "a socket that is not open");
  }
  in_use(in_use&& other) noexcept : what_(std::exchange(other.what_, nullptr)) {}
  in_use& operator=(in_use&&) = delete;
  ~in_use() {
    if (what_) what_->leave();
  }
  Open* operator->() const noexcept { return what_.get(); }
  void must_be_open(const char* doing) const {
    if (what_->is_closed())
      throw tcp::failure(tcp::reason::closed, std::string(doing) + ": another actor has closed the socket meanwhile");
  }

 private:
  std::shared_ptr<Open> what_;
};

/// Does it until it is done; waits for the watch as often as it cannot be done yet.
template <class Operation>
outcome until_done(const time_limit& limit, const char* doing, const in_use<tcp::endpoint>& on, bool writing,
                   Operation&& operation) {
  for (;;) {
    const outcome result = operation();
    on.must_be_open(doing);
    if (result.what == outcome::kind::done) return result;
    if (result.what == outcome::kind::failed) throw tcp::to_failure(result.number, doing);
    limit.wait_for(on->watch(writing));
  }
}

}  // namespace

namespace tcp {

// ---- the objects ----------------------------------------------------------------------------------------------------

socket::socket() noexcept = default;
socket::socket(std::shared_ptr<endpoint> opened) noexcept : end_(std::move(opened)) {}
socket::~socket() { close(); }
socket::socket(socket&&) noexcept = default;
socket& socket::operator=(socket&& other) noexcept {
  if (this != &other) {
    close();
    end_ = std::move(other.end_);
  }
  return *this;
}
socket::operator bool() const noexcept { return end_ && !end_->is_closed(); }
void socket::close() noexcept {
  if (end_) end_->close();
}
address socket::local() const { return in_use(end_)->local(); }
address socket::peer() const { return in_use(end_)->peer(); }

listener::listener() noexcept = default;
listener::listener(std::shared_ptr<acceptor> opened) noexcept : acceptor_(std::move(opened)) {}
listener::~listener() { close(); }
listener::listener(listener&&) noexcept = default;
listener& listener::operator=(listener&& other) noexcept {
  if (this != &other) {
    close();
    acceptor_ = std::move(other.acceptor_);
  }
  return *this;
}
listener::operator bool() const noexcept { return acceptor_ && !acceptor_->is_closed(); }
void listener::close() noexcept {
  if (acceptor_) acceptor_->close();
}
address listener::local() const { return in_use(acceptor_)->local(); }

// ---- connections ----------------------------------------------------------------------------------------------------

listener listen(const address& at, const listen_options& how) {
  const time_limit limit("tcp::listen", infinity);
  outcome result;
  std::unique_ptr<acceptor> made;
  if (simulated_network* const network = limit.me().home->network.get()) {
    made = network->listen(at, how.backlog, result);
  } else {
    raise_file_limit();
    made = listen_in_system(at, how.backlog, how.reuse_address, result);
  }
  if (!made) throw to_failure(result.number, "listen on " + to_string(at));
  return listener(std::move(made));
}

socket accept(const listener& from, duration at_most) {
  constexpr duration first_pause = std::chrono::milliseconds(10), longest_pause = std::chrono::seconds(1);
  const time_limit limit("tcp::accept", at_most);
  const in_use accepts(from.inside());
  duration pause = first_pause;
  for (;;) {
    outcome result;
    if (auto made = accepts->accept(result)) return socket(std::move(made));
    accepts.must_be_open("accept");
    if (result.what == outcome::kind::again) {
      limit.wait_for(accepts->watch());
      continue;
    }
    // The connection stays in the queue, so the listener stays readable: to wait for it would spin.
    if (!is_shortage(result.number) || limit.left() == duration::zero())
      throw to_failure(result.number, "accept on " + to_string(accepts->local()));
    limit.pause(pause);
    pause = std::min(2 * pause, longest_pause);
  }
}

socket connect(const address& to, duration at_most) {
  constexpr duration until_there_is_room = std::chrono::milliseconds(10);
  const time_limit limit("tcp::connect", at_most);
  simulated_network* const network = limit.me().home->network.get();
  const std::string doing = "connect to " + to_string(to);
  for (;;) {
    outcome result;
    std::shared_ptr<endpoint> made = network ? network->connect(to, result) : connect_in_system(to, result);
    if (!made && result.what == outcome::kind::failed) throw to_failure(result.number, doing);
    if (!made) {
      limit.pause(until_there_is_room);
      continue;
    }
    if (result.what == outcome::kind::again) {
      limit.wait_for(made->watch(true));
      const in_use connecting(made);
      until_done(limit, doing.c_str(), connecting, true, [&] { return connecting->connected(); });
    }
    return socket(std::move(made));
  }
}

namespace {

/// Between an actor and the thread that looks up a name for it. Each may go first.
struct lookup {
  std::string host;
  std::uint16_t port;
  doorbell done;
  std::atomic<bool> finished{false};
  std::vector<address> found;  // written before `finished`, read after it
  std::string text;
};

std::vector<address> look_up_outside(const time_limit& limit, const std::string& host, std::uint16_t port) {
  const auto shared = std::make_shared<lookup>();
  shared->host = host;
  shared->port = port;
  try {
    std::thread([shared] {
      try {
        shared->found = look_up(shared->host, shared->port, shared->text);
      } catch (const std::bad_alloc&) {
        shared->text = "out of memory";
      }
      shared->finished.store(true, std::memory_order_release);  // release: of what was found
      shared->done.ring();
    }).detach();
  } catch (const std::system_error& refusal) {
    throw error(errc::system_limit, std::string("tcp::resolve: ") + refusal.what());
  }
  while (!shared->finished.load(std::memory_order_acquire))  // acquire: the release above
    limit.wait_for({shared->done.descriptor(), false});
  if (shared->found.empty()) throw failure(reason::unknown_host, "resolve " + host + ": " + shared->text);
  return std::move(shared->found);
}

}  // namespace

std::vector<address> resolve(const std::string& host, std::uint16_t port, duration at_most) {
  const time_limit limit("tcp::resolve", at_most);
  const bool six = host.find(':') != std::string::npos && !host.starts_with('[');
  try {
    return {address::parse((six ? "[" + host + "]" : host) + ":" + std::to_string(port))};
  } catch (const error&) {  // a name, then
  }
  if (limit.me().home->network) throw failure(reason::unknown_host, "resolve " + host + ": the network is simulated");
  return look_up_outside(limit, host, port);
}

// ---- bytes ----------------------------------------------------------------------------------------------------------

void send(const socket& to, std::string_view bytes, duration at_most) {
  const time_limit limit("tcp::send", at_most);
  const in_use end(to.inside());
  while (!bytes.empty()) {
    bytes.remove_prefix(until_done(limit, "send", end, true, [&] { return end->write(bytes); }).bytes);
    limit.me().checkpoint();
  }
}

std::size_t receive_into(const socket& from, std::span<char> memory, duration at_most) {
  const time_limit limit("tcp::receive", at_most);
  const in_use end(from.inside());
  if (memory.empty()) throw error(errc::badarg, "tcp::receive: no room for a byte");
  return until_done(limit, "receive", end, false, [&] { return end->read(memory); }).bytes;
}

std::string receive_some(const socket& from, std::size_t at_most_bytes, duration at_most) {
  // What is returned has the size of what has come: it may be kept.
  const auto memory = std::make_unique_for_overwrite<char[]>(at_most_bytes);
  const std::size_t size = receive_into(from, std::span(memory.get(), at_most_bytes), at_most);
  return {memory.get(), size};
}

std::string receive_exactly(const socket& from, std::size_t bytes, duration at_most) {
  const time_limit limit("tcp::receive", at_most);
  std::string got(bytes, '\0');
  for (std::size_t count = 0; count < bytes;) {
    const std::size_t more = receive_into(from, std::span(got).subspan(count), limit.left());
    if (more == 0)
      throw failure(reason::closed,
                    "receive: the end came after " + std::to_string(count) + " of " + std::to_string(bytes) + " bytes");
    count += more;
  }
  return got;
}

void shutdown_write(const socket& of) {
  const time_limit limit("tcp::shutdown_write", infinity);
  in_use(of.inside())->shutdown_write();
}

// ---- lines ----------------------------------------------------------------------------------------------------------

void line_reader::must_fit(std::size_t length) const {
  if (length > longest_)
    throw failure(reason::too_long, "a line is longer than " + std::to_string(longest_) + " bytes");
}

void line_reader::fill(duration at_most) {
  constexpr std::size_t piece = 4096;
  // Also for a loop that waits for has_line(): what is no whole line yet must not grow without bound. One byte more
  // may be the \r before its end.
  const auto part_must_fit = [this] {
    if (!has_line() && !buffer_.empty()) must_fit(buffer_.size() - 1);
  };
  part_must_fit();  // what next() has left
  const std::size_t before = buffer_.size();
  std::size_t got = 0;
  buffer_.resize(before + piece);
  try {
    got = receive_into(*from_, std::span(buffer_).subspan(before), at_most);
  } catch (...) {
    buffer_.resize(before);
    throw;
  }
  buffer_.resize(before + got);
  ended_ = got == 0;
  part_must_fit();
}

std::optional<std::string> line_reader::next(duration at_most) {
  const time_limit limit("tcp::line_reader", at_most);
  for (;;) {
    const std::size_t end = buffer_.find('\n', searched_);
    const bool whole = end != std::string::npos;
    const std::size_t length = whole ? end : buffer_.size();
    must_fit(length - (whole && end > 0 && buffer_[end - 1] == '\r' ? 1 : 0));
    if (whole || (ended_ && !buffer_.empty())) {
      std::string line = buffer_.substr(0, length);
      buffer_.erase(0, length + (whole ? 1 : 0));
      searched_ = 0;
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    if (ended_) return std::nullopt;
    searched_ = length;
    fill(limit.left());
  }
}

}  // namespace tcp

// ---- waits ----------------------------------------------------------------------------------------------------------

namespace {

/// It is not given back while it is waited for.
detail::watch watch_of(const tcp::socket& what, bool writing) {
  auto used = std::make_shared<in_use<tcp::endpoint>>(what.inside());
  detail::watch watch = (*used)->watch(writing);
  watch.keeps = std::move(used);
  return watch;
}
detail::watch watch_of(const tcp::listener& what) {
  auto used = std::make_shared<in_use<tcp::acceptor>>(what.inside());
  detail::watch watch = (*used)->watch();
  watch.keeps = std::move(used);
  return watch;
}

}  // namespace

ready_pattern readable(const tcp::socket& what) { return {watch_of(what, false)}; }
ready_pattern writable(const tcp::socket& what) { return {watch_of(what, true)}; }
ready_pattern readable(const tcp::listener& what) { return {watch_of(what)}; }

bool wait_readable(const tcp::socket& what, duration at_most) {
  return wait_for_one("wait_readable", watch_of(what, false), at_most);
}
bool wait_writable(const tcp::socket& what, duration at_most) {
  return wait_for_one("wait_writable", watch_of(what, true), at_most);
}
bool wait_readable(const tcp::listener& what, duration at_most) {
  return wait_for_one("wait_readable", watch_of(what), at_most);
}

}  // namespace otp
