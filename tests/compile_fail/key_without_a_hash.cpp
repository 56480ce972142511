// error: a registry's key is a type with ==, std::hash and copies
#include <otp/otp.hpp>

struct seat {
  int row, place;
  friend bool operator==(const seat&, const seat&) = default;
};

otp::unique_registry<seat> seats;
