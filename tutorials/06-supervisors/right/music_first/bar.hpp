// Right, too: one line with the music and the till before those that need each other, in supervisors of their own
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  const otp::supervisor_ref bar = otp::start_supervisor({.intensity = 10, .period = std::chrono::minutes(1)}, {});
  otp::start_child(bar, otp::child("till", all.till));
  otp::start_child(bar, otp::child_supervisor("machine", {.strategy = otp::rest_for_one},
                                              {otp::child("grinder", {.name = "grinder"}, all.grinder),
                                               otp::child("brewer", {.name = "brewer"}, all.brewer)}));
  otp::start_child(bar, otp::child("music", {.restart = otp::temporary}, all.music));
  return bar;
}
