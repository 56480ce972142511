// orders.cpp - each guest has a waiter, who waits for the guest and for the kitchen at once.
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "guest.hpp"

using namespace std::chrono_literals;

struct order {
  std::string drink;
  otp::pid waiter;
};
struct ready {
  std::string drink;
};

class kitchen : public otp::gen_server<kitchen> {
 public:
  using messages = otp::handles<order>;
  void handle_cast(const order& o) { otp::send_after(o.drink == "tea" ? 3s : 1s, o.waiter, ready{o.drink}); }
};

void waiter(const connection& guest) {
  otp::tcp::line_reader lines(*guest, 40);
  for (bool open = true; open;)
    otp::receive([&](const ready& r) { otp::tcp::send(*guest, "Your " + r.drink + "!\n", 10s); },
                 otp::readable(*guest) >>
                     [&] {
                       lines.fill();
                       while (open && lines.has_line()) {
                         if (const auto line = lines.next())
                           otp::cast("kitchen", order{*line, otp::self()});
                         else
                           open = false;  // the guest will say no more
                       }
                     },
                 otp::after(1min, [&] { open = false; }));
}

void door(const otp::tcp::address& at) {
  const otp::tcp::listener listener = otp::tcp::listen(at);
  for (;;) {
    auto guest = std::make_shared<const otp::tcp::socket>(otp::tcp::accept(listener));
    otp::start_child(otp::supervisor_ref("waiters"), otp::with_args(connection(std::move(guest))));
  }
}

std::string next_line(otp::tcp::line_reader& from) {
  try {
    return from.next().value_or("the end");
  } catch (const otp::tcp::failure&) {
    return "the end";  // the connection is broken
  }
}

int main() {
  return otp::run([] {
    const otp::tcp::address here = otp::tcp::listen(otp::tcp::address::loopback(0)).local();
    otp::start_supervisor(
        {.strategy = otp::rest_for_one, .name = "bar"},
        {otp::child<kitchen>("kitchen", {.name = "kitchen"}),
         otp::child_supervisor("waiters", {.strategy = otp::simple_one_for_one, .name = "waiters", .max_children = 100},
                               {otp::simple_child<connection>(waiter, {.restart = otp::temporary, .label = "waiter"})}),
         otp::child("door", {.name = "door"}, [=] { door(here); })});
    const otp::tcp::socket ann = come_in(here), bob = come_in(here);
    otp::tcp::line_reader for_ann(ann), for_bob(bob);
    otp::tcp::send(ann, "tea\ncoffee\n");
    otp::tcp::send(bob, std::string(10'000, '?'));  // and no end of the line
    std::cout << "Bob hears: " << next_line(for_bob) << '\n';
    std::cout << "Ann hears: " << next_line(for_ann) << '\n';
    std::cout << "Ann hears: " << next_line(for_ann) << '\n';
  });
}
