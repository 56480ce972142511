// Exercise 2: a door bell for impatient guests.
//
// Make this a server. `ring` (a cast) is what happens when somebody presses the button. When nobody has pressed it
// for two seconds, the server sends `guests_at_the_door` to its owner, with how often it was pressed since the last
// time. The call `pressed` says how often so far; it must not put off the message.
#pragma once

#include <otp/otp.hpp>

struct ring {};
struct pressed {
  using reply = int;
};
struct guests_at_the_door {
  int pressed;
};

class door_bell : public otp::gen_server<door_bell> {
 public:
  using messages = otp::handles<ring, pressed>;
  explicit door_bell(otp::pid owner) : owner_(std::move(owner)) {}

  void handle_cast(ring) { otp::send(owner_, guests_at_the_door{1}); }
  int handle_call(pressed) { return 0; }

 private:
  otp::pid owner_;
};
