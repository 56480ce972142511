#include <otp/mailbox_limit.hpp>

#include <algorithm>
#include <utility>

#include <otp/runtime.hpp>

namespace otp {

// The protocol. A sender that finds the mailbox full puts itself into `held_up` under the receiver's mutex. The
// receiver takes a message, and then, under its mutex, empties `held_up` and alerts those in it. Whichever came first
// under that mutex, the sender has seen the message taken or the receiver has seen the sender: nobody is held up for
// ever. An alert is also what an exit signal, or the receiver's end, gives a sender that waits.

bool delivery::await_room(process* sender) {
  const mailbox_limit limit = to_.limit;
  if (!sender || sender == &to_) return true;
  while (to_.state < process::status::ending && to_.box.unread() >= limit.messages) {
    if (limit.when_full == overflow::drop) return false;
    if (limit.when_full == overflow::crash_sender)
      throw error(errc::system_limit, "send: the mailbox of " + to_string(pid(&to_)) + " is full (" +
                                          std::to_string(limit.messages) + " messages)");
    to_.held_up.emplace_back(sender);
    lock_.unlock();
    sender->wanted = [] { return std::string("room in a full mailbox"); };
    sender->box.wait_for_alert(never);
    sender->checkpoint();  // an exit signal leaves our pid in the list: harmless, as it can only alert the dead
    lock_.lock();
  }
  return true;
}

void process::let_senders_go_on() {
  std::vector<pid> waiting;
  {
    std::lock_guard lock(box.mutex());
    waiting.swap(held_up);
  }
  for (const pid& sender : waiting) delivery(of(sender)).alert();
}

}  // namespace otp
