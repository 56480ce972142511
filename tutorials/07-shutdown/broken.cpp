// broken.cpp - a supervisor that may restart a thousand times a second, and does.
#include <iostream>
#include <stdexcept>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct set {
  int degrees;
};
struct get {
  using reply = int;
};

class settings : public otp::gen_server<settings> {
 public:
  using messages = otp::handles<get, set>;
  int handle_call(get) { return degrees_; }
  void handle_cast(set s) { degrees_ = s.degrees; }

 private:
  int degrees_ = 92;
};

int attempts = 0;

class boiler : public otp::gen_server<boiler> {
 public:
  boiler() {
    ++attempts;
    otp::sleep_for(10ms);  // warms up
    if (otp::call("settings", get{}) > 120) throw std::runtime_error("too hot");
  }
};

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  otp::start_supervisor({.intensity = 1000, .period = 1s}, {otp::child<settings>("settings", {.name = "settings"}),
                                                            otp::child<boiler>("boiler", {.name = "boiler"})});

  otp::cast("settings", set{920});  // a slip of the finger
  otp::exit(otp::whereis_name("boiler"), "power cut");
  otp::sleep_for(1min);
  std::cout << "main: a minute, and " << attempts << " attempts to start the boiler\n";
}
