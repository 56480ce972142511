// stack.cpp - a server that crashes on wrong use, and is restarted, but not for ever.
//
// OTP's supervisor: to pop from an empty stack is an error that the stack does not work around. It crashes, the call
// fails with the reason, and the supervisor starts a new stack with the elements that stand in its child spec: a known
// good state. More than `intensity` crashes within `period` show that restarts do not help; then the supervisor gives
// up, and whoever is above it, here main, has to know what to do.
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

namespace {

using namespace std::chrono_literals;

struct push { std::string element; };
struct pop { using reply = std::string; };
struct opened { std::size_t elements; };  // to the owner, from each new stack

class stack : public otp::gen_server<stack> {
 public:
  stack(const otp::pid& owner, std::vector<std::string> elements) : elements_(std::move(elements)) {
    otp::send(owner, opened{elements_.size()});
  }

  void handle_cast(push p) { elements_.push_back(std::move(p.element)); }
  std::string handle_call(pop) {
    if (elements_.empty()) throw std::underflow_error("pop of an empty stack");
    std::string top = std::move(elements_.back());
    elements_.pop_back();
    return top;
  }

 private:
  std::vector<std::string> elements_;
};

void wait_until_opened() {
  otp::receive([](opened o) { std::cout << "a stack is opened, with " << o.elements << " elements\n"; });
}

/// Pops until the stack crashes.
void pop_too_many(const otp::server_ref<stack>& s) {
  try {
    for (;;) {
      const std::string top = otp::call(s, pop{});
      std::cout << "  popped " << top << "\n";
    }
  } catch (const otp::exit_exception& e) {
    std::cout << "  it crashed: " << e.reason().inner() << "\n";
  }
}

}  // namespace

int main() {
  otp::system system;
  otp::trap_exit(true);  // the end of the supervisor, to which we are linked, comes as a message
  const std::vector<std::string> elements{"world", "hello"};
  const auto supervisor = otp::start_supervisor(
      {.intensity = 2, .period = 1h},
      {otp::child<stack>("stack", {.restart = otp::permanent, .name = "stack"}, otp::self(), elements)});
  const otp::server_ref<stack> s("stack");  // by name: whichever stack is the present one

  wait_until_opened();
  otp::cast(s, push{"otp++"});
  pop_too_many(s);  // "otp++" is lost: the new one knows nothing of it

  wait_until_opened();
  for (const auto& child : otp::which_children(supervisor))
    std::cout << "the supervisor has a child '" << child.id << "', "
              << (child.status == otp::child_info::state::running ? "running" : "not running") << "\n";
  pop_too_many(s);

  wait_until_opened();
  pop_too_many(s);

  otp::receive([](const otp::exit_message& e) {
    std::cout << "three crashes are too many: the supervisor gives up, " << e.reason << "\n";
  });
  try {
    otp::call(s, pop{});
  } catch (const otp::exit_exception& e) {
    std::cout << "nobody is called stack now: " << e.reason().inner() << "\n";
  }
}
