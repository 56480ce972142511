// views.hpp - the views of API.md as JSON.
//
// Thread safety  Any thread.
#pragma once

#include <optional>
#include <string>

#include <otp/time.hpp>

#include "observer/watched.hpp"

namespace otp::observing {

/// What is asked of a table.
struct table_request {
  std::string sort = "pid";
  std::string order = {};  // asc, desc; empty: as suits the column
  std::string filter = {};
  std::size_t limit = 100;
  std::size_t offset = 0;
};
/// Whether there is such a column.
bool can_sort_by(const std::string& column);

// `at_most_old`: how old a look at all actors may be.
std::string overview_view(watched& seen, duration at_most_old = duration::zero());
std::string processes_view(watched& seen, const table_request& asked, duration at_most_old = duration::zero());
std::string tree_view(watched& seen, duration at_most_old = duration::zero());
std::string names_view(watched& seen);
std::string reports_view(watched& seen, std::size_t limit);
/// Nothing: there is no such actor.
std::optional<std::string> process_view(watched& seen, const std::string& pid_text);

}  // namespace otp::observing
