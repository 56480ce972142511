#include "process/simulated_network.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "process/runtime.hpp"

namespace otp {

namespace {

constexpr time_point at_once = {};

/// Of the caller's system. A thread that is no actor any more closes what is left.
time_point network_time() noexcept {
  const process* const me = process::current();
  return me ? me->home->scheduler.now() : at_once;
}

/// What one side has sent and the other one has not read.
struct wire {
  struct chunk {
    std::string bytes;
    time_point from;  // when it arrives
  };
  std::deque<chunk> chunks;
  std::size_t stored = 0;
  bool ended = false;  // by the sender
  time_point ended_from;
  bool reader_gone = false;

  time_point after_the_last(time_point t) const { return chunks.empty() ? t : std::max(t, chunks.back().from); }
};

/// Two ends, 0 being the client's. What one of them sends goes into the wire of the other one.
struct connection {
  std::array<wire, 2> to;
  std::array<simulated_endpoint*, 2> ends{};  // null: not accepted yet, or closed
  std::array<tcp::address, 2> addresses;
  bool reset = false;
};

}  // namespace

// ---- waiting --------------------------------------------------------------------------------------------------------

time_point detail::simulated_end::ready_from(bool writing) {
  lock_guard lock(network_->mutex_);
  return ready_by_now(writing);
}

void detail::simulated_end::add_waiting(process& actor) {
  lock_guard lock(network_->mutex_);
  waiting_.push_back(&actor);
}

void detail::simulated_end::remove_waiting(process& actor) noexcept {
  lock_guard lock(network_->mutex_);
  waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &actor));
}

void detail::simulated_end::alert_waiting() noexcept {
  for (process* const actor : waiting_) alert(*actor);
}

// ---- an end ---------------------------------------------------------------------------------------------------------

class simulated_endpoint final : public tcp::endpoint, public detail::simulated_end {
 public:
  simulated_endpoint(std::shared_ptr<simulated_network> in, std::shared_ptr<connection> of, std::size_t side)
      : simulated_end(std::move(in)), connection_(std::move(of)), side_(side) {}
  tcp::outcome read(std::span<char> memory) override {
    lock_guard lock(network_->mutex_);
    if (is_reset()) return {tcp::outcome::kind::failed, 0, ECONNRESET};
    wire& from = incoming();
    const time_point moment = network_time();
    std::size_t there = 0;
    for (const wire::chunk& c : from.chunks)
      if (c.from <= moment) there += c.bytes.size();
    if (there == 0)
      return {from.chunks.empty() && from.ended && from.ended_from <= moment ? tcp::outcome::kind::done
                                                                             : tcp::outcome::kind::again};
    const std::size_t count = network_->draw_part(std::min(there, memory.size()));
    for (std::size_t done = 0; done < count;) {
      std::string& bytes = from.chunks.front().bytes;
      const std::size_t part = std::min(bytes.size(), count - done);
      std::copy_n(bytes.begin(), part, memory.begin() + static_cast<std::ptrdiff_t>(done));
      done += part;
      bytes.erase(0, part);
      if (bytes.empty()) from.chunks.pop_front();
    }
    from.stored -= count;
    alert_peer();
    return {tcp::outcome::kind::done, count};
  }

  tcp::outcome write(std::string_view bytes) override {
    lock_guard lock(network_->mutex_);
    if (is_reset()) return {tcp::outcome::kind::failed, 0, ECONNRESET};
    wire& to = outgoing();
    if (to.ended || to.reader_gone) return {tcp::outcome::kind::failed, 0, EPIPE};
    const std::size_t room = network_->faults_.room - std::min(to.stored, network_->faults_.room);
    if (room == 0) return {tcp::outcome::kind::again};
    const std::size_t count = network_->draw_part(std::min(room, bytes.size()));
    to.chunks.push_back(
        {std::string(bytes.substr(0, count)), to.after_the_last(network_time() + network_->draw_delay())});
    to.stored += count;
    alert_peer();
    return {tcp::outcome::kind::done, count};
  }

  void shutdown_write() override {
    lock_guard lock(network_->mutex_);
    end_writing();
    alert_peer();
  }
  tcp::outcome connected() override { return {}; }
  detail::watch watch(bool writing) noexcept override { return {-1, writing, this}; }
  tcp::address local() override { return connection_->addresses[side_]; }
  tcp::address peer() override { return connection_->addresses[1 - side_]; }

  std::string awaited(bool writing) override {
    return (writing ? "room for bytes to " : "bytes from ") + to_string(peer()) + " at " + to_string(local());
  }

 private:
  friend class simulated_network;
  friend class simulated_acceptor;

  void wake_users() noexcept override {
    lock_guard lock(network_->mutex_);
    alert_waiting();
  }
  void give_back() noexcept override {
    lock_guard lock(network_->mutex_);
    connection_->ends[side_] = nullptr;
    if (incoming().stored != 0) connection_->reset = true;  // as TCP has it: what was sent will not be read
    incoming().reader_gone = true;
    end_writing();
    alert_peer();
  }
  wire& incoming() noexcept { return connection_->to[side_]; }
  wire& outgoing() noexcept { return connection_->to[1 - side_]; }
  void end_writing() OTPP_REQUIRES(network_->mutex_) {
    if (std::exchange(outgoing().ended, true)) return;
    outgoing().ended_from = outgoing().after_the_last(network_time() + network_->draw_delay());
  }
  bool is_reset() OTPP_REQUIRES(network_->mutex_) {
    if (!connection_->reset && network_->happens(network_->faults_.resets)) {
      connection_->reset = true;
      alert_peer();
    }
    return connection_->reset;
  }
  void alert_peer() noexcept {
    if (simulated_endpoint* const peer_end = connection_->ends[1 - side_]) peer_end->alert_waiting();
  }
  time_point ready_by_now(bool writing) override {
    if (connection_->reset || is_closed()) return at_once;
    if (writing) {
      const wire& to = outgoing();
      return to.ended || to.reader_gone || to.stored < network_->faults_.room ? at_once : never;
    }
    const wire& from = incoming();
    return !from.chunks.empty() ? from.chunks.front().from : from.ended ? from.ended_from : never;
  }

  const std::shared_ptr<connection> connection_;
  const std::size_t side_;
};

// ---- a listener -----------------------------------------------------------------------------------------------------

class simulated_acceptor final : public tcp::acceptor, public detail::simulated_end {
 public:
  simulated_acceptor(std::shared_ptr<simulated_network> in, tcp::address at, std::size_t backlog)
      : simulated_end(std::move(in)), at_(std::move(at)), backlog_(backlog) {}
  std::unique_ptr<tcp::endpoint> accept(tcp::outcome& how) override {
    lock_guard lock(network_->mutex_);
    how = {tcp::outcome::kind::again};
    if (queue_.empty() || queue_.front().second > network_time()) return nullptr;
    auto mine = std::make_unique<simulated_endpoint>(network_, queue_.front().first, 1);
    queue_.pop_front();
    mine->connection_->ends[1] = mine.get();
    how = {};
    return mine;
  }
  detail::watch watch() noexcept override { return {-1, false, this}; }
  tcp::address local() override { return at_; }
  std::string awaited(bool /*writing*/) override { return "a client of " + to_string(at_); }

 private:
  friend class simulated_network;
  void wake_users() noexcept override {
    lock_guard lock(network_->mutex_);
    alert_waiting();
  }
  void give_back() noexcept override {
    lock_guard lock(network_->mutex_);
    network_->listeners_.erase(at_);
    for (const auto& [one, from] : queue_) {
      one->reset = true;
      if (one->ends[0]) one->ends[0]->alert_waiting();
    }
  }
  time_point ready_by_now(bool /*writing*/) override {
    return is_closed() ? at_once : queue_.empty() ? never : queue_.front().second;
  }

  const tcp::address at_;
  const std::size_t backlog_;
  std::deque<std::pair<std::shared_ptr<connection>, time_point>> queue_;  // and when each arrives
};

// ---- the network ----------------------------------------------------------------------------------------------------

// Another stream than that of the schedule, which has the seed itself.
simulated_network::simulated_network(const network_faults& faults, std::uint64_t seed)
    : faults_(faults), random_(seed + 0x6e6574776f726bULL) {}

duration simulated_network::draw_delay() {
  if (faults_.longest_delay <= duration::zero() || draw(2) == 0) return {};
  return duration(static_cast<duration::rep>(draw(static_cast<std::uint64_t>(faults_.longest_delay.count())))) +
         duration(1);
}

std::size_t simulated_network::draw_part(std::size_t whole) {
  if (!faults_.short_transfers || whole < 2 || draw(2) == 0) return whole;
  return 1 + draw(whole);
}

simulated_acceptor* simulated_network::listener_at(const tcp::address& to) {
  for (const tcp::address& at : {to, tcp::address::any(to.port())})
    if (const auto found = listeners_.find(at); found != listeners_.end()) return found->second;
  return nullptr;
}

std::unique_ptr<tcp::acceptor> simulated_network::listen(const tcp::address& at, int backlog, tcp::outcome& result) {
  tcp::address chosen = at;
  lock_guard lock(mutex_);
  while (chosen.which() != tcp::address::kind::local && chosen.port() == 0) {
    tcp::address next = with_port(at, ++last_listener_port_);
    if (!listeners_.contains(next)) chosen = std::move(next);
  }
  if (listeners_.contains(chosen)) {
    result = {tcp::outcome::kind::failed, 0, EADDRINUSE};
    return nullptr;
  }
  auto made =
      std::make_unique<simulated_acceptor>(shared_from_this(), chosen, static_cast<std::size_t>(std::max(backlog, 1)));
  listeners_.emplace(chosen, made.get());
  result = {};
  return made;
}

std::unique_ptr<tcp::endpoint> simulated_network::connect(const tcp::address& to, tcp::outcome& result) {
  lock_guard lock(mutex_);
  simulated_acceptor* const other = listener_at(to);
  if (!other || happens(faults_.refusals)) {
    result = {tcp::outcome::kind::failed, 0, ECONNREFUSED};
    return nullptr;
  }
  if (other->queue_.size() >= other->backlog_) {
    result = {tcp::outcome::kind::again};
    return nullptr;
  }
  auto both = std::make_shared<connection>();
  const bool local = to.which() == tcp::address::kind::local;
  both->addresses = {local ? tcp::local_without_path() : with_port(to, ++last_client_port_), to};
  auto mine = std::make_unique<simulated_endpoint>(shared_from_this(), both, 0);
  both->ends[0] = mine.get();
  const time_point arrives = network_time() + draw_delay();
  other->queue_.emplace_back(both, other->queue_.empty() ? arrives : std::max(arrives, other->queue_.back().second));
  other->alert_waiting();
  result = {};
  return mine;
}

}  // namespace otp
