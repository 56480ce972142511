// demand.cpp - a baker who bakes only what has been asked for.
#include <deque>
#include <iostream>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct ask {
  otp::pid from;
  int how_many;
};
struct croissant {};
struct bake {};
struct baked {
  using reply = int;
};

class baker : public otp::gen_server<baker> {
 public:
  otp::next handle_cast(const ask& a) {
    demand_.push_back(a);
    return and_continue(bake{});
  }
  otp::next handle_continue(bake) {
    if (demand_.empty()) return {};
    otp::sleep_for(1ms);  // the oven
    ++baked_;
    ask& first = demand_.front();
    otp::send(first.from, croissant{});
    if (--first.how_many == 0) demand_.pop_front();
    return and_continue(bake{});
  }
  int handle_call(baked) { return baked_; }

 private:
  std::deque<ask> demand_;
  int baked_ = 0;
};

/// Sells croissants, and asks for more when half of the shelf is empty.
void counter(const otp::server_ref<baker>& from, int shelf) {
  int asked = 0;
  for (;;) {
    if (asked <= shelf / 2) {
      otp::cast(from, ask{otp::self(), shelf - asked});
      asked = shelf;
    }
    otp::receive([&](croissant) {
      --asked;
      otp::sleep_for(10ms);  // a guest
    });
  }
}

int main() {
  otp::system system;
  const auto oven = otp::start<baker>();
  const otp::pid shop = otp::spawn("counter", [&] { counter(oven, 10); });
  for (int i = 0; i < 3; ++i) {
    otp::sleep_for(300ms);
    std::cout << "main: " << *otp::message_queue_len(shop) << " croissants wait, " << otp::call(oven, baked{})
              << " are baked\n";
  }
  otp::exit(shop, "holidays");
  otp::sleep_for(1s);
  std::cout << "main: a second later " << otp::call(oven, baked{}) << " are baked\n";
}
