#include <otp/sys.hpp>

namespace otp {

void suspend(const pid& server, duration timeout_after) {
  call(server, system_request{system_request::what::suspend}, timeout_after);
}
void resume(const pid& server, duration timeout_after) {
  call(server, system_request{system_request::what::resume}, timeout_after);
}
server_status get_status(const pid& server, duration timeout_after) {
  return call(server, system_request{system_request::what::get_status}, timeout_after);
}

}  // namespace otp
