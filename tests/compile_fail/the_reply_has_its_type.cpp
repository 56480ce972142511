// error: no viable conversion|conversion from ‘int’ to non-scalar type|cannot convert
#include "../counter.hpp"
void f(const otp::server_ref<counter>& c) { const std::string text = otp::call(c, get{}); }
