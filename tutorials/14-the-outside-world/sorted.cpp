// sorted.cpp - two programs of the operating system: one that sorts, and one that ends with its owner.
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

/// What sort makes of a short text.
std::string sorted(const std::string& text) {
  const otp::subprocess sort = otp::run_process({"sort"}, {.input = true});
  if (write(sort.input(), text.data(), text.size()) != std::ssize(text)) throw std::runtime_error("sort takes nothing");
  sort.close_input();
  std::string all;
  char piece[4096];
  for (ssize_t got = 1; got > 0;) {
    otp::wait_readable(sort.output());
    got = read(sort.output(), piece, sizeof piece);
    if (got > 0) all.append(piece, static_cast<std::size_t>(got));
  }
  otp::receive([](const otp::subprocess_exited& e) { std::cout << "sort: exit status " << e.status << '\n'; });
  return all;
}

void radio(const otp::pid& listener) {
  const otp::subprocess plays = otp::run_process({"sleep", "3600"});
  otp::send(listener, plays.id());
  otp::wait_for_end();
}

int main() {
  return otp::run([] {
    std::cout << sorted("4 tea\n2 coffee\n3 cocoa\n");
    const auto [owner, end] = otp::spawn_monitor("radio", [me = otp::self()] { radio(me); });
    const long id = otp::receive([](long number) { return number; });
    otp::exit(owner, otp::kill);
    otp::await_down(end);
    std::cout << "main: the radio " << (kill(static_cast<pid_t>(id), 0) == 0 ? "plays on" : "is silent") << '\n';
  });
}
