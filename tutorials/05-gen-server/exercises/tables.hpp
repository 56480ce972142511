// Exercise 2: a waiter who lets guests wait.
//
// The bar has tables 0, 1, ... A call `sit` is answered with a free table, the lowest one. If there is
// none, it is not answered yet: guests wait in the order in which they came. A cast `leave` frees a table,
// and the guest who has waited longest gets it. The waiter goes on serving others meanwhile: the call
// `waiting` says at any time how many wait. A guest who dies (whether waiting or sitting) is forgotten, and
// the table is free again.
#pragma once

#include <otp/otp.hpp>

struct sit {
  using reply = int;
};
struct leave {
  int table;
};
struct waiting {
  using reply = int;
};

class tables : public otp::gen_server<tables> {
 public:
  explicit tables(int number_of_tables) : number_of_tables_(number_of_tables) {}

  int handle_call(sit) { return 0; }
  void handle_cast(leave) {}
  int handle_call(waiting) { return 0; }

 private:
  int number_of_tables_;
};
