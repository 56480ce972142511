// pub_sub.cpp - a broker that forgets its dead subscribers.
//
// OTP's monitors: the broker watches whoever subscribes, and hears of the end by a message, `down`, which its
// handle_info takes; with a link it would share the subscriber's fate. It publishes the loss under "presence" (Elixir's
// Phoenix has this idea). So main need not guess when the dead one has been removed: it is told.
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/otp.hpp>

namespace {

struct subscribe { std::string name, topic; otp::pid who; using reply = void; };
struct unsubscribe { otp::pid who; using reply = void; };
struct publish { std::string topic, text; using reply = int; };  // how many it goes to

struct news { std::string topic, text; };  // what subscribers get

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

  int handle_call(const publish& p) { return deliver({p.topic, p.text}); }

  void handle_info(const otp::down& d) {
    if (const auto gone = subscribers_.extract(d.pid))
      deliver({"presence", gone.mapped().name + " is gone: " + to_string(d.reason)});
  }

 private:
  int deliver(const news& n) {
    int reached = 0;
    for (const auto& [who, subscriber] : subscribers_) {
      if (!subscriber.topics.contains(n.topic)) continue;
      otp::send(who, n);
      ++reached;
    }
    return reached;
  }

  struct subscriber { std::string name; otp::ref monitor; std::set<std::string> topics; };
  std::map<otp::pid, subscriber> subscribers_;
};

using broker_ref = otp::server_ref<broker>;

struct ready {};
struct heard { std::string name, text; };

/// Reads two topics and tells `listener` what it has heard; some news is too much for bob.
void read_news(const broker_ref& b, const std::string& name, const otp::pid& listener) {
  for (const std::string topic : {"weather", "sports"}) otp::call(b, subscribe{name, topic, otp::self()});
  otp::send(listener, ready{});
  for (;;)
    otp::receive([&](const news& n) {
      if (name == "bob" && n.text == "his team has lost") throw std::runtime_error("cannot bear it");
      otp::send(listener, heard{name, n.topic + ": " + n.text});
    });
}

otp::pid start_reader(const broker_ref& b, const std::string& name) {
  const otp::pid reader = otp::spawn(name, [=, me = otp::self()] { read_news(b, name, me); });
  otp::receive([](ready) {});
  return reader;
}

void tell(const broker_ref& b, const std::string& topic, const std::string& text) {
  std::cout << "published to " << otp::call(b, publish{topic, text}) << ": " << text << "\n";
}

/// Prints what that reader has heard. Others may have been faster; their messages stay in the mailbox until asked for.
void show(const std::string& name) {
  otp::receive(otp::when([&](const heard& h) { return h.name == name; }, [](const heard& h) {
    std::cout << "  " << h.name << " heard " << h.text << "\n";
  }));
}

}  // namespace

int main() {
  otp::system system;
  const broker_ref b = otp::start_link<broker>();
  otp::call(b, subscribe{"main", "presence", otp::self()});
  const otp::pid alice = start_reader(b, "alice");
  start_reader(b, "bob");
  start_reader(b, "carol");

  tell(b, "weather", "sunny");
  for (const std::string name : {"alice", "bob", "carol"}) show(name);

  tell(b, "sports", "his team has lost");
  for (const std::string name : {"alice", "carol"}) show(name);
  otp::receive([](const news& n) { std::cout << "  " << n.topic << ": " << n.text << "\n"; });

  tell(b, "weather", "rain");
  for (const std::string name : {"alice", "carol"}) show(name);

  otp::call(b, unsubscribe{alice});
  std::cout << "alice has unsubscribed\n";
  tell(b, "weather", "snow");
  show("carol");
}
