// error: reply: the caller waits for a reply of another type
#include <otp/otp.hpp>
void f(const otp::from<int>& to) { otp::reply(to, std::string("1")); }
