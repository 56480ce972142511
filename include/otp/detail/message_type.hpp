// message_type.hpp - what is known of the type of a message: its identity, how to move it, its name.
//
// Mirrors        the tag of a term
// Differs        The C++ type is the tag. Two types are the same exactly if their std::type_info are equal, also where
//                several shared libraries or plugins of a program were compiled with hidden symbols.
// Thread safety  Constants.
// Chapter        1
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace otp {

class message;
class ref;
struct alias;

/// The C++ type's name as a programmer writes it.
std::string type_name(const std::type_info& type);

}  // namespace otp

namespace otp::detail {

/// Text that is somewhere else: a message has to copy it.
template <class T>
concept text_elsewhere = (std::is_same_v<std::decay_t<T>, const char*> || std::is_same_v<std::decay_t<T>, char*> ||
                          std::is_same_v<std::decay_t<T>, std::string_view>);

/// The type a value has as a message: decayed, with string literals and string_views turned into std::string.
template <class T>
struct message_value {
  using type = std::decay_t<T>;
};
template <text_elsewhere T>
struct message_value<T> {
  using type = std::string;
};
template <class... Ts>
struct message_value<std::tuple<Ts...>> {
  using type = std::tuple<typename message_value<Ts>::type...>;
};
template <class A, class B>
struct message_value<std::pair<A, B>> {
  using type = std::tuple<typename message_value<A>::type, typename message_value<B>::type>;
};
template <class T>
using message_value_t = typename message_value<std::remove_cvref_t<T>>::type;

struct message_type;

/// Some messages bring the code that hands them over at their receiver: a typed call to a server does, since only the
/// caller's code has seen both the server's class and the request's.
struct own_handler {
  const std::type_info* receiver;               // the class of the servers that understand it
  void (*handle)(void* host, message&& taken);  // called by the host (S::host) of such a server, with itself
  const alias& (*caller)(const message& sent);  // who waits for an answer; null when no actor does
};
/// Specialise for such a message type, with `value` pointing at its handler.
template <class T>
struct message_handler {
  static constexpr const own_handler* value = nullptr;
};

/// A look at one value inside a message, with its type: what tuple patterns walk over.
struct message_part {
  const message_type* type = nullptr;
  const void* value = nullptr;

  template <class T>
  const T* get_if() const noexcept;
  std::size_t arity() const noexcept;
  message_part element(std::size_t index) const;
};

/// What the envelope must know of the type it carries. Each shared library of a program may have an instance of its own
/// (where symbols are hidden); known_type() gives the same one for equal std::type_info, so that its address identifies
/// the type. It lives in the library that used the type first: once that is closed (dlclose), the type is gone.
struct message_type {
  const std::type_info& info;
  bool inside;                                      // lives in the envelope, else behind a pointer in it
  bool trivial;                                     // may be moved by copying bytes
  void (*relocate)(void* from, void* to) noexcept;  // move to `to`, destroy at `from`
  void (*destroy)(void* storage) noexcept;
  std::size_t arity;  // 0 unless the value is a tuple
  message_part (*element)(const void* value, std::size_t index);
  std::string (*name)();                                // for people: reports and traces
  void (*print)(std::ostream& out, const void* value);  // likewise; null where the type has no operator<<
  const ref& (*id)(const void* value);                  // which call it belongs to; null for nearly all
  const own_handler* handler;                           // null for nearly all
};

/// The first of those with this std::type_info. May throw std::bad_alloc.
const message_type* known_type(const message_type& type);

/// type.name(), made once.
std::string name_of(const message_type& type);
/// `"three"`, with escapes. The value is a std::string.
void print_quoted(std::ostream& out, const void* value);

/// The name without namespaces and template arguments: a label.
std::string short_type_name(const std::type_info& type);

/// Specialise for a type that wraps another, so that reports name the inner one; with inner(const T&), so that traces
/// show what that says; and with id(const T&) for what is part of a call, so that they show which.
template <class T>
struct message_name {
  static std::string get() { return type_name(typeid(T)); }
};

}  // namespace otp::detail
