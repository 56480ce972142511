// Right, too: the actor waits for the word until its starter has registered it
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  struct begin {};
  const otp::pid mine = otp::spawn([=] {
    otp::receive([](begin) {});
    work();
  });
  for (;;) {
    try {
      otp::register_name(name, mine);
      otp::send(mine, begin{});
      return mine;
    } catch (const otp::error&) {
      if (const otp::pid there = otp::whereis_name(name)) {
        otp::exit(mine, otp::kill);
        return there;
      }
    }
  }
}
