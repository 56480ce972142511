// later.cpp - a server that answers when it can, and is never busy meanwhile.
#include <deque>
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct coffee {
  using reply = std::string;
  std::string guest;
};
struct how_long_is_the_queue {
  using reply = std::size_t;
};
struct brewed {};

class machine : public otp::gen_server<machine> {
 public:
  void handle_call(const coffee& wanted, otp::from<std::string> who) {  // returns nothing: no reply yet
    waiting_.emplace_back(wanted.guest, who);
    if (waiting_.size() == 1) otp::send_after(30s, otp::self(), brewed{});
  }
  std::size_t handle_call(how_long_is_the_queue) { return waiting_.size(); }
  void handle_info(brewed) {
    const auto [guest, who] = waiting_.front();
    waiting_.pop_front();
    otp::reply(who, "a coffee for " + guest);
    if (!waiting_.empty()) otp::send_after(30s, otp::self(), brewed{});
  }

  using messages = otp::handles<brewed>;

 private:
  std::deque<std::pair<std::string, otp::from<std::string>>> waiting_;
};

int main() {
  otp::system system;
  const auto one = otp::start<machine>();
  for (const std::string guest : {"Ann", "Bob", "Carl"})
    otp::spawn(guest, [=] {
      const std::string cup = otp::call(one, coffee{guest}, otp::infinity);
      std::cout << guest << " has " << cup << '\n';
    });
  otp::sleep_for(10s);
  std::cout << otp::call(one, how_long_is_the_queue{}) << " guests wait\n";
  otp::sleep_for(2min);
}
