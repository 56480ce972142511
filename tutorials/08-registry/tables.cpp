// tables.cpp - a tab for each table of the bar: found by a number, and with a value that says who serves.
#include <iostream>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

using tables = otp::unique_registry<int, std::string>;  // the number of a table, and who serves there

struct order {
  int cents;
};
struct push_to {
  using reply = bool;
  int table;
  std::string waiter;
};
struct served_by {
  using reply = void;
  std::string name;
};
struct total {
  using reply = int;
};

class tab : public otp::gen_server<tab> {
 public:
  using messages = otp::handles<order, push_to, served_by, total>;
  explicit tab(tables open) : open_(std::move(open)) {}
  void handle_cast(const order& o) {
    if (o.cents <= 0) throw std::invalid_argument("an order for nothing");
    cents_ += o.cents;
  }
  bool handle_call(const push_to& p) { return !open_.register_key(p.table, p.waiter); }
  void handle_call(const served_by& s) {
    for (const int table : open_.keys(otp::self())) open_.update_value(table, [&](const auto&) { return s.name; });
  }
  int handle_call(total) { return cents_; }

 private:
  const tables open_;
  int cents_ = 0;
};

void show(const char* when, const tables& open) {
  std::cout << when << ':';
  for (const int table : {6, 7, 8})
    if (const auto found = open.lookup(table))
      std::cout << "  " << table << ' ' << found->value << ' ' << otp::call(open.via(table), total{});
  std::cout << '\n';
}

int main() {
  otp::system system;
  const tables open;
  const auto bar = otp::start_supervisor({.name = "bar"}, {otp::child_registry("tables", open)});
  for (const int table : {6, 7})
    otp::start_child(bar, otp::child<tab>("tab " + std::to_string(table), {.name = open.via(table, "Ann")}, open));

  otp::cast(open.via(6), order{250});
  otp::cast(open.via(7), order{400});
  for (const int table : {6, 8})
    std::cout << "7 and " << table << (otp::call(open.via(7), push_to{table, "Ann"}) ? ": one tab\n" : ": no\n");
  show("pushed together", open);
  otp::call(open.via(8), served_by{"Ben"});
  show("Ben takes over", open);
  otp::exit(otp::which_child(bar, "tables")->pid, otp::kill);
  otp::sleep_for(1min);
  show("a new server", open);
  otp::cast(open.via(7), order{0});
  otp::sleep_for(1min);
  show("a new tab", open);
}
