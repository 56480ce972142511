#include "observer/worker.hpp"

#include <algorithm>
#include <functional>
#include <future>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include <otp/actor.hpp>
#include <otp/join.hpp>
#include <otp/link.hpp>
#include <otp/receive.hpp>
#include <otp/supervisor.hpp>
#include <otp/sys.hpp>

#include "process/delivery.hpp"
#include "process/runtime.hpp"

namespace otp::observing {

namespace {

using namespace std::chrono_literals;

constexpr duration server_may_take = 2s;
constexpr duration supervisor_may_take = 5s;

/// What the worker is sent.
struct job {
  std::shared_ptr<std::promise<answer>> done;
  std::function<answer()> run;
};
/// That something is to be crashed at random, or no longer.
struct new_chaos {};

std::string ok() { return json_object().add("ok", true).str(); }

// ---- actions, on the worker's thread --------------------------------------------------------------------------------

answer of_supervisor(supervisor_error error) {
  if (error == supervisor_error::none) return {200, ok()};
  return refusal(409, "refused", "the supervisor says: " + to_string(error));
}

answer of_start(const child_result& result) {
  if (result) return {200, json_object().add("ok", true).add("pid", result.pid).str()};
  const std::string why = result.error == supervisor_error::start_failed ? ": " + to_string(result.reason) : "";
  return refusal(409, "refused", "the supervisor says: " + to_string(result.error) + why);
}

answer state_of(const pid& whom) {
  const server_status status = get_status(whom, server_may_take);
  return {200, json_object()
                   .add("ok", true)
                   .add("class", status.server_class)
                   .add("suspended", status.now == server_status::sys_state::suspended)
                   .add("state", status.state)
                   .str()};
}

answer start_child_of(const supervisor_ref& sup, const std::optional<std::string>& id) {
  if (id) return of_start(call(sup, restart_child_request{*id}, supervisor_may_take));
  return of_start(call(sup, start_child_request{std::nullopt, {}}, supervisor_may_take));
}

exit_reason reason_named(const std::string& text) {
  if (text == "normal") return normal;
  if (text == "shutdown") return shutdown;
  return exit_reason(text);
}

/// One of those that a supervisor will miss.
pid random_child(watched& seen) {
  static thread_local std::minstd_rand random{std::random_device()()};
  const auto now = seen.sampler.look();
  std::set<std::uint64_t> supervisors;
  for (const actor_sample& each : now->actors)
    if (each.now.supervises) supervisors.insert(each.now.pid.get()->number());
  std::vector<pid> victims;
  for (const actor_sample& each : now->actors)
    if (!each.now.supervises && supervisors.contains(each.now.parent_number)) victims.push_back(each.now.pid);
  return victims.empty() ? pid() : victims[random() % victims.size()];
}

void crash_one(watched& seen) {
  const pid victim = random_child(seen);
  chaos now = seen.chaos_now();
  if (!now.on || !victim) return;
  exit(victim, kill);
  ++now.crashed;
  now.last = victim;
  seen.set_chaos(now);
}

void work(const std::shared_ptr<watched>& seen) {
  std::optional<time_point> next_crash;
  for (;;) {
    const duration wait = next_crash ? std::max(duration::zero(), *next_crash - otp::now()) : infinity;
    const auto every = [&] {
      return std::chrono::duration_cast<duration>(std::chrono::duration<double>(seen->chaos_now().every));
    };
    receive(
        [](job asked) {
          try {
            asked.done->set_value(asked.run());
          } catch (const exit_exception& e) {
            const bool late = e.reason() == timeout || e.reason().inner() == timeout;
            asked.done->set_value(late ? refusal(504, "timeout", "the actor has not answered in time")
                                       : refusal(409, "refused", to_string(e.reason())));
          } catch (const error& e) {
            asked.done->set_value(refusal(409, "refused", e.what()));
          }
        },
        [&](new_chaos) { next_crash = seen->chaos_now().on ? std::optional(otp::now() + every()) : std::nullopt; },
        after(wait, [&] {
          crash_one(*seen);
          next_crash = otp::now() + every();
        }));
  }
}

// ---- on an HTTP thread ----------------------------------------------------------------------------------------------

answer have_done(watched& seen, std::function<answer()> run) {
  auto done = std::make_shared<std::promise<answer>>();
  std::future<answer> result = done->get_future();
  send(seen.worker, job{std::move(done), std::move(run)});
  if (result.wait_for(10s) != std::future_status::ready)
    return refusal(504, "timeout", "the observer's actor is busy with other actions");
  try {
    return result.get();
  } catch (const std::future_error&) {  // it has ended with this in its mailbox
    return refusal(409, "refused", "the observer's actor has ended");
  }
}

answer change_chaos(watched& seen, const flat_json& asked) {
  const std::optional<bool> on = get<bool>(asked, "on");
  if (!on) return refusal(400, "bad_request", R"(chaos needs "on": true or false)");
  chaos now = seen.chaos_now();
  now.on = *on;
  if (*on) {
    now.every = get<double>(asked, "every").value_or(0);
    if (!(now.every >= 0.1 && now.every <= 3600))
      return refusal(400, "bad_request", R"("every" is a number of seconds from 0.1 to 3600)");
  }
  seen.set_chaos(now);
  send(seen.worker, new_chaos{});
  return {200, ok()};
}

}  // namespace

answer refusal(int status, const std::string& error, const std::string& text) {
  return {status, json_object().add("error", error).add("text", text).str()};
}

pid start_worker(const std::shared_ptr<watched>& seen) {
  return spawn("observer", [seen] { work(seen); });
}

void end_worker(const pid& worker) noexcept try {
  {
    delivery signal(process::of(worker));
    signal.exit_signal(pid(), shutdown, delivery::by::exit_call);
  }
  if (!process::current()) return;
  const hold_exits in_a_destructor;
  join(worker);
} catch (const std::exception&) {  // the system's end will end it
}

answer act(watched& seen, const flat_json& asked) {
  const std::string what = get<std::string>(asked, "do").value_or("");
  if (what == "chaos") return change_chaos(seen, asked);
  const std::optional<std::string> named = get<std::string>(asked, "pid");
  if (!named) return refusal(400, "bad_request", R"("pid" is missing)");
  const pid whom = find_actor(*seen.system, *named);
  if (!whom) return refusal(404, "not_found", "there is no actor " + *named);
  const std::optional<process_snapshot> now = snapshot_of(whom);
  const std::optional<std::string> id = get<std::string>(asked, "id");
  const bool protects = whom == seen.worker || (now && now->parent_number == 0);
  if ((what == "kill" || what == "exit") && protects)
    return refusal(409, "refused", "the main actor and the observer's own cannot be ended from here");
  if ((what == "suspend" || what == "resume" || what == "state") && whom == seen.worker)
    return refusal(409, "refused", "it is no server");
  if ((what == "start_child" || what == "terminate_child") && !(now && now->supervises))
    return refusal(409, "refused", *named + " is no supervisor");
  if (what == "kill")
    return have_done(seen, [whom] {
      exit(whom, kill);
      return answer{200, ok()};
    });
  if (what == "exit") {
    const std::optional<std::string> reason = get<std::string>(asked, "reason");
    if (!reason) return refusal(400, "bad_request", R"("reason" is missing)");
    return have_done(seen, [whom, why = reason_named(*reason)] {
      exit(whom, why);
      return answer{200, ok()};
    });
  }
  if (what == "suspend" || what == "resume")
    return have_done(seen, [whom, stops = what == "suspend"] {
      stops ? suspend(whom, server_may_take) : resume(whom, server_may_take);
      return answer{200, ok()};
    });
  if (what == "state") return have_done(seen, [whom] { return state_of(whom); });
  if (what == "start_child") return have_done(seen, [whom, id] { return start_child_of(supervisor_ref(whom), id); });
  if (what == "terminate_child") {
    const std::string child_text = get<std::string>(asked, "child").value_or("");
    const pid child = id ? pid() : find_actor(*seen.system, child_text);
    if (!id && !child) return refusal(404, "not_found", "there is no actor '" + child_text + "'");
    return have_done(seen, [whom, asks = terminate_child_request{id.value_or(""), child}] {
      return of_supervisor(call(supervisor_ref(whom), asks, supervisor_may_take));
    });
  }
  return refusal(400, "bad_request", "there is no action '" + what + "'");
}

}  // namespace otp::observing
