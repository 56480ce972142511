#include <otp/waiting.hpp>

#include <otp/message.hpp>
#include <otp/process.hpp>

namespace otp {

waits_for::waits_for(const char* what, const std::type_info* type, const pid& whom) noexcept
    : what_(what), type_(type), whom_(whom) {
  if (process* me = process::current()) around_ = std::exchange(me->waits, this);
}
waits_for::~waits_for() {
  if (process* me = process::current()) me->waits = around_;
}

std::string waits_for::text() const {
  return std::string(what_) + (type_ ? " " + type_name(*type_) : "") + " from " + to_string(whom_);
}

}  // namespace otp
