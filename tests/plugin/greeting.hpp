// greeting.hpp - what the program and its plugin both know.
#pragma once

#include <otp/otp.hpp>

struct greeting {
  int n;
};
struct get {
  using reply = int;
};
struct counts : otp::gen_server<counts> {
  int handle_call(get) { return ++n_; }
  int n_ = 0;
};
