// error: could not convert ‘500’ from ‘int’|no viable conversion from|no matching function|cannot convert
#include <otp/otp.hpp>
void f() {
  otp::receive(otp::after(500, [] {}));
}
