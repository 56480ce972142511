// shown_message.hpp - what the trace tells of a message that is sent.
//
// Mirrors        erlang:trace/3: send
// Differs        It is made by the sender before the receiver's mutex is taken: to make it calls an operator<< of the
//                user's. What becomes of the message is known, and told, under that mutex.
// Thread safety  The thread that sends.
// Invariants     1. Memory that is refused, and an operator<< that throws, cost the text and nothing else.
// Chapter        1
#pragma once

#include <cstdint>
#include <string>

#include <otp/message.hpp>
#include <otp/pid.hpp>
#include <otp/trace.hpp>

namespace otp {

class process;
class runtime;

class shown_message {
 public:
  /// What an actor sends.
  shown_message(const process& sender, const message& m) noexcept;
  /// What a timer sends.
  shown_message(runtime& home, const ref& timer, const message& m) noexcept;

  /// It will stand there in the receiver's mailbox.
  void sent(const pid& to, std::uint64_t position) const noexcept;
  void dropped(const pid& to) const noexcept;

 private:
  void make_texts(const message& m) noexcept;

  runtime& home_;
  const process* const sender_;
  std::string name_;
  std::string value_;
  ref id_;
};

}  // namespace otp
