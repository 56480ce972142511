// whole.cpp - an evening with power cuts, and an order that nobody can fulfil.
#include <atomic>
#include <iostream>
#include <random>
#include <set>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

struct order {
  using reply = std::string;
  int number;
  std::string drink;
};
struct book {
  using reply = void;
  int number;
};
struct booked {
  using reply = std::size_t;
};

const std::set<std::string> card{"coffee", "tea", "cocoa"};

/// The fault injector: a step of the bar in five fails. There is one bar at a time, so nobody throws the dice with it.
std::minstd_rand dice(7);
void may_fail() {
  if (dice() % 5 == 0) throw std::runtime_error("a power cut");
}
std::atomic<int> crashes = 0;

class ledger : public otp::gen_server<ledger> {
 public:
  using messages = otp::handles<book, booked>;
  void handle_call(const book& b) {
    if (!numbers_.insert(b.number).second) std::cout << "ledger: order " << b.number << " is booked already\n";
  }
  std::size_t handle_call(booked) { return numbers_.size(); }

 private:
  std::set<int> numbers_;
};

class bar : public otp::gen_server<bar> {
 public:
  using messages = otp::handles<order>;
  std::string handle_call(const order& o) {
    may_fail();
    if (!card.contains(o.drink)) throw std::invalid_argument("what is " + o.drink + "?");
    otp::sleep_for(1s);  // it takes a while
    otp::call("ledger", book{o.number});
    may_fail();  // booked, and the answer is lost
    return o.drink;
  }
};

bool served(const order& o) {
  for (int attempt = 1; attempt <= 3; ++attempt) try {
      otp::call("bar", o);
      return true;
    } catch (const otp::exit_exception& e) {
      std::cout << "waiter: order " << o.number << ", attempt " << attempt << ": " << to_string(e.reason()) << '\n';
      otp::sleep_for(1s);
    }
  return false;
}

int main() {
  otp::options counting;
  counting.report = [](const otp::report& r) { crashes += r.what == otp::report::kind::crash; };
  otp::system system(counting);
  otp::start_supervisor(
      {.strategy = otp::rest_for_one, .name = "house"},
      {otp::child<ledger>("ledger", {.name = "ledger"}),
       otp::child_supervisor("front", {.intensity = 3, .name = "front"}, {otp::child<bar>("bar", {.name = "bar"})})});
  int happy = 0, aside = 0;
  for (int number = 1; number <= 12; ++number)
    (served({number, number == 7 ? "dragon's milk" : "tea"}) ? happy : aside) += 1;
  std::cout << happy << " served, " << aside << " put aside, " << otp::call("ledger", booked{}) << " booked, "
            << crashes << " crashes\n";
}
