// plugin.cpp - the plugin: sends the program types that both know, and calls its server.
#include "greeting.hpp"

extern "C" __attribute__((visibility("default"))) void plug(const otp::pid& to, const otp::server_ref<counts>& server) {
  otp::send(to, greeting{7});
  otp::send(to, 42);
  otp::send(to, std::tuple("pair", greeting{8}));
  otp::send(to, std::string(otp::call(server, get{}) == 1 ? "called" : "not called"));
  const auto [p, m] = otp::spawn_monitor([] {});
  otp::receive([](const otp::down&) {});
}
