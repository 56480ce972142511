// pub_sub.cpp - the broker of pub_sub.hpp, with a reader that dies, one that leaves, and one that is asleep.
//
// The broker publishes the death of a reader. So main need not guess when it has been removed: it is told.
#include "pub_sub.hpp"

#include <iostream>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using pub_sub::news;
using broker_ref = otp::server_ref<pub_sub::broker>;

struct ready {};
struct heard { std::string name, text; };

/// Reads two topics and tells `listener` what it has heard; some news is too much for bob.
void read_news(const broker_ref& b, const std::string& name, const otp::pid& listener) {
  for (const std::string topic : {"weather", "sports"}) otp::call(b, pub_sub::subscribe{name, topic, otp::self()});
  otp::send(listener, ready{});
  for (;;)
    otp::receive([&](const news& n) {
      if (name == "bob" && n->text == "his team has lost") throw std::runtime_error("cannot bear it");
      otp::send(listener, heard{name, n->topic + ": " + n->text});
    });
}

otp::pid start_reader(const broker_ref& b, const std::string& name) {
  const otp::pid reader = otp::spawn(name, [=, me = otp::self()] { read_news(b, name, me); });
  otp::receive([](ready) {});
  return reader;
}

struct wake_up {};

/// Is asleep until it is woken up; then it tells how much it finds in its mailbox, which holds two messages.
otp::pid start_sleeper(const broker_ref& b, const std::string& name) {
  const auto sleeper = [=, listener = otp::self()] {
    otp::call(b, pub_sub::subscribe{name, "weather", otp::self()});
    otp::send(listener, ready{});
    otp::receive([](wake_up) {});
    const auto found = otp::message_queue_len(otp::self()).value();
    otp::send(listener, heard{name, std::to_string(found) + " of the news"});
  };
  const otp::pid started = otp::spawn_opt({.name = name, .mailbox = {2, otp::overflow::drop}}, sleeper).pid;
  otp::receive([](ready) {});
  return started;
}

void tell(const broker_ref& b, const std::string& topic, const std::string& text) {
  std::cout << "published to " << otp::call(b, pub_sub::publish{{topic, text}}) << ": " << text << "\n";
}

/// Prints what that reader has heard. Others may have been faster; their messages stay in the mailbox until asked for.
void show(const std::string& name) {
  otp::receive(otp::when([&](const heard& h) { return h.name == name; },
                         [](const heard& h) { std::cout << "  " << h.name << " heard " << h.text << "\n"; }));
}

}  // namespace

int main() {
  otp::system system;
  const broker_ref b = otp::start_link<pub_sub::broker>();
  otp::call(b, pub_sub::subscribe{"main", "presence", otp::self()});
  const otp::pid alice = start_reader(b, "alice");
  start_reader(b, "bob");
  start_reader(b, "carol");
  const otp::pid dave = start_sleeper(b, "dave");

  tell(b, "weather", "sunny");
  for (const std::string name : {"alice", "bob", "carol"}) show(name);

  tell(b, "sports", "his team has lost");
  for (const std::string name : {"alice", "carol"}) show(name);
  otp::receive([](const news& n) { std::cout << "  " << n->topic << ": " << n->text << "\n"; });

  tell(b, "weather", "rain");
  for (const std::string name : {"alice", "carol"}) show(name);

  otp::call(b, pub_sub::unsubscribe{alice});
  std::cout << "alice has unsubscribed\n";
  tell(b, "weather", "snow");
  show("carol");

  otp::send_after(0s, dave, wake_up{});  // what the clock sends comes into a full mailbox, too
  show("dave");
}
