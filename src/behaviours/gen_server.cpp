#include <otp/gen_server.hpp>

#include <utility>

namespace otp {

std::optional<exit_reason> detail::server_host::step(behaviour_loop& loop) {
  next then = std::exchange(last_.then, {});
  message taken = then.continues() ? loop.take(then.take_continuation()) : loop.take(then.wait());
  if (taken.empty()) return loop.end_reason();
  handle(std::move(taken));
  if (last_.then.stops()) return last_.then.reason();  // the reply goes after terminate
  send_reply();
  return std::nullopt;
}

void detail::server_host::terminate(const exit_reason& reason) {
  run_terminate(reason);
  send_reply();
}

void detail::server_host::send_reply() {
  if (last_.reply.empty()) return;
  trace_reply(last_.reply_to.owner, last_.reply);
  send(last_.reply_to, std::exchange(last_.reply, {}));
}

}  // namespace otp
