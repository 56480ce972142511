// event_handlers.hpp - the handlers of one event manager, whatever their classes: who is next, who goes, who is told.
//
// Mirrors        gen_event.erl: server_notify/4, server_call/4, handle_exit/4, report_terminate/5, stop_handlers/2
// Differs        Requests about one class of handlers are templates, for what its terminate and handle_call return.
// Thread safety  The manager's thread only.
// Invariants     A handler is destroyed before its adder hears of its end, and before a successor is made.
// Chapter        8
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/detail/handler_maker.hpp>

namespace otp::detail {

// ---- all of a manager -----------------------------------------------------------------------------------------------

template <class Event>
struct event_sent {
  using reply = void;  // of sync_notify
  Event event;
};
template <class S, class Event>
struct message_name<cast_message<S, event_sent<Event>>> {
  static std::string get() { return "notify " + type_name(typeid(Event)); }
  static const Event& inner(const cast_message<S, event_sent<Event>>& sent) { return sent.request.event; }
};
template <class S, class Event>
struct message_name<call_message<S, event_sent<Event>>> {
  static std::string get() { return "sync_notify " + type_name(typeid(Event)); }
  static const Event& inner(const call_message<S, event_sent<Event>>& sent) { return sent.request.event; }
  static const ref& id(const call_message<S, event_sent<Event>>& sent) { return sent.caller.id; }
};
struct which_handlers_request {
  using reply = std::vector<handler_id>;
};
struct add_handler_request {
  using reply = std::optional<exit_reason>;  // why its constructor has failed
  make_handler make;
  pid adder;
};
struct swap_handler_request {
  using reply = std::optional<exit_reason>;
  handler_id old;
  succession by;
};
template <class H>
struct delete_handler_request {
  using reply = response<end_value<H>>;
  std::string id;
};
template <class H, class Request>
struct handler_call {
  using reply = response<reply_of<Request>>;
  std::string id;
  Request request;
};

class event_handlers {
 public:
  event_handlers();
  void deliver(message_part event);
  void tell(message&& m);
  std::vector<handler_id> ids() const;
  std::optional<exit_reason> add(const add_handler_request& asked);
  std::optional<exit_reason> swap(const swap_handler_request& asked);
  template <class H>
  response<end_value<H>> remove(const delete_handler_request<H>& asked) {
    const place found = find(handler_id::of<H>(asked.id));
    if (found == all_.end()) return {{}, "module_not_found"};
    auto left = static_cast<handler_of<H>&>(**found).terminate({handler_end::kind::deleted});
    forget(found, normal);
    return left;
  }
  template <class H, class Request>
  response<reply_of<Request>> call(handler_call<H, Request>&& asked) {
    const place found = find(handler_id::of<H>(asked.id));
    if (found == all_.end()) return {{}, "bad_module"};
    std::optional<handler_reply<reply_of<Request>>> got;
    if (const auto failed = failure_of(
            [&] { got.emplace(static_cast<handler_of<H>&>(**found).handle_call(std::move(asked.request))); })) {
      fail(found, *failed, type_name(typeid(Request)));
      return {{}, *failed};
    }
    follow(found, got->then);
    return {std::move(got->value), normal};
  }
  /// Ends them all: the manager ends.
  void stop();

 private:
  using list = std::list<std::unique_ptr<handler_host>>;  // the newest first
  using place = list::iterator;

  place find(const handler_id& id);
  // These do what has to be done with one, and return the place of the next.
  template <class Callback>
  place run(place at, const message_type& what, Callback&& callback);
  place follow(place at, const handler_next& then);
  place fail(place at, const exit_reason& why, const std::string& what);
  place forget(place at, const exit_reason& why, std::optional<handler_id> successor = {});
  std::optional<exit_reason> put(place before, const make_handler& make, const pid& adder);

  list all_;
  const std::vector<pid> parent_;  // whom it was linked to when it began
};

}  // namespace otp::detail
