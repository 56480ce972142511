#include "schedule/outside_poll.hpp"

#include <string>
#include <system_error>
#include <utility>

#include <otp/error.hpp>

#include "machine/platform.hpp"

namespace otp {

outside_poll::outside_poll(scheduler& schedule, std::span<const detail::watch> all, std::function<void()> tell)
    : scheduler_(schedule), all_(all.begin(), all.end()), tell_(std::move(tell)) {
  scheduler_.keep_real_time(1);
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error& refusal) {
    scheduler_.keep_real_time(-1);
    throw error(errc::system_limit, std::string("a thread that polls: ") + refusal.what());
  } catch (...) {
    scheduler_.keep_real_time(-1);
    throw;
  }
}

outside_poll::~outside_poll() {
  end_.ring();
  thread_.join();
  scheduler_.keep_real_time(-1);
}

void outside_poll::run() noexcept {
  platform::name_this_thread("otp poll");
  // The bell stands among the others, as one more descriptor: it alone says that the end has come.
  const detail::watch end{end_.descriptor(), false};
  for (;;) {
    try {
      const auto ready = poll_descriptors(all_, &end_, never);
      if (ready) return tell_();
      if (poll_descriptors({&end, 1}, nullptr, time_point())) return;
    } catch (...) {  // the actor, when it looks itself, meets the same
      return tell_();
    }
  }
}

}  // namespace otp
