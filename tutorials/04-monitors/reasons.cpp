// reasons.cpp - what a monitor tells: why somebody has ended, once, however that came.
#include <iostream>
#include <stdexcept>

#include <otp/otp.hpp>

void tell_the_end_of(const otp::pid& whom) {
  const otp::ref watch = otp::monitor(whom);
  otp::receive(otp::when([&](const otp::down& d) { return d.ref == watch; },
                         [](const otp::down& d) { std::cout << to_string(d.reason) << '\n'; }));
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};  // the crash report is another chapter's
  otp::system system(quiet);
  const auto wait = [] { otp::receive([](int) {}); };

  const otp::pid done = otp::spawn("done", wait);
  otp::send(done, 1);
  tell_the_end_of(done);

  const otp::pid failing = otp::spawn("failing", [&] {
    wait();
    throw std::runtime_error("no beans");
  });
  otp::send(failing, 1);
  tell_the_end_of(failing);

  const otp::pid stopped = otp::spawn("stopped", wait);
  const otp::ref watch = otp::monitor(stopped);
  otp::exit(stopped, otp::kill);
  otp::receive([&](const otp::down& d) { std::cout << to_string(d.reason) << '\n'; });

  tell_the_end_of(stopped);  // again: it has been dead for a while
  std::cout << "still active: " << std::boolalpha << otp::demonitor(watch) << '\n';
}
