// The functions by which other actors start a supervisor and make requests of it.
#include <utility>

#include <otp/supervisor.hpp>

namespace otp {

supervisor_ref start_supervisor(supervisor_flags flags, std::vector<child_spec> children) {
  const std::string name = flags.name;
  return start_link<supervisor>({.name = name}, std::move(flags), std::move(children));
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

}  // namespace otp
