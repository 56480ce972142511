// Wrong: who starts a supervisor need not live with it
// Refused with: the supervisor is linked to the caller, who has failed
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  const auto bar = otp::start_supervisor(
      {.intensity = 100},
      {otp::child("till", all.till),
       otp::child_supervisor("machine", {.strategy = otp::rest_for_one, .intensity = 100},
                             {otp::child("grinder", all.grinder), otp::child("brewer", all.brewer)}),
       otp::child("music", {.restart = otp::temporary}, all.music)});
  otp::unlink(bar);
  return bar;
}
