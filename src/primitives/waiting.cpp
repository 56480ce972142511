#include <otp/detail/waiting.hpp>

#include <utility>

#include "process/process.hpp"

namespace otp {

detail::waits_for::waits_for(const char* what, const std::type_info* type, const pid& whom) noexcept
    : said_{what, type, whom} {
  if (process* me = process::current()) said_.around = std::exchange(me->waiting_on, &said_);
}
detail::waits_for::~waits_for() {
  if (process* me = process::current()) me->waiting_on = said_.around;
}

}  // namespace otp
