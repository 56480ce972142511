// registry_server.hpp - the server behind a keyed registry: it hears of the owners' ends, and tidies up after them.
//
// Mirrors        the process of Elixir's Registry (Registry.Partition)
// Differs        It watches the owners instead of linking to them: its death kills no owner. What is registered stays
//                so, and its successor goes on with the same table.
// Thread safety  Actors only.
// Invariants     A registry has one server at a time.
// Chapter        8
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <otp/child_spec.hpp>
#include <otp/gen_server.hpp>

namespace otp {

/// A registry as its server sees it.
class registry_owners {
 public:
  virtual ~registry_owners() = default;
  /// From now on owners tell this server of themselves. Returns: those there are; nothing when another one serves.
  virtual std::optional<std::vector<pid>> take_over(const pid& server) = 0;
  /// The owner has ended: takes out what it held.
  virtual void forget(const pid& owner) = 0;
  /// The actor that serves it, or served it last.
  virtual pid server() const = 0;
};

class registry_server final : public gen_server<registry_server> {
 public:
  /// An owner, before its first entry.
  struct watch {
    otp::pid owner;
  };
  using messages = handles<watch>;

  /// Errors: {already_started, Pid} when the registry has a server.
  explicit registry_server(std::shared_ptr<registry_owners> owners);
  void handle_cast(const watch& asked);
  void handle_info(const down& ended);

 private:
  const std::shared_ptr<registry_owners> owners_;
  std::unordered_map<otp::pid, ref> watched_;
};

/// Starts the server of a registry, linked to the caller. A registry is its own name: copies of it find the server.
server_ref<registry_server> start_registry(std::shared_ptr<registry_owners> registry);
/// ... as a child. Let it be started before those who register, and with one_for_one.
child_spec child_registry(std::string id, std::shared_ptr<registry_owners> registry);

}  // namespace otp
