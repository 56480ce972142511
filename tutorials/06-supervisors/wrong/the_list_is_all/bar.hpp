// Wrong: the order of the list says who needs whom, whatever the strategy
// Refused with: the brewer needs the grinder
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor({.intensity = 100}, {otp::child("till", all.till), otp::child("grinder", all.grinder),
                                                    otp::child("brewer", all.brewer),
                                                    otp::child("music", {.restart = otp::temporary}, all.music)});
}
