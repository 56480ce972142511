// connection.hpp - the actor that talks with one client.
//
// It is a state machine of three modes, normal, between MULTI and EXEC, and subscribed; what a command does in each is
// an overload of on(). It is no gen_statem, because that waits for messages alone, and this one waits for its socket.
//
// All requests that have come are done before more is read, and their answers are written at once. Those for the
// keyspace go there in one call, as far as they follow each other.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <otp/tcp.hpp>

#include "keyspace.hpp"
#include "services.hpp"

namespace kv {

/// What a channel's publisher sends to its subscribers; they share the text.
struct published {
  std::shared_ptr<const std::string> bytes;
};

struct normal {};
struct queueing {
  std::vector<invocation> commands = {};
  bool spoilt = false;  // one of them was wrong
};
struct subscribed {
  std::set<std::string> channels = {}, patterns = {};
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
  std::vector<transact::watched>& watches() noexcept { return watches_; }
  /// What has been published and not been written yet is written now.
  void write_published(std::string& out);
  /// Does all that was queued: first the keyspace's commands, at one time, then the connection's own.
  void exec(queueing&& all, std::string& out);
  /// The last thing that this client hears.
  void end() noexcept { ending_ = true; }

  /// Calls the keyspace. Nothing: it does not answer, and the error stands in `out`.
  template <class Request>
  auto ask(Request request, std::string& out) {
    auto got = otp::try_call(otp::server_ref<keyspace>("keyspace"), std::move(request), std::chrono::seconds(30));
    if (!got) reply::error(out, without_keyspace(got.failure));
    return std::move(got.value);
  }

 private:
  void read();
  void serve();
  void handle(words&& request);
  void on(normal&, invocation&& what);
  void on(queueing& mode, invocation&& what);
  void on(subscribed&, invocation&& what);
  void run_own(invocation& what) { std::get<connection_function>(what.what->run)(*this, what.arguments, out_); }
  void run_batch();
  void wait_for(invocation&& what);
  void write();
  static std::string without_keyspace(const otp::exit_reason& why);

  const shared_services house_;
  const std::shared_ptr<const otp::tcp::socket> client_;
  const std::uint64_t number_;
  request_reader requests_;
  std::array<char, 16384> memory_;  // for what is read
  std::vector<invocation> batch_;   // for the keyspace
  std::string out_;                 // answers that have not been written
  std::variant<normal, queueing, subscribed> mode_;
  std::vector<transact::watched> watches_;
  bool ending_ = false;
};

}  // namespace kv
