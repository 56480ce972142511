#include <otp/call.hpp>

namespace otp {

void fail_call(const exit_reason& why, const std::string& server, const std::type_info& request_type) {
  throw exit_exception(exit_reason::in_call(why, "{gen_server,call,[" + server + "," + type_name(request_type) + "]}"));
}

}  // namespace otp
