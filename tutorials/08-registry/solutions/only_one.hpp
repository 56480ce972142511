#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

struct registered_it {
  otp::pid who;
};

/// Nobody asks first whether the name is free: the newborn takes it, or is told no. One act, so nothing comes between.
inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  for (;;) {
    const auto started = otp::spawn_monitor([=, parent = otp::self()] {
      try {
        otp::register_name(name, otp::self());
      } catch (const otp::error&) {
        otp::exit(otp::shutdown);  // another was faster
      }
      otp::send(parent, registered_it{otp::self()});
      work();
    });
    const bool won = otp::receive(
        otp::when([&](registered_it r) { return r.who == started.pid; }, [](registered_it) { return true; }),
        otp::when([&](const otp::down& d) { return d.ref == started.ref; }, [](const otp::down&) { return false; }));
    otp::demonitor(started.ref, otp::flush);
    if (won) return started.pid;
    if (const otp::pid other = otp::whereis_name(name)) return other;
    // The other has ended in between: the name is free again.
  }
}
