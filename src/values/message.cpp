#include <otp/message.hpp>

#include <boost/core/demangle.hpp>
#include <mutex>
#include <unordered_map>

#include "values/message_types.hpp"

namespace otp {

namespace {

/// Never destroyed: messages may be sent while the program exits.
struct types {
  std::mutex mutex;
  std::unordered_multimap<std::string, const message_type*> by_name;  // guarded by mutex
};
types& all_types() {
  static types& all = *new types;
  return all;
}

}  // namespace

const message_type* known_type(const message_type& type) {
  std::string name = type.info.name();
  std::lock_guard lock(all_types().mutex);
  // Of equal names, those of types in unnamed namespaces are not equal.
  const auto [first, last] = all_types().by_name.equal_range(name);
  for (auto i = first; i != last; ++i)
    if (i->second->info == type.info) return i->second;
  all_types().by_name.emplace(std::move(name), &type);
  return &type;
}

void hold_message_types_over_fork() { all_types().mutex.lock(); }
void let_go_message_types_after_fork() { all_types().mutex.unlock(); }

std::string type_name(const std::type_info& type) {
  std::string name = boost::core::demangle(type.name());
  // The one alias everybody writes and the compiler does not.
  const std::string_view long_form = "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >";
  for (auto at = name.find(long_form); at != std::string::npos; at = name.find(long_form, at))
    name.replace(at, long_form.size(), "std::string");
  const std::string_view unnamed = "(anonymous namespace)::";
  for (auto at = name.find(unnamed); at != std::string::npos; at = name.find(unnamed, at))
    name.erase(at, unnamed.size());
  return name;
}

std::string short_type_name(const std::type_info& type) {
  std::string name = type_name(type);
  if (const std::size_t arguments = name.find('<'); arguments != std::string::npos) name.resize(arguments);
  const auto colon = name.rfind(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

}  // namespace otp
