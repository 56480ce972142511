// error: a message type must be movable or copyable
#include <otp/otp.hpp>
struct pinned {
  pinned() = default;
  pinned(const pinned&) = delete;
};
void f(const otp::pid& to) { otp::send(to, pinned()); }
