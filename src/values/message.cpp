#include <otp/message.hpp>

#include <boost/core/demangle.hpp>
#include <iomanip>
#include <sstream>

#include <otp/pid.hpp>

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

namespace {

void print(std::ostream& out, const detail::message_part& part) {
  if (part.type && part.type->print) return part.type->print(out, part.value);
  if (part.arity() == 0) return void(out << (part.type ? part.type->name() : "nothing"));
  for (std::size_t i = 0; i < part.arity(); ++i) {
    out << (i == 0 ? "{" : ", ");
    print(out, part.element(i));
  }
  out << "}";
}

}  // namespace

void detail::print_quoted(std::ostream& out, const void* value) {
  out << std::quoted(*static_cast<const std::string*>(value));
}

std::string message::text() const {
  constexpr std::size_t longest = 200;
  if (!type_ || (!type_->print && type_->arity == 0)) return {};
  std::ostringstream out;
  out << std::boolalpha;
  print(out, part());
  std::string text = std::move(out).str();
  if (text.size() > longest) text.replace(longest - 3, std::string::npos, "...");
  return text;
}

ref message::id() const noexcept { return type_ && type_->id ? type_->id(value()) : ref(); }

std::string detail::short_type_name(const std::type_info& type) {
  std::string name = type_name(type);
  if (const std::size_t arguments = name.find('<'); arguments != std::string::npos) name.resize(arguments);
  const auto colon = name.rfind(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

}  // namespace otp
