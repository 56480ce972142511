#include <otp/task_stream.hpp>

#include "machine/platform.hpp"

namespace otp {

std::size_t usual_concurrency() noexcept { return platform::processors(); }

}  // namespace otp
