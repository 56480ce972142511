// server.cpp - see server.hpp.
#include "server.hpp"

#include <cstdio>
#include <random>
#include <stdexcept>
#include <utility>

#include <otp/otp.hpp>

#include "connection.hpp"
#include "keyspace.hpp"
#include "log_writer.hpp"

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

/// Kills one part after another, at random.
void spread_chaos(otp::duration pause) {
  std::minstd_rand random{std::random_device{}()};
  const std::vector<std::string> parts{"keyspace", "log", "data", "net", "connections", "listener"};
  for (;;) {
    otp::sleep_for(pause);
    if (random() % 2 == 0) {
      otp::exit(otp::whereis_name(parts[random() % parts.size()]), otp::kill);
    } else if (const auto all = otp::which_children(connections); !all.empty()) {
      otp::exit(all[random() % all.size()].pid, otp::kill);
    }
  }
}

/// A supervisor that is killed cannot end its children in order: they end by themselves, a moment later. Its successor
/// waits for that, or it would find their names taken.
otp::child_spec after_its_predecessor(const std::string& name, otp::child_spec spec) {
  spec.start = [name, start = std::move(spec.start)](const otp::start_args& extra) {
    if (const otp::pid former = otp::whereis_name(name)) otp::await_down(otp::monitor(former), 5s);
    return start(extra);
  };
  return spec;
}

/// A child under a name of its own.
template <class S>
otp::child_spec named(const std::string& name, otp::child_options options, const shared_services& house) {
  options.name = name;
  return after_its_predecessor(name, otp::child<S>(name, options, house));
}

}  // namespace

otp::supervisor_ref start_server(const shared_services& house, shared_listener listening, const server_options& how) {
  std::vector<otp::child_spec> data, net;
  if (house->log) data.push_back(named<log_writer>("log", {.mailbox = {1000, otp::overflow::block}}, house));
  data.push_back(named<keyspace>("keyspace", {}, house));

  net.push_back(otp::child_registry("clients", house->clients));
  net.push_back(otp::child_registry("channels", house->channels));
  net.push_back(otp::child_registry("patterns", house->patterns));
  net.push_back(after_its_predecessor(
      "connections",
      otp::child_dynamic_supervisor("connections", {.max_children = house->max_clients, .name = "connections"})));
  net.push_back(after_its_predecessor(
      "listener", otp::child("listener", {.name = "listener"}, [house, listening] { listen(house, listening); })));
  if (how.chaos > how.chaos.zero()) net.push_back(otp::child("chaos", [pause = how.chaos] { spread_chaos(pause); }));

  const otp::supervisor_flags often{.strategy = otp::rest_for_one, .intensity = 20, .period = 10s};
  otp::supervisor_flags top = often, of_data = often, of_net = often;
  top.name = "top";
  of_data.name = "data";
  of_net.name = "net";
  return otp::start_supervisor(top, {otp::child_supervisor("data", of_data, std::move(data)),
                                     otp::child_supervisor("net", of_net, std::move(net))});
}

int serve(std::uint16_t port, const std::function<void(services&)>& furnish, const server_options& how) {
  return otp::run([&] {
    const otp::stop_on_signals scope;
    const auto house = std::make_shared<services>();
    house->main = otp::self();
    house->clock_base = std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::system_clock::now().time_since_epoch() - otp::now().time_since_epoch())
                            .count();
    furnish(*house);
    const auto at = std::make_shared<const otp::tcp::listener>(otp::tcp::listen(otp::tcp::address::loopback(port)));
    const auto beside = how.beside ? how.beside() : nullptr;
    otp::trap_exit(true);  // a server that gives up ends with `shutdown`, as one does that is told to: main knows which
    const otp::pid top = start_server(house, at, how);
    std::printf("ready: %s\n", to_string(at->local()).c_str());
    std::fflush(stdout);
    const auto end = otp::receive([](otp::exit_message e) { return e; });  // or a signal, or SHUTDOWN
    if (end.from == top) throw std::runtime_error("the server has given up: " + to_string(end.reason));
  });
}

}  // namespace kv
