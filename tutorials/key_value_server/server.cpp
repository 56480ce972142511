// server.cpp - see server.hpp.
#include "server.hpp"

#include <malloc.h>

#include <cstdio>

#include "connection.hpp"

namespace kv {
namespace {

using namespace std::chrono_literals;
using shared_socket = std::shared_ptr<const otp::tcp::socket>;
using shared_listener = std::shared_ptr<const otp::tcp::listener>;

const otp::supervisor_ref connections("connections");

/// A subscriber that does not take what is published waits for its client; beyond this it is out.
constexpr otp::mailbox_limit pending{10000, otp::overflow::crash_sender};

void listen(const shared_services& house, const shared_listener& at) {
  for (;;) {
    const auto client = std::make_shared<const otp::tcp::socket>(otp::tcp::accept(*at));
    otp::child_spec spec =
        otp::child("client", {.restart = otp::temporary, .shutdown = 1s, .stack_size = 256 * 1024, .mailbox = pending},
                   [house, client] { std::make_unique<connection>(house, client)->run(); });
    const otp::child_result started = otp::start_child(connections, std::move(spec));
    if (started) continue;
    try {
      otp::tcp::send(*client, "-ERR max number of clients reached\r\n", 0s);
    } catch (const otp::tcp::failure&) {  // then it sees the end alone
    }
  }
}

/// A supervisor that is killed cannot end its children in order: they end by themselves, a moment later. The successor
/// of one with a name waits for that, or it would find the name taken.
std::vector<otp::child_spec> each_after_its_predecessor(std::vector<otp::child_spec> specs) {
  for (otp::child_spec& spec : specs)
    spec.start = [name = spec.id, start = std::move(spec.start)](const otp::start_args& extra) {
      if (const otp::pid former = otp::whereis_name(name)) otp::await_down(otp::monitor(former), 5s);
      return start(extra);
    };
  return specs;
}

}  // namespace

otp::supervisor_ref start_server(const shared_services& house, shared_listener listening) {
  std::vector<otp::child_spec> keeping;
  if (house->log)
    keeping.push_back(otp::child<log_writer>("log", {.name = "log", .mailbox = {1000, otp::overflow::block}}, house));
  keeping.push_back(otp::child<keyspace>("keyspace", {.name = "keyspace"}, house));
  std::vector<otp::child_spec> net{
      otp::child_registry("clients", house->clients), otp::child_registry("channels", house->channels),
      otp::child_dynamic_supervisor("connections", {.max_children = house->max_clients, .name = "connections"}),
      otp::child("listener", {.name = "listener"}, [house, listening] { listen(house, listening); })};

  const otp::supervisor_flags often{.strategy = otp::rest_for_one, .intensity = 20, .period = 10s};
  otp::supervisor_flags top = often, of_data = often, of_net = often;
  top.name = "top";
  of_data.name = "data";
  of_net.name = "net";
  return otp::start_supervisor(top, {otp::child_supervisor("data", of_data, each_after_its_predecessor(keeping)),
                                     otp::child_supervisor("net", of_net, each_after_its_predecessor(net))});
}

int serve(std::uint16_t port, const std::function<std::shared_ptr<const void>(services&)>& furnish) {
  ::mallopt(M_ARENA_MAX, 2);  // not eight a core, each of which keeps what a thread, a replay or a rewrite once needed
  return otp::run([&] {
    const otp::stop_on_signals scope;
    const auto house = std::make_shared<services>();
    house->main = otp::self();
    house->clock_base = std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::system_clock::now().time_since_epoch() - otp::now().time_since_epoch())
                            .count();
    const auto kept = furnish(*house);
    const auto at = std::make_shared<const otp::tcp::listener>(otp::tcp::listen(otp::tcp::address::loopback(port)));
    otp::trap_exit(true);  // a server that gives up ends with `shutdown`, as one does that is told to: main knows which
    const otp::pid top = start_server(house, at);
    std::printf("ready: %s\n", to_string(at->local()).c_str());
    std::fflush(stdout);
    const auto end = otp::receive([](otp::exit_message e) { return e; });  // or a signal, or SHUTDOWN
    if (end.from == top) throw std::runtime_error("the server has given up: " + to_string(end.reason));
  });
}

int serve_stage(int count, char** arguments, const command_table& commands) {
  const auto port = to_integer(count > 1 ? arguments[1] : "7379");
  return serve(static_cast<std::uint16_t>(port.value_or(0)), [&](services& house) {
    house.commands = std::make_shared<command_table>(commands);
    return nullptr;
  });
}

}  // namespace kv
