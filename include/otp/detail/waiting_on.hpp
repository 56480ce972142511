// waiting_on.hpp - for whom an actor waits, and for what: it says so itself, and the report of a deadlock reads it.
#pragma once

#include <string>
#include <typeinfo>

#include <otp/detail/message_type.hpp>
#include <otp/pid.hpp>

namespace otp::detail {

struct waiting_on {
  const char* what;            // a literal: `a reply to`
  const std::type_info* type;  // of the request, if there is one
  const pid& whom;
  const waiting_on* around = nullptr;  // what it was waiting for when it began to wait for this

  std::string text() const { return type ? what + (" " + type_name(*type)) : what; }  // `a reply to get`
};

}  // namespace otp::detail
