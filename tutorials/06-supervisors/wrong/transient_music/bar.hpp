// Wrong: transient means: once
// Refused with: music is not started again, however it ends
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
       otp::child_supervisor("machine", {.strategy = otp::rest_for_one, .intensity = 100},
                             {otp::child("grinder", all.grinder), otp::child("brewer", all.brewer)}),
       otp::child("music", {.restart = otp::transient}, all.music)});
}
