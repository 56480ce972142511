// error: the name of a process group is a type with ==, <, std::hash and copies
#include <otp/otp.hpp>

struct team {
  int number;
  friend bool operator==(const team&, const team&) = default;
};

otp::pg_scope<team> teams;
