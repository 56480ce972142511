// escalated.cpp - a supervisor that gives up soon, and one above it that starts more than the boiler again.
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
  settings() { std::cout << "settings: 92 degrees\n"; }
  int handle_call(get) { return degrees_; }
  void handle_cast(set s) { degrees_ = s.degrees; }

 private:
  int degrees_ = 92;
};

class boiler : public otp::gen_server<boiler> {
 public:
  boiler() {
    otp::sleep_for(10ms);
    const int degrees = otp::call("settings", get{});
    std::cout << "boiler: " << degrees << " degrees" << (degrees > 120 ? ", too hot" : "") << '\n';
    if (degrees > 120) throw std::runtime_error("too hot");
  }
};

int main() {
  otp::options options;
  options.report = [](const otp::report& r) {
    if (r.what == otp::report::kind::supervisor && r.reason == otp::shutdown)
      std::cout << r.name << ": " << r.text << '\n';
  };
  otp::system system(options);
  otp::start_supervisor({.name = "bar"},
                        {otp::child_supervisor("machine", {.intensity = 2, .period = 10s, .name = "machine"},
                                               {otp::child<settings>("settings", {.name = "settings"}),
                                                otp::child<boiler>("boiler", {.name = "boiler"})})});

  otp::cast("settings", set{920});
  otp::exit(otp::whereis_name("boiler"), "power cut");
  otp::sleep_for(1min);
  std::cout << "main: " << (otp::whereis_name("boiler") ? "the boiler is on" : "no boiler") << '\n';
}
