// chat.cpp - the chat server of chat.hpp, with two clients in the same program; or, given an address, for others:
//
//   chat 127.0.0.1:4000        then, in other terminals: nc 127.0.0.1 4000. Ctrl-C ends it in order.
#include <iostream>

#include "chat.hpp"

namespace {

using namespace std::chrono_literals;

void serve(const std::string& where) {
  const otp::stop_on_signals scope;
  chat::start(otp::tcp::address::parse(where));
  otp::wait_for_end();
}

void converse() {
  const otp::tcp::address here = otp::tcp::listen(otp::tcp::address::loopback(0)).local();  // a free one
  chat::start(here);
  const auto join = [&](const std::string& name) {
    // The acceptor may not listen yet.
    for (;;) try {
        otp::tcp::socket client = otp::tcp::connect(here);
        otp::tcp::send(client, name + "\n");
        return client;
      } catch (const otp::tcp::failure& f) {
        if (f.reason() != otp::tcp::reason::refused) throw;
        otp::sleep_for(1ms);
      }
  };
  const otp::tcp::socket ann = join("Ann");
  otp::tcp::line_reader for_ann(ann);
  std::cout << "to Ann: " << for_ann.next().value() << "\n";
  const otp::tcp::socket bob = join("Bob");
  otp::tcp::line_reader for_bob(bob);
  std::cout << "to Bob: " << for_bob.next().value() << "\n";
  otp::tcp::send(ann, "Is anybody there?\n");
  std::cout << "to Bob: " << for_bob.next().value() << "\n";
  otp::tcp::send(bob, "I am.\nIt is late.\n");
  for (int i = 0; i < 2; ++i) std::cout << "to Ann: " << for_ann.next().value() << "\n";
}

}  // namespace

int main(int count, char** arguments) {
  return otp::run([&] {
    if (count > 1)
      serve(arguments[1]);
    else
      converse();
  });
}
