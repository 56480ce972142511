// mended.cpp - the door is killed, the next one opens at the same port, and guests inside notice nothing.
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "guest.hpp"

/// Says back what the guest says, until the guest has no more to say.
void echo(const connection& guest) {
  for (;;) {
    const std::string some = otp::tcp::receive_some(*guest);
    if (some.empty()) return;
    otp::tcp::send(*guest, some);
  }
}

void door(const otp::tcp::address& at) {
  const otp::tcp::listener listener = otp::tcp::listen(at);
  std::cout << "door: open\n";
  for (;;) {
    auto guest = std::make_shared<const otp::tcp::socket>(otp::tcp::accept(listener));
    otp::start_child(otp::supervisor_ref("guests"), otp::with_args(connection(std::move(guest))));
  }
}

void say(const std::string& name, const otp::tcp::socket& bar, const std::string& what) {
  otp::tcp::send(bar, what);
  std::cout << name << " hears: " << otp::tcp::receive_exactly(bar, what.size()) << '\n';
}

int main() {
  return otp::run([] {
    const otp::tcp::address here = otp::tcp::listen(otp::tcp::address::loopback(0)).local();  // a port that is free
    const auto bar = otp::start_supervisor(
        {.name = "bar"},
        {otp::child_supervisor("guests", {.strategy = otp::simple_one_for_one, .name = "guests"},
                               {otp::simple_child<connection>(echo, {.restart = otp::temporary, .label = "guest"})}),
         otp::child("door", {.name = "door"}, [=] { door(here); })});
    const otp::tcp::socket ann = come_in(here);
    say("Ann", ann, "Hello!");
    const otp::ref watch = otp::monitor("door");
    otp::exit(otp::whereis_name("door"), otp::kill);
    std::cout << "main: the door was " << otp::await_down(watch) << '\n';
    const otp::tcp::socket bob = come_in(here);
    say("Bob", bob, "Good evening!");
    say("Ann", ann, "Here we are.");
    otp::unlink(bar.pid());
    otp::stop(bar, otp::shutdown);
    std::cout << "Ann hears " << (otp::tcp::receive_some(ann).empty() ? "the end" : "more") << '\n';
  });
}
