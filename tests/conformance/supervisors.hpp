// supervisors.hpp - what the rows about supervisors share: children that tell the test of their lives, and texts.
//
// More vocabulary of events:
//   up a                   the child a starts
//   down a shutdown        it is told to stop, with that reason, and begins to clean up
//   a ends boom            it has ended by itself
//   children b a=undefined which_children: newest first, and the state unless it is running
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <otp/supervisor.hpp>

#include "scene.hpp"

inline void tell(const otp::pid& to, const std::string& line) { otp::send(to, told{line}); }

// ---- children -------------------------------------------------------------------------------------------------------

struct manner {
  bool traps = true;
  bool deaf = false;                        // does not heed being told to stop
  otp::duration cleanup = {};               // takes so long
  std::optional<otp::exit_reason> as = {};  // ends with this instead of what it was told
};
struct die {
  otp::exit_reason reason;
};

class worker : public otp::gen_server<worker> {
 public:
  using messages = otp::handles<die>;
  worker(otp::pid to, manner how, std::string id) : to_(std::move(to)), how_(std::move(how)), id_(std::move(id)) {
    otp::trap_exit(how_.traps);
    tell(to_, "up " + id_);
  }
  void handle_info(const die& d) {
    by_itself_ = true;
    otp::exit(d.reason);
  }
  void terminate(const otp::exit_reason& reason) {
    if (by_itself_) return;
    if (how_.deaf) otp::receive([](die) {});
    tell(to_, "down " + id_ + " " + to_string(reason));
    otp::sleep_for(how_.cleanup);
    if (how_.as) otp::exit(*how_.as);
  }

 private:
  const otp::pid to_;
  const manner how_;
  const std::string id_;
  bool by_itself_ = false;
};

inline otp::child_spec spec(const std::string& id, otp::child_options options = {}, manner how = {}) {
  return otp::child<worker>(id, std::move(options), otp::self(), std::move(how), id);
}
/// The one spec of a simple_one_for_one supervisor; its children take their id.
inline otp::child_spec simple_spec(otp::child_options options = {}, manner how = {}) {
  return otp::simple_child<worker, std::string>(std::tuple(otp::self(), std::move(how)), std::move(options));
}
/// A child whose start function does this instead of starting.
inline otp::child_spec starts_by(const std::string& id, otp::child_start start) {
  return {.id = id, .start = std::move(start)};
}
inline otp::child_spec fails(const std::string& id, const std::string& reason) {
  return starts_by(id, [reason](const otp::start_args&) { return otp::start_result{.error = reason}; });
}
inline otp::child_spec ignores(const std::string& id, otp::restart restart = otp::permanent) {
  otp::child_spec result = starts_by(id, [](const otp::start_args&) { return otp::start_result{.ignored = true}; });
  result.restart = restart;
  return result;
}
/// So many starts fail from now on. A failing start tells "tried a".
using failures = std::shared_ptr<std::atomic<int>>;
inline failures no_failures() { return std::make_shared<std::atomic<int>>(0); }
inline otp::child_spec fragile(const std::string& id, const failures& left) {
  return starts_by(id, [=, to = otp::self(), works = spec(id).start](const otp::start_args& extra) {
    if (*left <= 0) return works(extra);
    --*left;
    tell(to, "tried " + id);
    otp::sleep_for(1ms);  // or a supervisor that tries again and again would let nobody else run
    return otp::start_result{.error = "nope"};
  });
}

// ---- what a test does -----------------------------------------------------------------------------------------------

inline otp::supervisor_ref start(otp::supervisor_flags flags, std::vector<otp::child_spec> children) {
  otp::trap_exit(true);
  return otp::start_supervisor(std::move(flags), std::move(children));
}
/// So many lines that other rows are about.
inline void skip(int lines) {
  while (lines-- > 0) otp::expect<told>();
}
inline otp::pid pid_of(const otp::supervisor_ref& sup, const std::string& id) {
  for (const otp::child_info& c : otp::which_children(sup))
    if (c.id == id) return c.pid;
  return {};
}
/// It ends with this reason, or is killed: "a ends boom". Returns when it is over.
inline std::string ends(const otp::pid& child, const std::string& id, const otp::exit_reason& reason) {
  const otp::ref watch = otp::monitor(child);
  if (reason == otp::kill)
    otp::exit(child, otp::kill);
  else
    otp::send(child, die{reason});
  return id + " ends " +
         otp::receive(otp::when([&](const otp::down& d) { return d.ref == watch; },
                                [](const otp::down& d) { return to_string(d.reason); }));
}
inline std::string ends(const otp::supervisor_ref& sup, const std::string& id, const otp::exit_reason& reason) {
  return ends(pid_of(sup, id), id, reason);
}

// ---- texts ----------------------------------------------------------------------------------------------------------

inline std::string said(otp::supervisor_error error) { return to_string(error); }
inline std::string said(const otp::child_result& result) {
  if (result.error == otp::supervisor_error::start_failed) return "error " + to_string(result.reason);
  return to_string(result.error) + (result && !result.pid ? " undefined" : "");
}
inline std::string children(const otp::supervisor_ref& sup) {
  using state = otp::child_info::state;
  std::string all = "children";
  for (const otp::child_info& c : otp::which_children(sup))
    all += " " + (c.id.empty() ? "undefined" : c.id) +
           (c.status == state::running      ? ""
            : c.status == state::restarting ? "=restarting"
                                            : "=undefined");
  return all;
}
inline std::string counts(const otp::supervisor_ref& sup) {
  const otp::child_counts n = otp::count_children(sup);
  return "specs " + std::to_string(n.specs) + " active " + std::to_string(n.active) + " supervisors " +
         std::to_string(n.supervisors) + " workers " + std::to_string(n.workers);
}
/// How the start of a supervisor with contradictory specs is refused: OTP's word for it, or "accepted".
inline std::string refusal(const otp::supervisor_flags& flags, const std::vector<otp::child_spec>& specs) {
  try {
    start(flags, specs);
    return "accepted";
  } catch (const otp::start_error& e) {
    const std::string& text = e.reason().text();
    return text.substr(0, text.find_first_of(" :"));
  }
}
