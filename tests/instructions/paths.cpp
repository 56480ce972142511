// paths.cpp - the single-threaded paths of a message, each N times, for counting their instructions.
//   paths PATH N
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <otp/otp.hpp>

namespace {

struct number {
  int n;
};
struct other {};
struct question {
  using reply = int;
};

void send_and_receive() {
  otp::send(otp::self(), number{1});
  otp::receive([](number) {});
}

void receive_by_the_fourth_clause() {
  otp::send(otp::self(), number{4});
  otp::receive([](other) {}, otp::when([](number n) { return n.n == 5; }, [](number) {}),
               otp::match("number", otp::any<int>) >> [](int) {}, [](number) {},
               otp::after(std::chrono::hours(1), [] {}));
}

void receive_a_tuple() {
  otp::send(otp::self(), std::tuple("number", 4));
  otp::receive(otp::match("number", otp::any<int>) >> [](int) {});
}

void poll_an_empty_mailbox() {
  otp::receive([](number) {}, otp::after(std::chrono::seconds(0), [] {}));
}

// A server that never looks: everything that a call costs but the switch to it.
void ask_and_give_up(const otp::pid& deaf) {
  const auto asked = otp::send_request(deaf, question{});
  otp::receive_response(asked, std::chrono::seconds(0));
}

void monitor_and_demonitor(const otp::pid& deaf) { otp::demonitor(otp::monitor(deaf)); }

void link_and_unlink(const otp::pid& deaf) {
  otp::link(deaf);
  otp::unlink(deaf);
}

struct flip {};
class counting : public otp::gen_server<counting> {
 public:
  void handle_cast(flip) { ++flips_; }

 private:
  int flips_ = 0;
};
struct on {};
struct off {};
class lamp : public otp::gen_statem<lamp, otp::states<off, on>> {
 public:
  lamp() : gen_statem(off{}) {}
  next on(off&, flip) { return go(::on{}); }
  next on(::on&, flip) { return go(off{}); }
};

void look_a_key_up(const otp::unique_registry<int, int>& registry) {
  if (registry.lookup(7)->value != 1) std::abort();
}

/// A cast to the caller itself, which then does what the loop of such a server does.
template <class S>
class in_this_thread {
 public:
  void operator()() {
    otp::cast(otp::server_ref<S>(otp::self()), flip{});
    host_->step(*loop_);
  }

 private:
  std::shared_ptr<otp::host_of<S>> host_ = std::make_shared<otp::host_of<S>>();
  std::shared_ptr<otp::behaviour_loop> loop_ = std::make_shared<otp::behaviour_loop>(*host_, otp::pid());
};

}  // namespace

int main(int argc, char** argv) {
  const otp::system system(otp::options{.schedule = otp::free_running});
  const otp::pid deaf = otp::spawn([] { otp::sleep_for(std::chrono::hours(1000)); });
  const otp::unique_registry<int, int> registry;
  otp::unlink(otp::start_registry(registry));  // a further link would make the paths of links dearer
  registry.register_key(7, 1);
  const std::map<std::string, std::function<void()>> paths{
      {"send_and_receive", send_and_receive},
      {"receive_by_the_fourth_clause", receive_by_the_fourth_clause},
      {"receive_a_tuple", receive_a_tuple},
      {"poll_an_empty_mailbox", poll_an_empty_mailbox},
      {"ask_and_give_up", [&] { ask_and_give_up(deaf); }},
      {"monitor_and_demonitor", [&] { monitor_and_demonitor(deaf); }},
      {"link_and_unlink", [&] { link_and_unlink(deaf); }},
      {"look_a_key_up", [&] { look_a_key_up(registry); }},
      {"a_cast_to_a_server", in_this_thread<counting>()},
      {"a_cast_that_changes_a_state", in_this_thread<lamp>()},
  };
  if (argc == 1)
    for (const auto& [name, path] : paths) std::puts(name.c_str());
  if (argc != 3) return argc == 1 ? 0 : 2;
  const auto& path = paths.at(argv[1]);
  for (int i = std::atoi(argv[2]); i > 0; --i) path();
}
