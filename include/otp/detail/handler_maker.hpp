// handler_maker.hpp - how a handler is made in its manager's thread: as a new one, or in the place of another.
//
// Mirrors        gen_event.erl: server_add_handler/4, split_and_terminate/6, do_swap/7
// Differs        What can be made of which arguments is known when the program is compiled.
// Thread safety  Made by one actor, used by the manager.
// Chapter        8
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/detail/handler_of.hpp>

namespace otp {
template <class H, class Event>
class event_handler;
}  // namespace otp

namespace otp::detail {

using make_handler = std::function<std::unique_ptr<handler_host>()>;

template <class H, class Event>
Event event_of(const event_handler<H, Event>*);
template <class H>
concept event_handling = requires(const H* h) {
  event_of<H>(h);
};
/// H is a handler of such events and can be made of arguments of these types; if not, the compiler says so in one
/// sentence.
template <class H, class Event>
constexpr bool is_handler() {
  constexpr bool derived = event_handling<H>;
  static_assert(derived, "this class is no handler of events; derive it from otp::event_handler<itself, Event>");
  if constexpr (derived) {
    constexpr bool fits = std::is_same_v<typename H::event, Event>;
    static_assert(fits, "this handler is one of other events than the manager's");
    return fits;
  }
  return false;
}
template <class H, class Request>
constexpr bool can_be_called() {
  static_assert(request<Request>, "the request's type must say what it is answered with: using reply = ...;");
  if constexpr (request<Request>) {
    constexpr bool taken = handler_takes_call<H, std::remove_cvref_t<Request>>;
    static_assert(taken, "the handler has no public handle_call that takes this request");
    return taken;
  }
  return false;
}
template <class H, class Event, class... Args>
constexpr bool can_be_added() {
  if constexpr (is_handler<H, Event>()) {
    constexpr bool made = std::is_constructible_v<H, Args...>;
    static_assert(made, "this handler has no public constructor that takes these arguments");
    return made;
  }
  return false;
}
template <class H, class... Args>
make_handler maker_of(std::string id, Args&&... args) {
  // Shared, because std::function wants to be copyable; it is called once.
  auto held = std::make_shared<std::tuple<std::decay_t<Args>...>>(std::forward<Args>(args)...);
  return [id = handler_id::of<H>(std::move(id)), held = std::move(held)] {
    return std::apply([&](auto&... each) { return std::make_unique<handler_of<H>>(id, std::move(each)...); }, *held);
  };
}

// ---- one in the place of another ------------------------------------------------------------------------------------

struct succession {
  handler_id successor;
  std::function<void(handler_host& old)> end;  // not called when there is none
  make_handler make;
};

template <class Old, class New, class Event, class... Args>
constexpr bool can_succeed() {
  if constexpr (is_handler<Old, Event>() && is_handler<New, Event>()) {
    if constexpr (std::is_same_v<end_value<Old>, ok>) return can_be_added<New, Event, Args...>();
    constexpr bool made = std::is_constructible_v<New, Args..., std::optional<end_value<Old>>>;
    static_assert(made || std::is_same_v<end_value<Old>, ok>,
                  "the new handler has no public constructor that takes these arguments and, behind them, a "
                  "std::optional of what the old one's terminate returns");
    return made;
  }
  return false;
}
template <class Old, class New, class... Args>
succession succession_of(std::string id, Args&&... args) {
  struct state {
    std::tuple<std::decay_t<Args>...> args;
    std::optional<end_value<Old>> left;
  };
  const auto held = std::make_shared<state>(state{{std::forward<Args>(args)...}, {}});
  const handler_id known = handler_id::of<New>(std::move(id));
  return {known,
          [held](handler_host& old) {
            held->left = static_cast<handler_of<Old>&>(old).terminate({handler_end::kind::swapped}).value;
          },
          [held, known] {
            const auto make = [&](auto&... each) {
              if constexpr (std::is_same_v<end_value<Old>, ok>)
                return std::make_unique<handler_of<New>>(known, std::move(each)...);
              else
                return std::make_unique<handler_of<New>>(known, std::move(each)..., std::move(held->left));
            };
            return std::apply(make, held->args);
          }};
}

}  // namespace otp::detail
