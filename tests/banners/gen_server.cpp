// gen_server.cpp - what stands around the example of gen_server.hpp's banner.
#include <otp/otp.hpp>

struct get {
  using reply = int;
};
struct add {
  using reply = int;
};
struct slow {
  using reply = int;
};
struct reset {};
struct tick {};
struct load {};

// the example

otp::server_ref<counter> in_main() {
  const auto server = otp::start<counter>(1);
  otp::cast(server, reset{});
  otp::call(server, get{});
  otp::call(server, add{});
  otp::call(server, slow{});
  return server;
}
