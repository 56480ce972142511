// page.hpp - the page for a browser, a text that CMake makes of assets/live.html, or of placeholder.html.
#pragma once

#include <string_view>

namespace otp::observing {

extern const std::string_view page;

}  // namespace otp::observing
