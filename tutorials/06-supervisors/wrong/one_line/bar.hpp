// Wrong: one supervisor is enough, where the order says who needs whom
// Refused with: the failure of the till is no business of the others
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor(
      {.strategy = otp::rest_for_one, .intensity = 100},
      {otp::child("till", all.till), otp::child("grinder", all.grinder), otp::child("brewer", all.brewer),
       otp::child("music", {.restart = otp::temporary}, all.music)});
}
