// Right, too: a second actor ends the work when the caller has ended
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  const otp::spawned worker = otp::spawn_monitor("work", [work, caller = otp::self()] {
    otp::spawn_link("guard", [caller, worker = otp::self()] {
      otp::trap_exit(true);
      const otp::ref watch = otp::monitor(caller);
      otp::receive([](const otp::exit_message&) {}, otp::when([&](const otp::down& d) { return d.ref == watch; },
                                                              [&](const otp::down&) { otp::exit(worker, otp::kill); }));
    });
    work();
  });
  return to_string(otp::await_down(worker.ref));
}
