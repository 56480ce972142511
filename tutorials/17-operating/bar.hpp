// bar.hpp - a coffee bar that serves, and is ill in more than one place.
#pragma once

#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct grind {
  using reply = int;  // grams
};
struct order {
  using reply = bool;
  std::string drink;
};
struct sold {
  std::string drink;
};
struct takings {
  using reply = int;  // cents
};
struct done {
  int guest;
};
struct tip {
  int cents;
};
struct cup {};

class grinder : public otp::gen_server<grinder> {
 public:
  using messages = otp::handles<grind>;
  int handle_call(grind) {
    otp::sleep_for(90s);
    return 18;
  }
};

class barista : public otp::gen_server<barista> {
 public:
  using messages = otp::handles<order>;
  bool handle_call(const order&) {
    otp::call("grinder", grind{}, otp::infinity);
    otp::sleep_for(30s);
    return true;
  }
};

class ledger : public otp::gen_server<ledger> {
 public:
  using messages = otp::handles<sold, takings>;
  void handle_cast(const sold& s) {
    if (s.drink == "tea") throw std::out_of_range("no price for tea");
    cents_ += 250;
  }
  int handle_call(takings) { return cents_; }
  std::string format_status() const { return std::to_string(cents_) + " cents"; }

 private:
  int cents_ = 0;
};

class dishwasher : public otp::gen_server<dishwasher> {
 public:
  using messages = otp::handles<cup>;
  void handle_cast(cup) { otp::sleep_for(30s); }
};

/// Shows whose drink is done.
inline void board() {
  for (;;) otp::receive([](const done&) {});
}

inline void guest(int number, const std::string& drink) {
  otp::call("barista", order{drink}, otp::infinity);
  otp::send("board", done{number});
  otp::send("board", tip{50});
  otp::cast("ledger", sold{drink});
  otp::cast("dishwasher", cup{});
}

inline void open_bar() {
  otp::start_supervisor(
      {.name = "bar"},
      {otp::child<ledger>("ledger", {.name = "ledger"}), otp::child("board", {.name = "board"}, board),
       otp::child<dishwasher>("dishwasher", {.name = "dishwasher"}),
       otp::child<grinder>("grinder", {.name = "grinder"}), otp::child<barista>("barista", {.name = "barista"})});
  for (int left = 0; left < 40; ++left) otp::cast("dishwasher", cup{});  // since yesterday
}
