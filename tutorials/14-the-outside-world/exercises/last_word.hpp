// Exercise 2: show a guest out.
//
// The bar sends `words` to the guest and closes the connection. The guest must read these words and then the end, also
// if the guest has said something that the bar has not read, and is still talking. A guest who has read the end goes:
// do not wait longer than `patience` in all for one who does not. One who has gone already is no failure.
#pragma once

#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration /*patience*/) {
  otp::tcp::send(guest, words);
  guest.close();
}
