// What a seeded run says when it cannot go on: who waits for whom.
#include <exception>
#include <iterator>
#include <utility>

#include <otp/detail/waiting_on.hpp>

#include "process/process_snapshot.hpp"
#include "process/runtime.hpp"
#include "process/simulated_network.hpp"

namespace otp {

namespace {

std::string shown(process& actor) {
  const std::string name = actor.shown_name();
  return to_string(pid(&actor)) + (name.empty() ? "" : " " + name);
}

/// `<0.2> a -> <0.3> b -> <0.2> a`, if following who waits for whom from here leads back here.
std::string cycle_from(process& first) {
  std::string path = shown(first);
  std::set<process*> seen{&first};
  for (process* at = &first; at->waiting_on;) {
    at = &process::of(at->waiting_on->whom);
    path += " -> " + shown(*at);
    if (at == &first) return path;
    if (!seen.insert(at).second) return {};  // a cycle of others, further on
  }
  return {};
}

}  // namespace

std::string runtime::wait_graph_text() {
  std::string text, cycle;
  for (const pid& p : processes()) {
    process& actor = process::of(p);
    text += "\n  " + shown(actor);
    text += " waits for ";
    text += actor.waiting_on         ? text_of(*actor.waiting_on)
            : actor.receive_shown_as ? actor.receive_shown_as()
                                     : "its first turn";
    for (const detail::watch& w : actor.watching)
      if (w.simulated) text += ", " + w.simulated->awaited(w.writing);
    if (cycle.empty()) cycle = cycle_from(actor);
  }
  if (!cycle.empty()) text += "\n  a cycle: " + cycle;
  return text;
}

void runtime::report_stop(turns::stop_cause what, const std::string& seat_name) {
  if (what == turns::stop_cause::blocked || what == turns::stop_cause::computing)
    return report({.what = report::kind::warning,
                   .name = seat_name,
                   .text = std::string(what == turns::stop_cause::blocked
                                           ? "has taken no step for 1 s and done nothing, while others waited for "
                                             "their turns: it waits for what one of them holds (a mutex held across a "
                                             "step?) or for the outside"
                                           : "has taken no step for 10 s while others waited for their turns") +
                           "; treated as if it were in otp::blocking, and no longer repeatable"});
  const std::string how = std::to_string(scheduler.progress().steps) +
                          " steps (OTP_SCHEDULE=" + to_string(resolve(settings.schedule)) + ")";
  process& main = *process::current();
  const bool may_throw = main.may_throw();
  if (what == turns::stop_cause::too_long) {
    if (may_throw) throw error(errc::deadlock, "the run has not ended after " + how + wait_graph_text());
    return;  // told again later
  }
  const std::string text = "deadlock after " + how + ": nobody can run, and no deadline is left" + wait_graph_text();
  if (may_throw) throw error(errc::deadlock, text);
  report({.what = report::kind::crash, .actor = pid(&main), .name = "main", .text = text});
  std::abort();  // main waits in a destructor, for ever
}

}  // namespace otp
