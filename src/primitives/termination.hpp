// termination.hpp - when an exit signal ends the whole program, its last line says which signal and why.
#pragma once

namespace otp {

/// From now on, in this program: before the handler of std::set_terminate that is in force runs.
void explain_termination();

}  // namespace otp
