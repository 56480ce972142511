// expiry.hpp - how clients say when a name ends.
#pragma once

#include <string>

#include "database.hpp"

namespace kv {

/// EX, PX, EXAT, PXAT, in small letters.
bool is_time_option(const std::string& option);
/// The time that such an option and its number mean. Errors: refused; the text names the command.
unix_time time_after(const database& db, const std::string& option, const std::string& number, const char* command);
/// The name ends then: now, when that time has passed. What the log gets is absolute.
void expire_at(database& db, const std::string& name, entry& e, unix_time when);

}  // namespace kv
