// pool.hpp - connections that are lent: to those who wait, in their order, and taken back from those who die.
//
// A pool can lose a connection in two ways. A borrower dies: the pool monitors each, and the `down` takes back what it
// held. A borrower gives up while it waits: when its turn comes, `reply` says that it does not get the lease, and the
// next one does.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

namespace pool {

/// Its name; in another program perhaps a shared_ptr to a socket.
using connection = std::string;

struct lease { otp::ref id; connection to; };

/// Answered when a connection is free. The caller's timeout says how long it waits.
struct borrow { using reply = lease; };
struct give_back { otp::ref lease; };

/// How a lease reaches its borrower. Returns whether it does.
using handing_over = bool (*)(const otp::from<lease>& borrower, const lease& given);

class lender : public otp::gen_server<lender> {
 public:
  explicit lender(const std::vector<connection>& all, handing_over hand_over = otp::reply)
      : idle_(all.begin(), all.end()), hand_over_(hand_over) {}

  void handle_call(borrow, const otp::from<lease>& borrower) {
    waiting_.push_back(borrower);
    lend();
  }
  void handle_cast(const give_back& g) {
    otp::demonitor(g.lease, otp::flush);
    take_back(g.lease);
  }
  void handle_info(const otp::down& d) { take_back(d.ref); }

 private:
  void lend() {
    while (!idle_.empty() && !waiting_.empty()) {
      const otp::from<lease> next = waiting_.front();
      waiting_.pop_front();
      // The monitor's reference names the lease: a `down` says which one is over.
      const otp::ref id = otp::monitor(next.pid());
      if (hand_over_(next, {id, idle_.front()})) {
        lent_[id] = std::move(idle_.front());
        idle_.pop_front();
      } else {
        otp::demonitor(id, otp::flush);
      }
    }
  }
  /// A lease that is over already is none any more.
  void take_back(const otp::ref& id) {
    if (const auto over = lent_.extract(id)) idle_.push_back(std::move(over.mapped()));
    lend();
  }

  std::deque<connection> idle_;
  std::map<otp::ref, connection> lent_;
  std::deque<otp::from<lease>> waiting_;
  const handing_over hand_over_;
};

}  // namespace pool
