// types.cpp - whether a child is started again, by its restart type and the way it has ended.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

void ends_with(const otp::exit_reason& reason) {
  otp::sleep_for(1s);
  otp::exit(reason);
}

/// How often a child of that type is started, when it ends with that reason for the first time, and then stays.
int starts(otp::restart type, const otp::exit_reason& reason) {
  const auto count = std::make_shared<int>(0);
  const auto sup = otp::start_supervisor({}, {otp::child("child", {.restart = type}, [=] {
                                           if (++*count == 1) ends_with(reason);
                                           otp::receive([](int) {});
                                         })});
  otp::sleep_for(2s);
  otp::stop(sup);
  return *count;
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  for (const otp::exit_reason& reason : {otp::normal, otp::shutdown, otp::exit_reason("a fault")}) {
    std::cout << "ended with " << to_string(reason) << ":";
    if (starts(otp::permanent, reason) == 2) std::cout << " permanent";
    if (starts(otp::transient, reason) == 2) std::cout << " transient";
    if (starts(otp::temporary, reason) == 2) std::cout << " temporary";
    std::cout << '\n';
  }
}
