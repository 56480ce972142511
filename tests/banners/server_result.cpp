// server_result.cpp - what stands around the example of server_result.hpp's banner.
#include <otp/otp.hpp>

using namespace otp;
using namespace std::chrono_literals;

struct question {
  using reply = int;
};
struct load {};

struct server : gen_server<server> {
  result<int> handle_call(question) {
    const load c;
    // the example
  }
  void handle_continue(load) {}
};

int in_main() { return call(start<server>(), question{}); }
