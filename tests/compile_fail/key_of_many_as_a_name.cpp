// error: a key of a duplicate registry may have many holders, so it names no actor
#include <otp/otp.hpp>

struct get {
  using reply = int;
};

int ask(const otp::duplicate_registry<std::string>& rooms) { return otp::call(rooms.via("lobby"), get{}); }
