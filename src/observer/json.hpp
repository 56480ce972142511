// json.hpp - as much JSON as the observer speaks: objects and lists that are written, and flat objects that are read.
//
// Thread safety  Values.
// Invariants     What is written is valid UTF-8, whatever bytes a name or a text has.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <otp/pid.hpp>

namespace otp::observing {

/// The text in quotes. Bytes that are no UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

/// `{...}`, a field at a time.
class json_object {
 public:
  /// What is JSON already.
  json_object& raw(std::string_view name, std::string_view json);
  json_object& add(std::string_view name, std::string_view text) { return raw(name, json_text(text)); }
  json_object& add(std::string_view name, const std::string& text) { return raw(name, json_text(text)); }
  json_object& add(std::string_view name, const char* text) { return raw(name, json_text(text)); }
  json_object& add(std::string_view name, std::same_as<bool> auto yes) { return raw(name, yes ? "true" : "false"); }
  json_object& add(std::string_view name, std::integral auto number) requires(!std::same_as<decltype(number), bool>) {
    return raw(name, std::to_string(number));
  }
  json_object& add(std::string_view name, double number);
  /// null for one that names no actor.
  json_object& add(std::string_view name, const pid& who) {
    return who ? add(name, to_string(who)) : raw(name, "null");
  }
  template <class T>
  json_object& add(std::string_view name, const std::optional<T>& perhaps) {
    return perhaps ? add(name, *perhaps) : raw(name, "null");
  }
  std::string str() const { return "{" + fields_ + "}"; }

 private:
  std::string fields_;
};

/// `[...]`; each(item) gives an item's JSON.
template <class Items, class Each>
std::string json_list(const Items& items, Each each) {
  std::string all = "[";
  for (const auto& item : items) all += (all.size() > 1 ? "," : "") + std::string(each(item));
  return all + "]";
}

using json_value = std::variant<std::nullptr_t, bool, double, std::string>;
using flat_json = std::map<std::string, json_value, std::less<>>;

/// An object whose values are texts, numbers, true, false, null. Nothing, if it is anything else.
std::optional<flat_json> parse_flat(std::string_view json);
/// The value, if there is one of this type.
template <class T>
std::optional<T> get(const flat_json& object, std::string_view name) {
  const auto found = object.find(name);
  const T* const value = found == object.end() ? nullptr : std::get_if<T>(&found->second);
  return value ? std::optional(*value) : std::nullopt;
}

}  // namespace otp::observing
