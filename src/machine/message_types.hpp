// message_types.hpp - the program's table of the types of messages, over a fork. See program.hpp.
#pragma once

namespace otp {

/// While a thread forks no other one holds the table's mutex.
void hold_message_types_over_fork();
void let_go_message_types_after_fork();

}  // namespace otp
