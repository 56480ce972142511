// message.hpp - the envelope that carries any C++ value from one actor to another.
//
// Mirrors        the term in `Pid ! Term`
// Differs        A message has a C++ type, and that type is what receive matches first. Values are moved, never shared,
//                so a message may own what cannot be copied (a unique_ptr, a file).
// Thread safety  A message belongs to one thread at a time; the mailbox hands it over.
// Invariants     1. A value of up to 48 bytes that moves without throwing lives inside the envelope: no allocation.
//                2. Moving an envelope never throws and never runs user code for heap-held values.
//                3. Text literals arrive as std::string, inside tuples too: no message can hold a dangling char*.
// Chapter        1
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace otp {

class message;

/// The type a value has as a message: decayed, with string literals and string_views turned into std::string.
template <class T>
struct message_value {
  using type = std::decay_t<T>;
};
template <class T>
requires std::is_same_v < std::decay_t<T>,
const char* > || std::is_same_v<std::decay_t<T>, char*> ||
    std::is_same_v<std::decay_t<T>, std::string_view> struct message_value<T> {
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

/// Some messages bring the code that handles them at their receiver: a typed call to a gen_server does, since only the
/// caller's code has seen both the server's class and the request's.
struct own_handler {
  const void* receiver_kind;                                       // which receivers understand it
  void (*handle)(void* receiver, message&& taken, void* outcome);  // what those do with it
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

/// What the envelope must know of the type it carries. One instance a type, so its address identifies the type.
struct message_type {
  const std::type_info& info;
  bool inside;                                      // lives in the envelope, else behind a pointer in it
  bool trivial;                                     // may be moved by copying bytes
  void (*relocate)(void* from, void* to) noexcept;  // move to `to`, destroy at `from`
  void (*destroy)(void* storage) noexcept;
  std::size_t arity;  // 0 unless the value is a tuple
  message_part (*element)(const void* value, std::size_t index);
  std::string (*name)();       // for people: reports and traces
  const own_handler* handler;  // null for nearly all
};

/// The C++ type's name as a programmer writes it.
std::string type_name(const std::type_info& type);
/// ... without namespaces and template arguments: a label.
std::string short_type_name(const std::type_info& type);

/// Specialise for a type that wraps another, so that reports name the inner one.
template <class T>
struct message_name {
  static std::string get() { return type_name(typeid(T)); }
};

class message {
 public:
  static constexpr std::size_t inside_size = 48;

  message() noexcept = default;

  /// Wraps a value. Throws what the value's copy or move throws, or std::bad_alloc.
  template <class T>
  requires(!std::is_same_v<std::remove_cvref_t<T>, message>) explicit message(T&& value);

  message(message&& other) noexcept { move_from(other); }
  message& operator=(message&& other) noexcept {
    if (this != &other) {
      clear();
      move_from(other);
    }
    return *this;
  }
  ~message() { clear(); }

  bool empty() const noexcept { return type_ == nullptr; }
  /// Destroys the value.
  void clear() noexcept {
    if (type_ && !type_->trivial) type_->destroy(storage_);
    type_ = nullptr;
  }
  /// The carried value's type; typeid(void) when empty.
  const std::type_info& type() const noexcept { return type_ ? type_->info : typeid(void); }
  const message_type* carried_type() const noexcept { return type_; }
  /// For people, not for decisions.
  std::string name() const { return type_ ? type_->name() : "nothing"; }

  template <class T>
  bool is() const noexcept;
  /// The value, which must be a T.
  template <class T>
  const T& as() const noexcept {
    return *static_cast<const T*>(value());
  }
  template <class T>
  T& as() noexcept {
    return *static_cast<T*>(const_cast<void*>(std::as_const(*this).value()));
  }
  message_part part() const noexcept { return {type_, type_ ? value() : nullptr}; }

  /// Where it stands in its mailbox: 1 for the first message that ever came. 0 before it is sent.
  std::uint64_t position() const noexcept { return position_; }
  void set_position(std::uint64_t position) noexcept { position_ = position; }

 private:
  const void* value() const noexcept {
    return type_->inside ? static_cast<const void*>(storage_) : *reinterpret_cast<void* const*>(storage_);
  }
  void move_from(message& other) noexcept {
    type_ = std::exchange(other.type_, nullptr);
    position_ = other.position_;
    if (!type_) return;
    if (type_->trivial)
      std::memcpy(storage_, other.storage_, inside_size);
    else
      type_->relocate(other.storage_, storage_);
  }

  const message_type* type_ = nullptr;
  std::uint64_t position_ = 0;
  // Zeroed, because the bytes behind a small trivial value are copied along with it.
  alignas(16) std::byte storage_[inside_size] = {};
};

// ---- how a type is described ------------------------------------------------------------------------------------

template <class T>
inline constexpr bool fits_inside = sizeof(T) <= message::inside_size &&
                                    alignof(T) <= 16 && std::is_nothrow_move_constructible_v<T>;

template <class T>
struct message_type_of {
  static const message_type value;
};

template <class T>
inline constexpr std::size_t tuple_arity = 0;
template <class... Ts>
inline constexpr std::size_t tuple_arity<std::tuple<Ts...>> = sizeof...(Ts);

template <class T>
message_part tuple_element(const void* value, std::size_t index) {
  message_part found;
  if constexpr (tuple_arity < T >> 0) {
    auto look = [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((I == index ? void(found = {&message_type_of<std::tuple_element_t<I, T>>::value,
                                   &std::get<I>(*static_cast<const T*>(value))})
                   : void()),
       ...);
    };
    look(std::make_index_sequence<tuple_arity<T>>());
  }
  return found;
}

template <class T>
const message_type message_type_of<T>::value{
    .info = typeid(T),
    .inside = fits_inside<T>,
    .trivial = fits_inside<T>&& std::is_trivially_copyable_v<T>,
    .relocate =
        [](void* from, void* to) noexcept {
          if constexpr (fits_inside<T>) {
            T* old = static_cast<T*>(from);
            ::new (to) T(std::move(*old));
            old->~T();
          } else {
            std::memcpy(to, from, sizeof(void*));
          }
        },
    .destroy =
        [](void* storage) noexcept {
          if constexpr (fits_inside<T>)
            static_cast<T*>(storage)->~T();
          else
            delete *static_cast<T**>(storage);
        },
    .arity = tuple_arity<T>,
    .element = &tuple_element<T>,
    .name = &message_name<T>::get,
    .handler = message_handler<T>::value,
};

template <class T>
requires(!std::is_same_v<std::remove_cvref_t<T>, message>) message::message(T&& value) {
  using Value = message_value_t<T>;
  static_assert(std::is_move_constructible_v<Value>, "a message type must be movable or copyable");
  if constexpr (fits_inside<Value>)
    ::new (static_cast<void*>(storage_)) Value(std::forward<T>(value));
  else
    ::new (static_cast<void*>(storage_)) Value*(new Value(std::forward<T>(value)));
  type_ = &message_type_of<Value>::value;  // last: a constructor that throws leaves the envelope empty
}

template <class T>
bool message::is() const noexcept {
  return type_ == &message_type_of<T>::value;
}
template <class T>
const T* message_part::get_if() const noexcept {
  return type == &message_type_of<T>::value ? static_cast<const T*>(value) : nullptr;
}
inline std::size_t message_part::arity() const noexcept { return type ? type->arity : 0; }
inline message_part message_part::element(std::size_t index) const { return type->element(value, index); }

}  // namespace otp
