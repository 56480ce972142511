// Right, too: a supervisor does it; the keeper translates how it ends
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    const auto sup = otp::start_supervisor(
        {.intensity = most, .period = std::chrono::hours(1000), .auto_shutdown = otp::all_significant},
        {otp::child("work", {.restart = otp::transient, .shutdown = otp::infinity, .significant = true},
                    [work, keeper = otp::self()] {
                      work();
                      otp::send(keeper, true);
                    })});
    const auto end = otp::receive([](const otp::exit_message& e) { return e; });
    if (end.from == sup.pid()) {
      if (!otp::receive([](bool done) { return done; }, otp::after(std::chrono::seconds(0), [] { return false; })))
        otp::exit("too_many_failures");
      return;
    }
    otp::exit(sup.pid(), otp::shutdown);
    otp::await_down(otp::monitor(sup.pid()));
    otp::exit(end.reason);
  });
}
