// commands.cpp - see commands.hpp.
#include "commands.hpp"

#include "text.hpp"

namespace kv {

const command* command_table::find(std::string_view name) const {
  const auto found = commands_.find(lower(name));
  return found == commands_.end() ? nullptr : &found->second;
}

}  // namespace kv
