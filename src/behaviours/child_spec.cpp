#include <otp/child_spec.hpp>

#include <set>
#include <utility>

#include <otp/supervisor.hpp>

namespace otp {

child_spec make_child(std::string id, const child_options& options, child_type type, child_start start) {
  const shutdown_policy usual = type == child_type::supervisor ? shutdown_policy(infinity) : std::chrono::seconds(5);
  return {.id = std::move(id),
          .start = std::move(start),
          .restart = options.restart,
          .shutdown = options.shutdown.value_or(usual),
          .type = type,
          .significant = options.significant};
}

child_spec child(std::string id, std::function<void()> body) { return child(std::move(id), {}, std::move(body)); }

child_spec child(std::string id, child_options options, std::function<void()> body) {
  const std::string thread_name = id;
  return make_child(std::move(id), options, child_type::worker,
                    [thread_name, how = to_start_options(options), body = std::move(body)](const start_args&) {
                      return start_function(how, thread_name, body);
                    });
}

start_options to_start_options(const child_options& options) {
  return {.name = options.name,
          .timeout = options.timeout,
          .stack_size = options.stack_size,
          .mailbox = options.mailbox,
          .label = options.label};
}

start_result start_function(const start_options& options, const std::string& thread_name, std::function<void()> body) {
  return start_acknowledged(options, thread_name, start_mode::linked,
                            [body = std::move(body)]() -> actor_loop { return [body](const pid&) { body(); }; });
}

start_result wrong_extra_arguments() {
  return {.error = exit_reason::bad_specification("start_child: extra arguments of other types")};
}

child_spec child_supervisor(std::string id, supervisor_flags flags, std::vector<child_spec> children,
                            child_options options) {
  if (flags.name.empty()) flags.name = options.name;
  start_options how = to_start_options(options);
  how.name = flags.name;
  return make_child(std::move(id), options, child_type::supervisor,
                    [how = std::move(how), flags = std::move(flags), children = std::move(children)](
                        const start_args&) { return try_start_link<supervisor>(how, flags, children); });
}

std::string what_is_wrong_with_child(const supervisor_flags& flags, const child_spec& child) {
  if (child.id.empty() && !on_request(flags.strategy)) return "missing_id";
  if (!child.start) return "missing_start of child '" + child.id + "'";
  if (child.shutdown.time() < duration::zero()) return "invalid_shutdown of child '" + child.id + "': negative";
  if (child.significant && child.restart == permanent)
    return "bad_combination: child '" + child.id + "' is significant and permanent";
  if (child.significant && flags.auto_shutdown == never_by_itself)
    return "bad_combination: child '" + child.id + "' is significant, but auto_shutdown is never";
  return {};
}

std::string what_is_wrong_with(const supervisor_flags& flags, const std::vector<child_spec>& children) {
  if (flags.intensity < 0) return "invalid_intensity " + std::to_string(flags.intensity);
  if (flags.period <= duration::zero()) return "invalid_period: not above zero";
  const std::string number = std::to_string(children.size());
  if (flags.strategy == simple_one_for_one && children.size() != 1)
    return "simple_one_for_one takes exactly one child spec, not " + number;
  if (flags.strategy == dynamic && !children.empty())
    return "dynamic takes no child specs at its start, but " + number + ": they come by start_child";
  if (on_request(flags.strategy) && flags.auto_shutdown != never_by_itself)
    return "bad_combination: children on request and auto_shutdown, for no such child can be significant";
  if (!on_request(flags.strategy) && flags.max_children != 0)
    return "bad_combination: max_children is for children on request; here the specs say how many there are";
  std::set<std::string> ids;
  for (const child_spec& spec : children) {
    if (std::string wrong = what_is_wrong_with_child(flags, spec); !wrong.empty()) return wrong;
    if (!ids.insert(spec.id).second) return "duplicate_child_name '" + spec.id + "'";
  }
  return {};
}

}  // namespace otp
