#include <otp/exit_reason.hpp>

#include <cxxabi.h>
#include <boost/core/demangle.hpp>
#include <boost/thread/exceptions.hpp>
#include <cstdio>
#include <ostream>
#include <typeinfo>
#include <utility>

#include <otp/error.hpp>

namespace otp {

struct exit_reason::details {
  std::string type = {};
  std::string text = {};
  exit_reason inner = {};
  pid holder = {};
  bool operator==(const details&) const = default;
};

exit_reason::exit_reason(kind k, details d) : kind_(k), details_(std::make_shared<const details>(std::move(d))) {}
exit_reason::exit_reason(std::string text) : exit_reason(kind::term, {.text = std::move(text)}) {}

exit_reason exit_reason::shutdown_because(exit_reason inner) { return {kind::shutdown, {.inner = std::move(inner)}}; }
exit_reason exit_reason::error(std::string type, std::string what) {
  return {kind::error, {.type = std::move(type), .text = std::move(what)}};
}
exit_reason exit_reason::nocatch(std::string type) { return {kind::nocatch, {.type = std::move(type)}}; }
exit_reason exit_reason::in_call(exit_reason inner, std::string function) {
  return {kind::call, {.type = std::move(function), .inner = std::move(inner)}};
}
exit_reason exit_reason::failed_to_start_child(std::string id, exit_reason inner) {
  return {kind::failed_to_start_child, {.type = std::move(id), .inner = std::move(inner)}};
}
exit_reason exit_reason::already_started(pid holder) { return {kind::already_started, {.holder = std::move(holder)}}; }
exit_reason exit_reason::bad_specification(std::string text) {
  return {kind::bad_specification, {.text = std::move(text)}};
}

namespace {
const std::string no_text;
const pid nobody;
}  // namespace

const std::string& exit_reason::type() const& noexcept { return details_ ? details_->type : no_text; }
const std::string& exit_reason::text() const& noexcept { return details_ ? details_->text : no_text; }
const exit_reason& exit_reason::inner() const& noexcept { return details_ ? details_->inner : normal; }
const pid& exit_reason::holder() const& noexcept { return details_ ? details_->holder : nobody; }

bool operator==(const exit_reason& a, const exit_reason& b) noexcept {
  if (a.kind_ != b.kind_) return false;
  if (a.details_ == b.details_) return true;
  return a.details_ && b.details_ && *a.details_ == *b.details_;
}

namespace {

/// The length of the control character or line break that the text begins with: 0 if it is none. All are line breaks or
/// commands to a reader's terminal: C0, DEL, and in UTF-8 C1 (U+0080 to U+009F), U+2028 and U+2029.
std::size_t control_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) < 0xa0) return 2;
  if (byte(0) == 0xe2 && byte(1) == 0x80 && (byte(2) == 0xa8 || byte(2) == 0xa9)) return 3;
  return 0;
}

/// Such a character, as io_lib writes it.
std::string escape_of(std::string_view control) {
  constexpr std::string_view known = "\b\t\n\v\f\r\033\177", names = "btnvfred";
  if (control.size() == 3) return control[2] == '\xa8' ? "\\x{2028}" : "\\x{2029}";
  if (const auto at = known.find(control); at != std::string_view::npos) return {'\\', names[at]};
  char octal[5];
  std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(static_cast<unsigned char>(control.back())));
  return octal;
}

std::string in_quotes(const std::string& text) { return '"' + escaped(text, '"') + '"'; }

}  // namespace

std::string escaped(std::string_view text, char quote) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t length = control_at(text.substr(i))) {
      out += escape_of(text.substr(i, length));
      i += length;
      continue;
    }
    if (quote != 0 && (text[i] == quote || text[i] == '\\')) out += '\\';
    out += text[i++];
  }
  return out;
}

std::string to_string(const exit_reason& reason) {
  using kind = exit_reason::kind;
  switch (reason.which()) {
    case kind::normal: return "normal";
    case kind::shutdown:
      // {shutdown,normal} has the same inner reason as plain shutdown, but only it has details.
      return reason == shutdown ? "shutdown" : "{shutdown," + to_string(reason.inner()) + "}";
    case kind::kill: return "kill";
    case kind::killed: return "killed";
    case kind::noproc: return "noproc";
    case kind::timeout: return "timeout";
    case kind::calling_self: return "calling_self";
    case kind::error: return "{" + escaped(reason.type()) + "," + in_quotes(reason.text()) + "}";
    case kind::nocatch: return "{nocatch," + escaped(reason.type()) + "}";
    case kind::call: return "{" + to_string(reason.inner()) + "," + escaped(reason.type()) + "}";
    case kind::failed_to_start_child:
      return "{failed_to_start_child," + escaped(reason.type()) + "," + to_string(reason.inner()) + "}";
    case kind::already_started: return "{already_started," + to_string(reason.holder()) + "}";
    case kind::already_present: return "already_present";
    case kind::bad_specification: return "{bad_specification," + in_quotes(reason.text()) + "}";
    case kind::term: return escaped(reason.text());
  }
  return "?";
}

std::ostream& operator<<(std::ostream& out, const exit_reason& reason) { return out << to_string(reason); }

bool must_unwind() noexcept {
  const std::exception_ptr caught = std::current_exception();
  if (!caught) return true;  // no exception of C++
  const std::type_info* type = abi::__cxa_current_exception_type();
  return type && (*type == typeid(exit_unwind) || *type == typeid(boost::thread_interrupted));
}

exit_reason reason_of(const std::exception_ptr& failure) {
  if (!failure) return exit_reason::nocatch("abi::__forced_unwind");
  try {
    std::rethrow_exception(failure);
  } catch (const exit_exception& e) {
    return e.reason();
  } catch (const std::exception& e) {
    return exit_reason::error(boost::core::demangle(typeid(e).name()), e.what() ? e.what() : "");
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return exit_reason::nocatch(type ? boost::core::demangle(type->name()) : "unknown");
  }
}

exit_exception::exit_exception(exit_reason reason)
    : reason_(std::move(reason)), text_(std::make_shared<const std::string>("exit: " + to_string(reason_))) {}

start_error::start_error(exit_reason reason)
    : std::runtime_error("start failed: " + to_string(reason)), reason_(std::move(reason)) {}

}  // namespace otp
