// gen_event.hpp - an event manager: an actor in which handlers of events live, each added and removed on its own.
//
// Mirrors        gen_event: add_handler/3, add_sup_handler/3, delete_handler/3, swap_handler/3, which_handlers/1,
//                notify/2, sync_notify/2, call/3,4 (here call_handler); start, start_link and stop are in gen.hpp
// Differs        A manager has one type of events. A handler is a class, made in the manager's thread; its constructor
//                is init. terminate is told why by one type, handler_end: no arguments are given to it. What a callback
//                returns is checked by the compiler, and so a bad return does not exist. No swap_sup_handler: a
//                successor has its predecessor's adder.
// Thread safety  A handler is touched by its manager's thread alone. The functions may be called by any actor.
// Invariants     1. The newest handler is first: in which_handlers, and for every event and message.
//                2. A handler that throws goes alone, with a report: the manager and all others go on.
//                3. Each handler ends once: terminate, its destructor, then its adder hears of it, if it has asked to.
//                   Only an exit signal that ends the manager leaves out terminate and the adder.
// Chapter        8
//
//   class counting : public otp::event_handler<counting, fault> {
//    public:
//     using messages = otp::handles<tick>;   // optional: what handle_info takes beside what the library itself sends
//     explicit counting(int first);          // init. A throw: add_handler fails.
//     next handle_event(const fault&);       // keep(), remove() or swap<other>(args...); or void: keep()
//     int handle_call(how_many);             // optional; or handler_reply<int>: return {5, remove()};
//     void handle_info(const tick&);         // optional; or next
//     int terminate(const otp::handler_end&);  // optional; what it returns, delete_handler and a successor get
//   };
//   void in_main() {
//     const auto faults = otp::start_link<otp::gen_event<fault>>({.name = "faults"});
//     otp::add_handler<counting>(faults, 0);
//     otp::add_sup_handler<counting>(faults, {.id = "mine"}, 100);  // the caller is told of its end: gen_event_exit
//     otp::notify(faults, fault{"no paper"});
//     const auto count = otp::call_handler<counting>(faults, how_many{}, "mine");  // count.value: 101
//     const auto last = otp::delete_handler<counting>(faults);                     // last.value: what terminate gave
//   }
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/call.hpp>
#include <otp/detail/event_handlers.hpp>
#include <otp/gen.hpp>
#include <otp/gen_server.hpp>

namespace otp {

/// Base of every handler class H of events of this type.
template <class H, class Event>
class event_handler {
 public:
  using event = Event;
  using messages = handles<>;
  using next = handler_next;

 protected:
  event_handler() = default;
  ~event_handler() = default;

  static next keep() { return {}; }
  static next remove() { return next::removes(); }
  /// H ends, and a New takes its place, of the same adder: {swap_handler, ...}. See swap_handler.
  template <class New, class... Args>
  requires(!begins_with<handler_options, Args...>) static next swap(Args&&... args) {
    return swap<New>(handler_options{}, std::forward<Args>(args)...);
  }
  template <class New, class... Args>
  static next swap(handler_options options, Args&&... args) {
    if constexpr (detail::can_succeed<H, New, Event, std::decay_t<Args>...>())
      return next::swaps(detail::succession_of<H, New>(std::move(options.id), std::forward<Args>(args)...));
  }
};

/// The server in which handlers live: start_link<gen_event<fault>>(), child<gen_event<fault>>("faults").
template <class Event>
class gen_event final : public gen_server<gen_event<Event>> {
 public:
  void handle_cast(const detail::event_sent<Event>& sent) { deliver(sent.event); }
  void handle_call(const detail::event_sent<Event>& sent) { deliver(sent.event); }
  std::vector<handler_id> handle_call(detail::which_handlers_request) { return handlers_.ids(); }
  auto handle_call(const detail::add_handler_request& asked) { return handlers_.add(asked); }
  auto handle_call(const detail::swap_handler_request& asked) { return handlers_.swap(asked); }
  template <class H>
  auto handle_call(const detail::delete_handler_request<H>& asked) {
    return handlers_.remove(asked);
  }
  template <class H, class Request>
  auto handle_call(detail::handler_call<H, Request> asked) {
    return handlers_.call(std::move(asked));
  }
  void handle_info(message m) { handlers_.tell(std::move(m)); }
  void terminate(const exit_reason&) { handlers_.stop(); }

 private:
  void deliver(const Event& event) { handlers_.deliver({message_type_of<Event>::known(), &event}); }

  detail::event_handlers handlers_;
};

/// The address of a manager of these events, by pid or by name.
template <class Event>
using event_manager_ref = server_ref<gen_event<Event>>;

namespace detail {

/// Errors: exit_exception with the bare reason, as gen_event has it.
template <class Event, class Request>
auto ask_manager(const event_manager_ref<Event>& manager, Request&& given) {
  auto answer = ask<gen_event<Event>>(manager.pid(), manager.name(), std::forward<Request>(given), infinity);
  if (!answer) throw exit_exception(answer.failure);
  return *std::move(answer.value);
}
template <class Event>
void add_or_throw(const event_manager_ref<Event>& manager, make_handler make, pid adder) {
  if (auto failed = ask_manager(manager, add_handler_request{std::move(make), std::move(adder)}))
    throw start_error(*std::move(failed));
}

}  // namespace detail

// ---- events ---------------------------------------------------------------------------------------------------------

/// Sends the event to all handlers and does not wait. A manager that is dead is no error.
/// Errors: error{badarg} when no actor holds the name; as of send.
template <class Event>
void notify(const event_manager_ref<Event>& manager, std::type_identity_t<Event> event) {
  detail::cast_message<gen_event<Event>, detail::event_sent<Event>> sent{{std::move(event)}};
  if (manager.name().empty())
    send(manager.pid(), std::move(sent));
  else
    send(manager.name(), std::move(sent));
}
/// ... and waits until all have handled it.
/// Errors: exit_exception with reason noproc, or the manager's own; calling_self by a handler.
template <class Event>
void sync_notify(const event_manager_ref<Event>& manager, std::type_identity_t<Event> event) {
  detail::ask_manager(manager, detail::event_sent<Event>{std::move(event)});
}

// ---- handlers -------------------------------------------------------------------------------------------------------

/// Adds a handler H(args...), as the first. The same class and id may be there several times.
/// Blocks: until it is made, as the others below. Errors: start_error with the reason its constructor has failed with;
/// as of sync_notify.
template <class H, class Event, class... Args>
requires(!begins_with<handler_options, Args...>) void add_handler(const event_manager_ref<Event>& manager,
                                                                  Args&&... args) {
  add_handler<H>(manager, handler_options{}, std::forward<Args>(args)...);
}
template <class H, class Event, class... Args>
void add_handler(const event_manager_ref<Event>& manager, handler_options options, Args&&... args) {
  if constexpr (detail::can_be_added<H, Event, std::decay_t<Args>...>())
    detail::add_or_throw(manager, detail::maker_of<H>(std::move(options.id), std::forward<Args>(args)...), {});
}
/// ... supervised by the caller, which is told of the handler's end by a gen_event_exit. When the caller ends, so does
/// the handler. The caller is linked to the manager, and stays so until the manager ends in order.
template <class H, class Event, class... Args>
requires(!begins_with<handler_options, Args...>) void add_sup_handler(const event_manager_ref<Event>& manager,
                                                                      Args&&... args) {
  add_sup_handler<H>(manager, handler_options{}, std::forward<Args>(args)...);
}
template <class H, class Event, class... Args>
void add_sup_handler(const event_manager_ref<Event>& manager, handler_options options, Args&&... args) {
  if constexpr (detail::can_be_added<H, Event, std::decay_t<Args>...>())
    detail::add_or_throw(manager, detail::maker_of<H>(std::move(options.id), std::forward<Args>(args)...), self());
}

/// Ends a handler. Returns: as `value` what its terminate has returned, `ok` for nothing; else why not:
/// module_not_found, or what terminate has failed with.
template <class H, class Event>
auto delete_handler(const event_manager_ref<Event>& manager, std::string id = {}) {
  if constexpr (detail::is_handler<H, Event>())
    return detail::ask_manager(manager, detail::delete_handler_request<H>{std::move(id)});
}

struct swap_options {
  std::string old_id = {};
  std::string id = {};  // of the successor
};
/// Ends a handler and adds another, as the first, of the same adder: New(args..., left), where `left` is a
/// std::optional of what the old one's terminate has returned; nothing, when it was not there or terminate has failed.
/// Where that returns nothing: New(args...). Errors: as of add_handler.
template <class Old, class New, class Event, class... Args>
void swap_handler(const event_manager_ref<Event>& manager, swap_options options, Args&&... args) {
  if constexpr (detail::can_succeed<Old, New, Event, std::decay_t<Args>...>()) {
    auto by = detail::succession_of<Old, New>(std::move(options.id), std::forward<Args>(args)...);
    detail::swap_handler_request request{handler_id::of<Old>(std::move(options.old_id)), std::move(by)};
    if (auto failed = detail::ask_manager(manager, std::move(request))) throw start_error(*std::move(failed));
  }
}

/// All handlers, the newest first.
template <class Event>
std::vector<handler_id> which_handlers(const event_manager_ref<Event>& manager) {
  return detail::ask_manager(manager, detail::which_handlers_request());
}

/// Asks one handler. Returns: its reply; or bad_module, when it is not there; or what it has failed with, and then it
/// is removed.
/// Errors: exit_exception {Why,{gen_event,call,[Manager,Handler,Request]}}.
template <class H, class Event, class Request>
auto call_handler(const event_manager_ref<Event>& manager, Request&& given, const std::string& id = {},
                  duration timeout_after = default_call_timeout) {
  if constexpr (detail::is_handler<H, Event>() && detail::can_be_called<H, Request>()) {
    using Sent = std::remove_cvref_t<Request>;
    detail::handler_call<H, Sent> asked{id, std::forward<Request>(given)};
    auto answer = ask<gen_event<Event>>(manager.pid(), manager.name(), std::move(asked), timeout_after);
    if (answer) return *std::move(answer.value);
    const std::string called = to_string(handler_id::of<H>(id));
    throw exit_exception(exit_reason::in_call(
        answer.failure, "{gen_event,call,[" + manager.text() + "," + called + "," + type_name(typeid(Sent)) + "]}"));
  }
}

}  // namespace otp
