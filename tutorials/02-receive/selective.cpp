// selective.cpp - what a receive can wait for, and what becomes of the messages it does not want.
#include <iostream>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct order {
  std::string guest;
  bool in_a_hurry;
};

void serve(const std::string& guest) { std::cout << "serving " << guest << '\n'; }

int main() {
  otp::system system;
  const otp::pid me = otp::self();
  for (const order& o : {order{"Ann", false}, order{"Bob", true}, order{"Cleo", false}, order{"Dan", true}})
    otp::send(me, o);

  // A guard: the oldest order of somebody in a hurry. Ann's stays where it is.
  otp::receive(otp::when([](const order& o) { return o.in_a_hurry; }, [](const order& o) { serve(o.guest); }));
  // No guard: the oldest order.
  otp::receive([](const order& o) { serve(o.guest); });

  // Tuples, as in Erlang: literals have to be equal, any<T> is handed over, ignore is not.
  otp::send(me, std::tuple("stock", "milk", 3));
  otp::send(me, std::tuple("stock", "beans", 8));
  otp::receive(otp::match("stock", "beans", otp::any<int>) >>
               [](int bags) { std::cout << bags << " bags of beans\n"; });

  // Two clauses, in this order, for each message, oldest first. Cleo's order is older than the stock of milk.
  for (int i = 0; i < 2; ++i)
    otp::receive(
        otp::match("stock", otp::ignore, otp::any<int>) >> [](int n) { std::cout << n << " of something\n"; },
        [](const order& o) { serve(o.guest); });

  // Whatever is there, but without waiting; and then nothing is.
  for (int i = 0; i < 2; ++i)
    otp::receive(
        otp::any_message >> [](const otp::message& m) { std::cout << "left over: " << m.name() << '\n'; },
        otp::after(0s, [] { std::cout << "the mailbox is empty\n"; }));
}
