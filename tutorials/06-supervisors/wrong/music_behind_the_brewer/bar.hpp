// Wrong: who is temporary is left alone by the strategy
// Refused with: the failure of the grinder has to leave till and music alone, and has ended the music
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor(
      {.intensity = 100}, {otp::child("till", all.till),
                           otp::child_supervisor("machine", {.strategy = otp::rest_for_one, .intensity = 100},
                                                 {otp::child("grinder", all.grinder), otp::child("brewer", all.brewer),
                                                  otp::child("music", {.restart = otp::temporary}, all.music)})});
}
