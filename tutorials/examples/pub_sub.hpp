// pub_sub.hpp - a broker that forgets its dead subscribers and waits for no slow one.
//
// OTP's monitors: the broker watches each subscriber, and hears of its end by a message, `down`, which its
// handle_info takes; with a link it would share the subscriber's fate. It publishes the loss under "presence" (Elixir's
// Phoenix has this idea).
//
// All subscribers get the same news, not copies. What a slow one has not read waits in its mailbox. So let a subscriber
// that may be slow have a limit, and drop what is beyond: spawn_opt({.mailbox = {100, otp::overflow::drop}}, ...). With
// overflow::block the broker would wait for it, and all others with the broker.
//
// It shows how to build one. Where no actor has to be told of the dead, a duplicate_registry does it without a broker:
// subscribers register under a topic, publishers dispatch to it. Where one actor subscribes others, or watches who is
// there, take a group of a pg_scope. Chapter 8 has both.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <otp/otp.hpp>

namespace pub_sub {

struct item { std::string topic, text; };
using news = std::shared_ptr<const item>;  // what subscribers get

struct subscribe { std::string name, topic; otp::pid who; using reply = void; };
struct unsubscribe { otp::pid who; using reply = void; };
struct publish { item what; using reply = int; };  // how many it goes to

class broker : public otp::gen_server<broker> {
 public:
  void handle_call(const subscribe& s) {
    const auto [place, is_new] = subscribers_.try_emplace(s.who);
    if (is_new) place->second = {s.name, otp::monitor(s.who), {}};
    place->second.topics.insert(s.topic);
  }

  void handle_call(const unsubscribe& u) {
    // flush: a `down` that has come in this moment is taken back too.
    if (const auto gone = subscribers_.extract(u.who)) otp::demonitor(gone.mapped().monitor, otp::flush);
  }

  int handle_call(publish p) { return deliver(std::move(p.what)); }

  void handle_info(const otp::down& d) {
    if (const auto gone = subscribers_.extract(d.pid))
      deliver({"presence", gone.mapped().name + " is gone: " + to_string(d.reason)});
  }

 private:
  int deliver(item what) {
    const auto n = std::make_shared<const item>(std::move(what));
    int reached = 0;
    for (const auto& [who, subscriber] : subscribers_) {
      if (!subscriber.topics.contains(n->topic)) continue;
      otp::send(who, n);
      ++reached;
    }
    return reached;
  }

  struct subscriber { std::string name; otp::ref monitor; std::set<std::string> topics; };
  std::map<otp::pid, subscriber> subscribers_;
};

}  // namespace pub_sub
