// behaviour.hpp - for those who write a behaviour: what its loop does for it. Others need not read this.
//
// Mirrors        sys: handle_system_msg/6, handle_debug/4 and the callbacks system_continue, system_terminate; gen.erl
// Differs        OTP's behaviours give their loop to sys and get it back; here a behaviour takes its messages from a
//                loop that has answered those for itself.
// Thread safety  All of it is used by the server's own thread alone.
// Invariants     1. stop, suspend, resume, get_status, trace_server and the end of the parent work on every
//                   behaviour, between any two of its steps; all it sees of them is terminate(), and format_status().
//                2. terminate(reason) runs on every way out but an exit signal; what it throws replaces the reason.
//                3. "last message" of a crash report is the one that the behaviour has taken last, and not a reply that
//                   its callback has waited for.
// Chapter        5
//
//   class counting final : public otp::behaviour {
//    public:
//     std::optional<otp::exit_reason> step(otp::behaviour_loop& loop) override {
//       const otp::message m = loop.take();
//       if (m.empty()) return loop.end_reason();  // stopped, or the parent has ended
//       ++taken_;                                 // whatever this behaviour does with a message
//       return std::nullopt;                      // go on
//     }
//     void terminate(const otp::exit_reason&) override {}
//    private:
//     int taken_ = 0;
//   };
//
// For typed calls the class S says by a member type `host` who hosts it, and the host has what dispatch() asks for
// (dispatch.hpp). Then start<S>, start_link<S>, child<S>, call and cast work on it as on a gen_server.
#pragma once

#include <optional>
#include <string>
#include <typeinfo>

#include <otp/message.hpp>
#include <otp/receive.hpp>
#include <otp/sys.hpp>
#include <otp/time.hpp>

namespace otp {

/// What take() gives when no message has come in time: OTP's atom timeout.
struct timeout_t {};

class behaviour;

/// The messages of a server, less those that are for its loop.
class behaviour_loop {
 public:
  /// \param parent  names no actor unless the server was linked to its starter
  behaviour_loop(behaviour& server, pid parent) : server_(server), parent_(std::move(parent)) {}

  /// The next message; a timeout_t when none comes for this long (a system message begins the time anew, as in OTP).
  /// Returns: an empty message when the server is to end, with end_reason().
  message take(duration wait = infinity);
  /// The same for a message that the server gives itself: OTP's continue, or an inserted event. Meets exit signals, so
  /// a server that only gives itself messages can be killed.
  message take(message own);
  /// Why take() came back empty.
  const exit_reason& end_reason() const noexcept { return end_reason_; }

 private:
  message taken(message m) noexcept;
  void end(exit_reason reason) noexcept;
  void answer(const detail::call_message<void, system_request>& asked);

  behaviour& server_;
  const pid parent_;
  message_in_hand in_hand_;
  const detail::message_type* last_ = nullptr;  // that the server has handled
  bool suspended_ = false;
  bool to_end_ = false;
  exit_reason end_reason_ = normal;
};

/// A server as its loop sees it.
class behaviour {
 public:
  virtual ~behaviour() = default;
  /// Takes a message and handles it. Returns: the reason to end with, if the server is to end.
  virtual std::optional<exit_reason> step(behaviour_loop& loop) = 0;
  /// The server ends, by a reason that step() has returned or by what it has thrown.
  virtual void terminate(const exit_reason& reason) = 0;
  /// The state as text, for get_state. Returns: nothing when the server does not say it.
  virtual std::optional<std::string> format_status() const { return std::nullopt; }
  /// Whose server it is, for errors.
  virtual std::string class_name() const { return type_name(typeid(*this)); }

 protected:
  /// For a behaviour that sends replies for its callbacks: call it before it sends one.
  void trace_reply(const pid& to, const message& reply) const {
    if (traced_) [[unlikely]]
      show_reply(to, reply);
  }

 private:
  friend class behaviour_loop;
  friend void run_behaviour(behaviour& server, const pid& parent);
  void trace_taken(const message& m) const {
    if (traced_) [[unlikely]]
      show_taken(m);
  }
  void show_taken(const message& m) const noexcept;
  void show_reply(const pid& to, const message& reply) const noexcept;
  void show_state() const;

  bool traced_ = false;  // trace_server
};

/// Runs the server until it ends: returns when the reason is normal, and throws otherwise.
/// \param parent  names no actor unless the server was linked to its starter
void run_behaviour(behaviour& server, const pid& parent);

/// Warns that a message was dropped. A call is refused, so that its caller need not wait for the timeout.
void drop_unexpected(message&& m, const std::string& server_class);

}  // namespace otp
