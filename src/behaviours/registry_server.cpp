#include <otp/registry_server.hpp>

#include <utility>

namespace otp {

registry_server::registry_server(std::shared_ptr<registry_owners> owners) : owners_(std::move(owners)) {
  const auto known = owners_->take_over(self());
  if (!known) throw exit_exception(exit_reason::already_started(owners_->server()));
  for (const otp::pid& owner : *known) handle_cast(watch{owner});
}

void registry_server::handle_cast(const watch& asked) {
  if (!watched_.contains(asked.owner)) watched_.emplace(asked.owner, monitor(asked.owner));
}

void registry_server::handle_info(const down& ended) {
  watched_.erase(ended.pid);
  owners_->forget(ended.pid);
}

server_ref<registry_server> start_registry(std::shared_ptr<registry_owners> registry) {
  return start_link<registry_server>(std::move(registry));
}

child_spec child_registry(std::string id, std::shared_ptr<registry_owners> registry) {
  return child<registry_server>(std::move(id), std::move(registry));
}

}  // namespace otp
