// names.cpp - what can be done with names, and what is refused.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

void waits() {
  otp::receive([](int) {});
}

template <class F>
void attempt(const std::string& what, F act) {
  try {
    act();
    std::cout << what << ": done\n";
  } catch (const otp::error& e) {
    std::cout << what << ": " << e.what() << '\n';
  }
}

int main() {
  otp::system system;
  const otp::pid anna = otp::spawn("Anna", waits), bert = otp::spawn("Bert", waits);

  attempt("Anna is the chef", [&] { otp::register_name("chef", anna); });
  attempt("Bert is the chef, too", [&] { otp::register_name("chef", bert); });
  attempt("Anna is the owner, too", [&] { otp::register_name("owner", anna); });
  attempt("a word to the owner", [&] { otp::send("owner", 1); });
  std::cout << "the owner is " << to_string(otp::whereis_name("owner")) << '\n';

  otp::monitor("chef");
  otp::exit(anna, "tired");
  otp::receive([&](const otp::down& d) {
    std::cout << "the " << d.name << " has left: " << to_string(d.reason) << '\n';
    attempt("Bert is the chef now", [&] { otp::register_name("chef", bert); });
  });
}
