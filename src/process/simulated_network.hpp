// simulated_network.hpp - with a seed: connections in memory, between the actors of one system.
//
// Mirrors        the loopback interface
// Differs        Time is virtual. What arrives when, how much a read gets, and what fails, is drawn from the seed,
//                within the bounds of network_faults.hpp.
// Thread safety  Any thread: one mutex guards all connections of a system.
// Invariants     1. An actor that waits for an end stands in its list. Who changes the end, with the mutex held, alerts
//                   all in the list; each then looks again, and computes anew until when to wait.
//                2. Its random numbers are its own: a program without sockets keeps the run of its seed.
//                3. It lives as long as a socket of it, also when its system is over.
// Lock order     the network < processes
// Chapter        14
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <otp/detail/watch.hpp>
#include <otp/network_faults.hpp>
#include <otp/tcp_address.hpp>
#include <otp/time.hpp>

#include "machine/mutex.hpp"
#include "machine/sockets.hpp"

namespace otp {

class process;
class simulated_acceptor;
class simulated_endpoint;
class simulated_network;

/// What actors can wait for.
class detail::simulated_end {
 public:
  explicit simulated_end(std::shared_ptr<simulated_network> in) : network_(std::move(in)) {}
  virtual ~simulated_end() = default;
  simulated_end(const simulated_end&) = delete;
  simulated_end& operator=(const simulated_end&) = delete;

  /// From when on it is ready, as things stand; `never`: until something happens.
  time_point ready_from(bool writing);
  /// `bytes from 127.0.0.1:4000`, for the report of a deadlock.
  virtual std::string awaited(bool writing) = 0;
  void add_waiting(process& actor);
  void remove_waiting(process& actor) noexcept;

 protected:
  virtual time_point ready_by_now(bool writing) = 0;  // with the mutex held
  void alert_waiting() noexcept;                      // the same

  const std::shared_ptr<simulated_network> network_;

 private:
  friend class otp::simulated_network;
  std::vector<process*> waiting_;
};

class simulated_network : public std::enable_shared_from_this<simulated_network> {
 public:
  simulated_network(const network_faults& faults, std::uint64_t seed);

  std::unique_ptr<tcp::acceptor> listen(const tcp::address& at, int backlog, tcp::outcome& result);
  /// Null, and `again`: the queue of the listener is full.
  std::unique_ptr<tcp::endpoint> connect(const tcp::address& to, tcp::outcome& result);

 private:
  friend class detail::simulated_end;
  friend class simulated_acceptor;
  friend class simulated_endpoint;

  std::uint64_t draw(std::uint64_t below) OTPP_REQUIRES(mutex_) { return random_() % below; }
  bool happens(unsigned of_a_thousand) OTPP_REQUIRES(mutex_) { return draw(1000) < of_a_thousand; }
  duration draw_delay() OTPP_REQUIRES(mutex_);
  std::size_t draw_part(std::size_t whole) OTPP_REQUIRES(mutex_);
  simulated_acceptor* listener_at(const tcp::address& to) OTPP_REQUIRES(mutex_);

  const network_faults faults_;
  mutex mutex_;
  std::mt19937_64 random_ OTPP_GUARDED_BY(mutex_);
  std::map<tcp::address, simulated_acceptor*> listeners_ OTPP_GUARDED_BY(mutex_);
  std::uint16_t last_listener_port_ OTPP_GUARDED_BY(mutex_) = 40000;
  std::uint16_t last_client_port_ OTPP_GUARDED_BY(mutex_) = 50000;
};

}  // namespace otp
