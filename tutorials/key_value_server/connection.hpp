// connection.hpp - the actor that talks with one client.
//
// It is a state machine of three modes, normal, between MULTI and EXEC, and subscribed; what a command does in each is
// an overload of on(). It is no gen_statem, because that waits for messages alone, and this one waits for its socket.
//
// All requests that have come are done before more is read, and their answers are written at once. Those for the
// keyspace go there in one call, as far as they follow each other.
#pragma once

#include "keyspace.hpp"

namespace kv {

inline const otp::server_ref<keyspace> data("keyspace");
/// What a client hears when that has not answered.
std::string without_keyspace(const otp::exit_reason& why);

/// What a channel's publisher sends to its subscribers.
struct published {
  std::shared_ptr<const std::string> bytes;
};

struct normal {};
struct queueing {
  std::vector<invocation> commands = {};
  bool spoilt = false;  // one of them was wrong
};
struct subscribed {
  std::set<std::string> channels = {};
};

class connection {
 public:
  connection(shared_services house, std::shared_ptr<const otp::tcp::socket> client);
  /// Returns when the client has gone, or has said QUIT.
  void run();

  // For the functions of commands:
  services& house() const noexcept { return *house_; }
  std::uint64_t number() const noexcept { return number_; }
  std::variant<normal, queueing, subscribed>& mode() noexcept { return mode_; }
  auto& watches() noexcept { return watches_; }
  /// What has been published and not been written yet is written now.
  void write_published(std::string& out);
  /// The last thing that this client hears.
  void end() noexcept { ending_ = true; }

  /// Calls the keyspace.
  template <class Request>
  static auto ask(Request request) {
    return otp::try_call(data, std::move(request), std::chrono::seconds(30));
  }
  /// ... and hands its answer, to so many commands, to the client.
  template <class Request>
  void ask_for_answer(Request request, std::size_t commands) {
    add(ask(std::move(request)), commands);
  }

 private:
  void read();
  void read_or_hear();
  void serve();
  void handle(words&& request);
  void on(normal&, invocation&& what);
  void on(queueing& mode, invocation&& what);
  void on(subscribed&, invocation&& what);
  void run_own(const invocation& what) { std::get<connection_function>(what.what->run)(*this, what.arguments, out_); }
  void run_batch();
  void add(otp::response<answer>&& got, std::size_t asked);
  void wait_for(invocation&& what);
  void write();

  const shared_services house_;
  const std::shared_ptr<const otp::tcp::socket> client_;
  const std::uint64_t number_;
  request_reader requests_;
  std::vector<invocation> batch_;  // for the keyspace
  std::string out_;                // answers that have not been written
  std::variant<normal, queueing, subscribed> mode_;
  decltype(transact::watches) watches_;
  bool ending_ = false;
};

}  // namespace kv
