// Wrong: a supervisor that is to start all its children again has to give up itself
// Refused with: alone: the grinder does not need it
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor(
      {.intensity = 100},
      {otp::child("till", all.till),
       otp::child_supervisor("machine", {.intensity = 0},
                             {otp::child("grinder", all.grinder), otp::child("brewer", all.brewer)}),
       otp::child("music", {.restart = otp::temporary}, all.music)});
}
