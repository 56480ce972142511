// Exercise 1: who is started again with whom.
//
// Start a supervisor, linked to the caller, with these four. Choose strategies, restart types and, if need
// be, further supervisors:
//   till     is always there. Its failure is no business of the others.
//   grinder  is always there.
//   brewer   is always there. It needs the grinder: when that starts again, so does the brewer; not vice versa.
//   music    plays once, and is not started again, however it ends.
// A failure of grinder or brewer must leave till and music alone.
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> till, grinder, brewer, music;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor({.intensity = 100}, {otp::child("till", all.till), otp::child("grinder", all.grinder),
                                                    otp::child("brewer", all.brewer), otp::child("music", all.music)});
}
