// shown_message.hpp - what the trace tells of a message that is sent.
//
// Mirrors        erlang:trace/3: send
// Differs        It is made by the sender before the receiver's mutex is taken: to make it calls an operator<< of the
//                user's. What becomes of the message is known, and told, under that mutex.
// Thread safety  The thread that sends.
// Invariants     1. Memory that is refused, and an operator<< that throws, cost the text and nothing else.
//                2. It stands in the trace of the receiver's system, where the mailbox is, whichever thread sends.
// Chapter        1
#pragma once

#include <cstdint>
#include <string>

#include <otp/message.hpp>
#include <otp/pid.hpp>
#include <otp/trace.hpp>

namespace otp {

class process;

class shown_message {
 public:
  /// What an actor sends, or, without one, a thread that is none.
  shown_message(const process* sender, const message& m) noexcept;
  /// What a timer sends.
  shown_message(const ref& timer, const message& m) noexcept;

  /// It will stand there in the receiver's mailbox.
  void sent(process& to, std::uint64_t position) const noexcept;
  void dropped(process& to) const noexcept;

 private:
  void make_texts(const message& m) noexcept;
  void tell(trace_event::kind what, process& to, std::uint64_t position) const noexcept;

  const trace_event::kind what_;
  const process* const sender_;
  std::string name_;
  std::string value_;
  ref id_;
};

}  // namespace otp
