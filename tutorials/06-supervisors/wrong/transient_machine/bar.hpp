// Wrong: only what fails is started again
// Refused with: it starts again also when it has ended normally
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor({.intensity = 100},
                               {otp::child("till", all.till),
                                otp::child_supervisor("machine", {.strategy = otp::rest_for_one, .intensity = 100},
                                                      {otp::child("grinder", {.restart = otp::transient}, all.grinder),
                                                       otp::child("brewer", {.restart = otp::transient}, all.brewer)}),
                                otp::child("music", {.restart = otp::temporary}, all.music)});
}
