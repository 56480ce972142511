// opening.cpp - the third child cannot start: what becomes of the first two?
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

class role : public otp::gen_server<role> {
 public:
  role(std::string name, bool can_start) : name_(std::move(name)) {
    otp::trap_exit(true);  // so that terminate is called when the supervisor stops it
    if (!can_start) throw std::runtime_error("no water");
    std::cout << name_ << ": here\n";
  }
  void terminate(const otp::exit_reason& reason) { std::cout << name_ << ": " << to_string(reason) << '\n'; }

 private:
  std::string name_;
};

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  otp::trap_exit(true);  // start_supervisor links, and a failure would end main with it
  try {
    otp::start_supervisor({}, {otp::child<role>("till", "till", true), otp::child<role>("grinder", "grinder", true),
                               otp::child<role>("boiler", "boiler", false)});
  } catch (const otp::start_error& e) {
    std::cout << "main: " << to_string(e.reason()) << '\n';
  }
}
