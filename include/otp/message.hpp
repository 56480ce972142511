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

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <ostream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/detail/message_type.hpp>

namespace otp {

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
  const detail::message_type* carried_type() const noexcept { return type_; }
  /// For people, not for decisions.
  std::string name() const { return type_ ? detail::name_of(*type_) : "nothing"; }
  /// What it says, by operator<<, also of a tuple's elements: `{3, "three"}`. Empty for a type that has none. Cut to
  /// 200 bytes. Throws what the operator throws.
  std::string text() const;
  /// Of a call, or of the reply to one: which; else ref().
  ref id() const noexcept;

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
  detail::message_part part() const noexcept { return {type_, type_ ? value() : nullptr}; }

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

  const detail::message_type* type_ = nullptr;
  std::uint64_t position_ = 0;
  // Zeroed, because the bytes behind a small trivial value are copied along with it.
  alignas(16) std::byte storage_[inside_size] = {};
};

// ---- how a type is described ------------------------------------------------------------------------------------

/// What can be shown to a reader: not where something stands in memory, which differs from run to run.
template <class T>
concept printable_value = !std::is_empty_v<T> && requires(std::ostream & out, const T& value) {
  out << value;
}
&&!requires(const T& value) { *value; };

template <class T>
constexpr auto message_printer() -> void (*)(std::ostream&, const void*) {
  if constexpr (requires(const T& sent) { detail::message_name<T>::inner(sent); }) {
    using inner = std::remove_cvref_t<decltype(detail::message_name<T>::inner(std::declval<const T&>()))>;
    if constexpr (printable_value<inner>)
      return [](std::ostream& out, const void* value) {
        out << detail::message_name<T>::inner(*static_cast<const T*>(value));
      };
  } else if constexpr (std::is_same_v<T, std::string>) {
    return &detail::print_quoted;
  } else if constexpr (printable_value<T>) {
    return [](std::ostream& out, const void* value) { out << *static_cast<const T*>(value); };
  }
  return nullptr;
}

template <class T>
constexpr auto message_id() -> const ref& (*)(const void*) {
  if constexpr (requires(const T& sent) { detail::message_name<T>::id(sent); })
    return [](const void* value) -> const ref& { return detail::message_name<T>::id(*static_cast<const T*>(value)); };
  return nullptr;
}

template <class T>
inline constexpr bool fits_inside = sizeof(T) <= message::inside_size &&
                                    alignof(T) <= 16 && std::is_nothrow_move_constructible_v<T>;

template <class T>
class message_type_of {
 public:
  static const detail::message_type value;
  /// May throw std::bad_alloc, the first time.
  static const detail::message_type* known() {
    // acquire: what another thread has found is written in full before.
    if (const detail::message_type* found = found_.load(std::memory_order_acquire)) return found;
    const detail::message_type* const found = detail::known_type(value);
    found_.store(found, std::memory_order_release);
    return found;
  }
  static bool is(const detail::message_type* type) noexcept {
    if (const detail::message_type* found = found_.load(std::memory_order_acquire)) [[likely]]
      return type == found;
    return is_at_the_first_look(type);
  }

 private:
  static bool is_at_the_first_look(const detail::message_type* type) noexcept {
    try {
      return type == known();
    } catch (const std::bad_alloc&) {  // then by what std::type_info says, which takes longer
      return type && type->info == typeid(T);
    }
  }
  inline static constinit std::atomic<const detail::message_type*> found_{nullptr};
};

template <class T>
inline constexpr std::size_t tuple_arity = 0;
template <class... Ts>
inline constexpr std::size_t tuple_arity<std::tuple<Ts...>> = sizeof...(Ts);

template <class T>
detail::message_part tuple_element(const void* value, std::size_t index) {
  detail::message_part found;
  if constexpr (tuple_arity < T >> 0) {
    auto look = [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((I == index ? void(found = {message_type_of<std::tuple_element_t<I, T>>::known(),
                                   &std::get<I>(*static_cast<const T*>(value))})
                   : void()),
       ...);
    };
    look(std::make_index_sequence<tuple_arity<T>>());
  }
  return found;
}

template <class T>
const detail::message_type message_type_of<T>::value{
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
    .name = &detail::message_name<T>::get,
    .print = message_printer<T>(),
    .id = message_id<T>(),
    .handler = detail::message_handler<T>::value,
};

template <class T>
requires(!std::is_same_v<std::remove_cvref_t<T>, message>) message::message(T&& value) {
  using Value = detail::message_value_t<T>;
  static_assert(std::is_move_constructible_v<Value>, "a message type must be movable or copyable");
  const detail::message_type* const type = message_type_of<Value>::known();
  if constexpr (fits_inside<Value>)
    ::new (static_cast<void*>(storage_)) Value(std::forward<T>(value));
  else
    ::new (static_cast<void*>(storage_)) Value*(new Value(std::forward<T>(value)));
  type_ = type;  // last: a constructor that throws leaves the envelope empty
}

template <class T>
bool message::is() const noexcept {
  return message_type_of<T>::is(type_);
}
template <class T>
const T* detail::message_part::get_if() const noexcept {
  return message_type_of<T>::is(type) ? static_cast<const T*>(value) : nullptr;
}
inline std::size_t detail::message_part::arity() const noexcept { return type ? type->arity : 0; }
inline detail::message_part detail::message_part::element(std::size_t index) const {
  return type->element(value, index);
}

}  // namespace otp
