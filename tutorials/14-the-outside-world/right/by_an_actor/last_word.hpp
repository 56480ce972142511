// Right, too: a reader of its own, who is ended with the patience
#pragma once

#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  const otp::time_point deadline = otp::now() + patience;
  const auto [reader, end] = otp::spawn_monitor([&] {
    try {
      otp::tcp::send(guest, words);
      otp::tcp::shutdown_write(guest);
      while (!otp::tcp::receive_some(guest).empty()) {
      }
    } catch (const otp::tcp::failure&) {
    }
  });
  const bool over = otp::receive(
      otp::when([id = end](const otp::down& d) { return d.ref == id; }, [](const otp::down&) { return true; }),
      otp::after(deadline - otp::now(), [] { return false; }));
  if (over) return;
  otp::exit(reader, otp::kill);
  otp::await_down(end);
}
