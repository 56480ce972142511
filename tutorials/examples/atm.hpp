// atm.hpp - a cash machine: a state machine of plain functions, each of which receives what its state takes.
//
//   idle            a card
//   waits_for_pin   at most three attempts within 30 seconds; the third wrong PIN, and the card is kept
//   chooses         an amount within 30 seconds
//   dispenses       nothing: it asks the bank, and opens the hatch
//
// What a state does not take waits in the mailbox, in order, for one that does: gen_statem calls that postpone. The
// deadline of a state is a point in time, so neither a message that waits nor a wrong PIN puts it off.
//
// Bank and machine may end at any step, even by kill. What has to outlive that stands in their books, here shared
// memory, elsewhere a file: the machine notes each withdrawal before it asks for it, and strikes it out when the hatch
// has opened. A withdrawal that stands in the book without being in progress is taken back, by its number, so once.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <otp/otp.hpp>

namespace atm {

using namespace std::chrono_literals;

// ---- the bank -------------------------------------------------------------------------------------------------------

struct check_pin { std::string card, pin; using reply = bool; };
struct balance { std::string card; using reply = int; };
/// False: there is not so much.
struct debit { otp::ref number; std::string card; int amount; using reply = bool; };
/// The debit of this number, if there was one, has not been.
struct take_back { otp::ref number; using reply = void; };

struct account { std::string pin; int balance; };
struct ledger {
  std::map<std::string, account> accounts;  // by card
  std::map<otp::ref, debit> debits;
};

class bank : public otp::gen_server<bank> {
 public:
  explicit bank(std::shared_ptr<ledger> book) : book_(std::move(book)) {}

  bool handle_call(const check_pin& c) {
    const auto found = book_->accounts.find(c.card);
    return found != book_->accounts.end() && found->second.pin == c.pin;
  }
  int handle_call(const balance& b) { return book_->accounts.at(b.card).balance; }
  bool handle_call(const debit& d) {
    account& from = book_->accounts.at(d.card);
    if (from.balance < d.amount) return false;
    from.balance -= d.amount;
    book_->debits.emplace(d.number, d);
    return true;
  }
  void handle_call(const take_back& t) {
    if (const auto gone = book_->debits.extract(t.number))
      book_->accounts.at(gone.mapped().card).balance += gone.mapped().amount;
  }

 private:
  std::shared_ptr<ledger> book_;
};

inline const otp::server_ref<bank> the_bank("bank");  // by name: whichever bank is the present one

// ---- the machine ----------------------------------------------------------------------------------------------------

// What a customer does. A key says whose it is: customers may press theirs before their turn has come.
struct insert_card { otp::pid customer; std::string card; };
struct enter_pin { otp::pid customer; std::string pin; };
struct withdraw { otp::pid customer; int amount; };
struct cancel { otp::pid customer; };

// What the customer sees.
struct shows { std::string text; };
struct cash { int amount; };
struct card_back {};

using journal = std::set<otp::ref>;  // the withdrawals for which the hatch has not opened

inline constexpr otp::duration customer_time = 30s, bank_time = 2s, pause = 1s;
inline constexpr int attempts = 3;

class machine {
 public:
  explicit machine(std::shared_ptr<journal> book) : book_(std::move(book)) {}

  void run() {
    otp::trap_exit(true);  // from here on the request to end is a message, which dispenses() does not take
    for (state now{&machine::idle};;) now = (this->*now.function)();
  }

 private:
  /// A function that receives, and returns the next one.
  struct state {
    state (machine::*function)();
  };

  state idle() {
    settle();
    // A key that is older than its customer's card is left over from a session that has ended.
    const state still_idle{&machine::idle};
    return otp::receive(
        [&](const insert_card& c) {
          customer_ = c.customer;
          card_ = c.card;
          wrong_ = 0;
          otp::send(customer_, shows{"your PIN, please"});
          return enter(&machine::waits_for_pin);
        },
        [&](const enter_pin&) { return still_idle; }, [&](const withdraw&) { return still_idle; },
        [&](const cancel&) { return still_idle; }, [](const otp::exit_message& e) -> state { otp::exit(e.reason); },
        otp::after(book_->empty() ? otp::infinity : pause, [&] { return still_idle; }));
  }

  state waits_for_pin() {
    return receive_or_give_back([&](const enter_pin& k) {
      const auto right = otp::try_call(the_bank, check_pin{card_, k.pin}, bank_time);
      if (!right) return give_card_back("out of service");
      if (*right.value) {
        otp::send(customer_, shows{"how much?"});
        return enter(&machine::chooses);
      }
      if (++wrong_ == attempts) {
        otp::send(customer_, shows{"wrong PIN: the card is kept"});
        return state{&machine::idle};
      }
      otp::send(customer_, shows{"wrong PIN"});
      return state{&machine::waits_for_pin};
    });
  }

  state chooses() {
    return receive_or_give_back([&](const withdraw& k) {
      if (k.amount <= 0 || k.amount % 10 != 0) {
        otp::send(customer_, shows{"tens only"});
        return state{&machine::chooses};
      }
      amount_ = k.amount;
      return state{&machine::dispenses};
    });
  }

  state dispenses() {
    const otp::ref number = otp::make_ref();
    book_->insert(number);
    const auto paid = otp::try_call(the_bank, debit{number, card_, amount_}, bank_time);
    if (!paid) return give_card_back("out of service");  // whether it was paid, settle() need not know
    if (*paid.value) otp::send(customer_, cash{amount_});
    // An exit signal is met before the hatch opens or after the next line, but not between: there is no step.
    book_->erase(number);
    return give_card_back(*paid.value ? "thank you" : "you have not got so much");
  }

  /// Takes back what the book holds, or leaves it there until the bank answers. A debit cannot come after this: it was
  /// in the bank's mailbox before, or has ended with a former bank.
  void settle() {
    while (!book_->empty() && otp::try_call(the_bank, take_back{*book_->begin()}, bank_time))
      book_->erase(book_->begin());
  }

  state enter(state (machine::*function)()) {
    deadline_ = otp::now() + customer_time;
    return {function};
  }
  state give_card_back(const std::string& why) {
    otp::send(customer_, shows{why});
    otp::send(customer_, card_back{});
    return {&machine::idle};
  }

  /// The customer's key that this state takes, or one of the ways in which it ends.
  template <class F>
  state receive_or_give_back(F key) {
    const auto by_customer = [this](const auto& k) { return k.customer == customer_; };
    return otp::receive(
        otp::when([&](const otp::value_of<F>& k) { return by_customer(k); }, key),
        otp::when([&](const cancel& k) { return by_customer(k); },
                  [&](const cancel&) { return give_card_back("goodbye"); }),
        [&](const otp::exit_message& e) -> state {
          give_card_back("out of service");
          otp::exit(e.reason);
        },
        otp::after(std::max<otp::duration>(0s, deadline_ - otp::now()), [&] { return give_card_back("too late"); }));
  }

  std::shared_ptr<journal> book_;
  otp::pid customer_;
  std::string card_;
  int wrong_ = 0;
  int amount_ = 0;
  otp::time_point deadline_;  // of the state
};

inline otp::supervisor_ref start(const std::shared_ptr<ledger>& accounts,
                                 const std::shared_ptr<journal>& withdrawals = std::make_shared<journal>()) {
  return otp::start_supervisor({.intensity = 10},
                               {otp::child<bank>("bank", {.name = "bank"}, accounts),
                                otp::child("machine", {.name = "machine"}, [=] { machine(withdrawals).run(); })});
}

}  // namespace atm
