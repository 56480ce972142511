// Right, too: an actor in between is linked to the work, and watches the caller
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  struct over {
    std::string reason;
  };
  otp::spawn("between", [work, caller = otp::self()] {
    otp::trap_exit(true);
    const otp::ref watch = otp::monitor(caller);
    const otp::pid worker = otp::spawn_link("work", work);
    otp::receive([&](const otp::exit_message& e) { otp::send(caller, over{to_string(e.reason)}); },
                 otp::when([&](const otp::down& d) { return d.ref == watch; },
                           [&](const otp::down&) { otp::exit(worker, otp::kill); }));
  });
  return otp::receive([](over o) { return std::move(o.reason); });
}
