// observed.cpp - a program that is watched: at each line of its input it does the step of that name, and prints its own
// account of itself, a line of JSON. Nothing happens between two steps, but what the page asks for.
//   observed [--actions]
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/observer.hpp>
#include <otp/otp.hpp>

#include "account.hpp"

struct coin {};
struct pull {
  using reply = int;
};
struct note {};
struct sorted_note {};

class till : public otp::gen_server<till> {
 public:
  using messages = otp::handles<coin, pull>;
  int handle_call(pull) { return coins_; }
  void handle_cast(coin) { ++coins_; }
  std::string format_status() const { return std::to_string(coins_) + " coins"; }

 private:
  int coins_ = 0;
};

namespace {

const std::vector<std::string> servers = {"till", "stock", "cook"};

std::string account_of_children(const otp::supervisor_ref& sup) {
  const std::string children = account::list(otp::which_children(sup), [](const otp::child_info& each) {
    return "{\"id\":" + account::text(each.id) + ",\"pid\":" + account::text(each.pid) + "}";
  });
  return "{\"pid\":" + account::text(sup.pid()) + ",\"children\":" + children + "}";
}

class program {
 public:
  program()
      : shop_(otp::start_supervisor(
            {.intensity = 100, .name = "shop"},
            {otp::child<till>("till", {.name = "till"}), otp::child<till>("stock", {.name = "stock"}),
             otp::child_supervisor("kitchen", {.intensity = 100, .name = "yard"},
                                   {otp::child<till>("cook", {.name = "cook"})})})),
        collector_(otp::spawn_opt({.name = "notes"}, [] { otp::receive([](sorted_note) {}); }).pid) {}

  /// Does the step of that name, and waits until the system is at rest.
  void take(const std::string& step) {
    if (step == "suspend") {
      for (const std::string& name : servers) otp::suspend(name);
    } else if (step == "fill") {
      fill();
    } else if (step == "bond") {
      bond();
    } else if (step == "crash") {
      crash();
    } else if (step == "resume") {
      resume();
    } else if (step != "account") {
      throw std::runtime_error("no such step: " + step);
    }
  }

  std::string account() const {
    const std::string supervisors = account::list(std::vector{shop_, yard()}, account_of_children);
    const std::vector<otp::pid> all = at_rest();
    return "{\"main\":" + account::text(otp::self()) +
           ",\"actors\":" + account::list(all, [](const otp::pid& p) { return account::of(p); }) +
           ",\"supervisors\":" + supervisors + ",\"crashes\":" + std::to_string(crashes_) + "}";
  }

 private:
  static otp::supervisor_ref yard() { return otp::supervisor_ref(otp::whereis_name("yard")); }

  // All actors, once none has anything more to do: who has answered a call goes on to forget the caller's monitor.
  static std::vector<otp::pid> at_rest() {
    std::vector<otp::pid> all;
    for (std::size_t of_watchers = 0, of_watched = 1; of_watchers != of_watched;) {
      of_watchers = of_watched = 0;
      all.clear();
      for (const otp::pid& p : otp::processes()) {
        const std::optional<otp::process_information> seen = otp::process_info(p);
        if (!seen) continue;
        all.push_back(p);
        of_watchers += seen->monitors.size();
        of_watched += seen->monitored_by.size();
      }
    }
    return all;
  }

  // Suspended servers let their messages wait; the plain actor does, since it receives others only.
  void fill() {
    const otp::pid server = otp::whereis_name("till");
    for (int i = 0; i < 3; ++i) otp::cast(server, coin{});
    otp::cast("stock", coin{});
    for (int i = 0; i < 12; ++i) otp::send(collector_, note{});
    client_ = otp::spawn_opt({.name = "client"}, [server] { otp::call(server, pull{}, otp::infinity); }).pid;
    while (otp::message_queue_len(server) != 4u) continue;  // its request has come
  }
  void bond() {
    otp::link(collector_);
    otp::monitor(otp::whereis_name("stock"));
    otp::monitor(collector_);
    otp::monitor(collector_);
    otp::register_name("collector", collector_);
  }
  void crash() {
    const otp::pid before = otp::whereis_name("cook");
    const otp::ref end = otp::monitor(before);
    otp::exit(before, otp::kill);
    otp::await_down(end, otp::infinity);
    while (otp::which_child(yard(), "cook")->pid == before) continue;
    otp::suspend("cook");
    ++crashes_;
  }
  void resume() {
    const otp::ref end = otp::monitor(client_);
    for (const std::string& name : servers) otp::resume(name);
    otp::await_down(end, otp::infinity);
    for (const std::string& name : servers) otp::get_status(name);  // behind what waited there
  }

  const otp::supervisor_ref shop_;
  const otp::pid collector_;
  otp::pid client_;
  int crashes_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const otp::system system;
  program it;
  const otp::observer watch{{.actions = argc > 1 && argv[1] == std::string("--actions")}};
  std::cout << watch.address() << std::endl;
  const auto next = [](std::string& step) { return otp::blocking([&] { return !!std::getline(std::cin, step); }); };
  for (std::string step; next(step);) {
    it.take(step);
    std::cout << it.account() << std::endl;
  }
}
