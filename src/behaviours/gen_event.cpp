#include <otp/gen_event.hpp>

#include <algorithm>
#include <exception>
#include <utility>

#include <otp/link.hpp>
#include <otp/process_info.hpp>
#include <otp/report.hpp>

namespace otp {

// ---- what is said of handlers ---------------------------------------------------------------------------------------

std::string to_string(const handler_id& handler) {
  const std::string name = detail::short_type_name(*handler.type);
  return handler.id.empty() ? name : "{" + name + "," + handler.id + "}";
}

std::string to_string(const handler_end& end) {
  switch (end.why) {
    case handler_end::kind::deleted: return "deleted";
    case handler_end::kind::remove_handler: return "remove_handler";
    case handler_end::kind::swapped: return "swapped";
    case handler_end::kind::stop: return "stop";
    case handler_end::kind::adder_ended: return "{stop," + to_string(end.reason) + "}";
    case handler_end::kind::error: return "{error," + to_string(end.reason) + "}";
  }
  return {};
}

handler_next handler_next::swaps(detail::succession by) {
  handler_next made;
  made.successor_ = std::make_shared<detail::succession>(std::move(by));
  return made;
}

namespace {

void report_failure(const handler_id& handler, const std::string& what, const exit_reason& reason) {
  publish({.what = report::kind::warning,
           .reason = reason,
           .text = "handler " + to_string(handler) + " " + what + ": " + to_string(reason)});
}

void tell_adder(const pid& adder, gen_event_exit&& end) {
  if (!adder) return;
  const handler_id handler = end.handler;
  if (const auto failed = detail::failure_of([&] { send(adder, std::move(end)); }))  // no memory, or a full mailbox
    report_failure(handler, "has ended, and its adder could not be told", *failed);
}

}  // namespace

void detail::report_failed_terminate(const handler_id& handler, const exit_reason& reason) {
  report_failure(handler, "has failed in terminate", reason);
}

namespace detail {

// ---- events and messages --------------------------------------------------------------------------------------------

event_handlers::event_handlers() : parent_(process_info(self()).value().links) { trap_exit(true); }

template <class Callback>
event_handlers::place event_handlers::run(place at, const message_type& what, Callback&& callback) {
  handler_next then;
  if (const auto failed = failure_of([&] { then = callback(**at); })) return fail(at, *failed, what.name());
  return follow(at, then);
}

void event_handlers::deliver(message_part event) {
  for (place at = all_.begin(); at != all_.end();)
    at = run(at, *event.type, [&](handler_host& each) { return each.handle_event(event); });
}

void event_handlers::tell(message&& m) {
  bool taken = false;
  if (m.is<exit_message>()) {
    const exit_message& ended = m.as<exit_message>();
    taken = true;  // the link may have been an adder's, whose handler is no more
    for (place at = all_.begin(); at != all_.end();) {
      if ((*at)->adder != ended.from) {
        ++at;
        continue;
      }
      (*at)->end({handler_end::kind::adder_ended, ended.reason});
      at = all_.erase(at);
    }
  }
  for (place at = all_.begin(); at != all_.end();)
    at = run(at, *m.carried_type(), [&](handler_host& each) {
      std::optional<handler_next> then = each.handle_info(m);
      taken = taken || then;
      return then.value_or(handler_next());
    });
  if (!taken) drop_unexpected(std::move(m), "gen_event");
}

// ---- coming and going -----------------------------------------------------------------------------------------------

std::vector<handler_id> event_handlers::ids() const {
  std::vector<handler_id> known;
  for (const auto& each : all_) known.push_back(each->id());
  return known;
}

event_handlers::place event_handlers::find(const handler_id& id) {
  return std::find_if(all_.begin(), all_.end(), [&](const auto& each) { return each->id() == id; });
}

std::optional<exit_reason> event_handlers::put(place before, const make_handler& make, const pid& adder) {
  return failure_of([&] {
    std::unique_ptr<handler_host> made = make();
    made->adder = adder;
    all_.insert(before, std::move(made));
  });
}

std::optional<exit_reason> event_handlers::add(const add_handler_request& asked) {
  std::optional<exit_reason> failed = put(all_.begin(), asked.make, asked.adder);
  // An adder that is dead already is told of by an exit_message, since the manager traps exits.
  if (!failed && asked.adder) link(asked.adder);
  return failed;
}

std::optional<exit_reason> event_handlers::swap(const swap_handler_request& asked) {
  pid adder;
  if (const place old = find(asked.old); old != all_.end()) {
    adder = (*old)->adder;
    asked.by.end(**old);
    forget(old, normal, asked.by.successor);
  }
  return put(all_.begin(), asked.by.make, adder);
}

event_handlers::place event_handlers::follow(place at, const handler_next& then) {
  if (then.is_removal()) {
    (*at)->end({handler_end::kind::remove_handler});
    return forget(at, normal);
  }
  succession* const by = then.successor();
  if (!by) return std::next(at);
  const pid adder = (*at)->adder;
  by->end(**at);
  const place next = forget(at, normal, by->successor);
  if (const auto failed = put(next, by->make, adder)) {
    report_failure(by->successor, "could not be made", *failed);
    tell_adder(adder, {by->successor, *failed});
  }
  return next;
}

event_handlers::place event_handlers::fail(place at, const exit_reason& why, const std::string& what) {
  (*at)->end({handler_end::kind::error, why});
  report_failure((*at)->id(), "has failed at " + what + ", and is removed", why);
  return forget(at, why);
}

event_handlers::place event_handlers::forget(place at, const exit_reason& why, std::optional<handler_id> successor) {
  const pid adder = (*at)->adder;
  gen_event_exit end{(*at)->id(), why, std::move(successor)};
  const place next = all_.erase(at);
  tell_adder(adder, std::move(end));
  return next;
}

void event_handlers::stop() {
  std::vector<pid> adders;
  for (place at = all_.begin(); at != all_.end();) {
    if ((*at)->adder) adders.push_back((*at)->adder);
    (*at)->end({handler_end::kind::stop});
    at = forget(at, shutdown);
  }
  // They have been told. The manager's end is none of theirs, unless one is its parent.
  for (const pid& each : adders)
    if (std::find(parent_.begin(), parent_.end(), each) == parent_.end()) unlink(each);
}

}  // namespace detail

}  // namespace otp
