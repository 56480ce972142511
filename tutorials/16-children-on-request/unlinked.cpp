// unlinked.cpp - a child that is not linked to its supervisor.
#include <iostream>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

class guest : public otp::gen_server<guest> {};

void evening(const char* by, const otp::child_start& start) {
  const auto inside = otp::start_dynamic_supervisor();
  const otp::child_spec spec{.id = "guest", .start = start, .restart = otp::temporary};
  const otp::pid first = otp::start_child(inside, spec).pid;
  otp::stop(first);
  otp::sleep_for(1s);
  std::cout << by << ": when the guest has left, taken seats: " << otp::count_children(inside).specs << '\n';

  const otp::pid second = otp::start_child(inside, spec).pid;
  otp::exit(inside, otp::kill);
  otp::sleep_for(1s);
  std::cout << by << ": after the supervisor's end, the guest " << (otp::is_process_alive(second) ? "stays" : "ends")
            << '\n';
}

int main() {
  otp::options quiet;
  quiet.report = [](const otp::report&) {};
  otp::system system(quiet);
  otp::trap_exit(true);
  evening("start_link", [](const otp::start_args&) { return otp::try_start_link<guest>({}); });
  evening("start     ", [](const otp::start_args&) { return otp::try_start<guest>({}); });
}
