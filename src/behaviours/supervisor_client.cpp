// The functions by which other actors start a supervisor and make requests of it.
#include <utility>

#include <otp/supervisor.hpp>

namespace otp {

supervisor_ref start_supervisor(supervisor_flags flags, std::vector<child_spec> children) {
  const actor_name name = flags.name;
  return start_link<supervisor>({.name = name}, std::move(flags), std::move(children));
}

namespace {

supervisor_flags to_supervisor_flags(const dynamic_flags& flags) {
  return {.strategy = dynamic,
          .intensity = flags.intensity,
          .period = flags.period,
          .name = flags.name,
          .max_children = flags.max_children};
}

}  // namespace

supervisor_ref start_dynamic_supervisor(const dynamic_flags& flags) {
  return start_supervisor(to_supervisor_flags(flags), {});
}
child_spec child_dynamic_supervisor(std::string id, const dynamic_flags& flags, child_options options) {
  return child_supervisor(std::move(id), to_supervisor_flags(flags), {}, std::move(options));
}

child_result start_child(const supervisor_ref& sup, child_spec spec) {
  return call(sup, start_child_request{std::move(spec), {}}, infinity);
}
child_result start_child(const supervisor_ref& sup, start_args extra) {
  return call(sup, start_child_request{std::nullopt, std::move(extra)}, infinity);
}
supervisor_error terminate_child(const supervisor_ref& sup, const std::string& id) {
  return call(sup, terminate_child_request{id, {}}, infinity);
}
supervisor_error terminate_child(const supervisor_ref& sup, const pid& child) {
  return call(sup, terminate_child_request{{}, child}, infinity);
}
child_result restart_child(const supervisor_ref& sup, const std::string& id) {
  return call(sup, restart_child_request{id}, infinity);
}
supervisor_error delete_child(const supervisor_ref& sup, const std::string& id) {
  return call(sup, delete_child_request{id}, infinity);
}
std::vector<child_info> which_children(const supervisor_ref& sup) {
  return call(sup, which_children_request{}, infinity);
}
child_counts count_children(const supervisor_ref& sup) { return call(sup, count_children_request{}, infinity); }
std::optional<child_info> which_child(const supervisor_ref& sup, const std::string& id) {
  return call(sup, which_child_request{id, {}}, infinity);
}
std::optional<child_info> which_child(const supervisor_ref& sup, const pid& child) {
  return call(sup, which_child_request{{}, child}, infinity);
}
std::optional<child_spec> get_childspec(const supervisor_ref& sup, const std::string& id) {
  return call(sup, get_childspec_request{id, {}}, infinity);
}
std::optional<child_spec> get_childspec(const supervisor_ref& sup, const pid& child) {
  return call(sup, get_childspec_request{{}, child}, infinity);
}

}  // namespace otp
