// Right, too: nested by twos, each with its defaults
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor(
      {}, {otp::child("music", {.restart = otp::temporary}, all.music),
           otp::child_supervisor("machine", {.strategy = otp::rest_for_one},
                                 {otp::child("grinder", all.grinder),
                                  otp::child_supervisor("brewery", {}, {otp::child("brewer", all.brewer)})}),
           otp::child("till", all.till)});
}
