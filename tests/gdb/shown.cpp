// shown.cpp - values for gdb to print; the program itself prints what it has to say of each.
#include <iostream>
#include <otp/otp.hpp>
#include <vector>

/// Where gdb stops.
void look([[maybe_unused]] const std::vector<otp::exit_reason>& reasons, [[maybe_unused]] const otp::pid& me,
          [[maybe_unused]] const otp::pid& nobody, [[maybe_unused]] const otp::ref& made) {}

int main() {
  const otp::system system;
  using otp::exit_reason;
  const std::vector<exit_reason> reasons = {otp::normal,
                                            otp::shutdown,
                                            exit_reason::shutdown_because("bye"),
                                            otp::killed,
                                            exit_reason::error("std::runtime_error", "a \"word\"\nand another"),
                                            exit_reason::nocatch("int"),
                                            exit_reason::in_call(otp::noproc, "{gen_server,call,[<0.5>,add]}"),
                                            exit_reason::failed_to_start_child("a", otp::timeout),
                                            exit_reason::already_started(otp::self()),
                                            exit_reason::bad_specification("two of one id"),
                                            "out_of_paper"};
  const otp::ref made = otp::make_ref();
  for (const exit_reason& reason : reasons) std::cout << reason << '\n';
  std::cout << otp::self() << '\n' << otp::pid() << '\n' << made << '\n';
  look(reasons, otp::self(), otp::pid(), made);
}
