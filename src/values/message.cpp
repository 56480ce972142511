#include <otp/message.hpp>

#include <boost/core/demangle.hpp>

namespace otp {

std::string type_name(const std::type_info& type) {
  std::string name = boost::core::demangle(type.name());
  // The one alias that programmers write and the compiler does not.
  const std::string_view long_form = "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >";
  for (auto at = name.find(long_form); at != std::string::npos; at = name.find(long_form, at))
    name.replace(at, long_form.size(), "std::string");
  const std::string_view unnamed = "(anonymous namespace)::";
  for (auto at = name.find(unnamed); at != std::string::npos; at = name.find(unnamed, at))
    name.erase(at, unnamed.size());
  return name;
}

std::string detail::short_type_name(const std::type_info& type) {
  std::string name = type_name(type);
  if (const std::size_t arguments = name.find('<'); arguments != std::string::npos) name.resize(arguments);
  const auto colon = name.rfind(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

}  // namespace otp
