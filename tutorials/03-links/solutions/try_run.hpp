#pragma once

#include <functional>
#include <string>
#include <utility>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  struct over {
    std::string reason;
  };
  // An actor of its own stands between the two, and traps. The caller never does: so what others mean for the caller
  // reaches it as ever.
  otp::spawn_link("between", [work, caller = otp::self()] {
    otp::trap_exit(true);
    const otp::pid worker = otp::spawn_link("work", work);
    otp::receive(otp::when([&](const otp::exit_message& e) { return e.from == worker; },
                           [&](const otp::exit_message& e) {
                             otp::unlink(caller);  // it may trap, and has no use for the message of our own end
                             otp::send(caller, over{to_string(e.reason)});
                           }),
                 [](const otp::exit_message& e) { otp::exit(e.reason); });  // the caller's end: the work goes with us
  });
  return otp::receive([](over o) { return std::move(o.reason); });
}
