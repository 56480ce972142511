// gen_event.cpp - what stands around the example of gen_event.hpp's banner.
#include <otp/gen_event.hpp>

#include <string>

struct fault {
  std::string text;
};
struct tick {};
struct how_many {
  using reply = int;
};

// the example

counting::counting(int) {}
counting::next counting::handle_event(const fault&) { return keep(); }
int counting::handle_call(how_many) { return 5; }
void counting::handle_info(const tick&) {}
int counting::terminate(const otp::handler_end&) { return 5; }
