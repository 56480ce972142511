// Wrong: who was told that the name is taken finds its holder
// Refused with: the work may be over at once, and its name free again: each caller gets a pid
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
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
  return otp::receive([](ready r) { return r.first; }) ? mine : otp::whereis_name(name);
}
