// Wrong: a name that is taken is an error of the caller
// Refused with: a caller has failed
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  if (const otp::pid there = otp::whereis_name(name)) return there;
  struct ready {
    bool first;
  };
  const otp::pid mine = otp::spawn([=, parent = otp::self()] {
    bool first = true;
    try {
      otp::register_name(name, otp::self());
    } catch (const otp::error&) {
      first = false;
    }
    otp::send(parent, ready{first});
    if (first) work();
  });
  if (!otp::receive([](ready r) { return r.first; })) otp::exit("already_started");
  return mine;
}
