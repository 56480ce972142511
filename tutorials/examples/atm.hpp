// atm.hpp - a cash machine: a gen_statem, and a bank that may not answer.
//
//   idle            a card
//   waits_for_pin   at most three attempts within 30 seconds; the third wrong PIN, and the card is kept
//   chooses         an amount within 30 seconds; then it asks the bank, and opens the hatch
//
// What a state does not take is postponed for one that does, in order: the keys of a customer whose turn has not come,
// too. The time of a state is a state timeout, so neither what is postponed nor a wrong PIN puts it off.
//
// Bank and machine may end at any step, even by kill. What has to outlive that stands in their books, here shared
// memory, elsewhere a file: the machine notes each withdrawal before it asks for it, and strikes it out when the hatch
// has opened. A withdrawal that stands in the book without being in progress is taken back, by its number, so once.
#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>

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

struct session { otp::pid customer; std::string card; };
struct idle {};
struct waits_for_pin : session { int wrong = 0; };
struct chooses : session {};
struct time_up {};

template <class State>
concept in_session = std::derived_from<State, session>;
template <class Event>
concept by_customer = requires(const Event& e) { e.customer; };

class machine : public otp::gen_statem<machine, otp::states<idle, waits_for_pin, chooses>> {
 public:
  using messages = otp::handles<insert_card, enter_pin, withdraw, cancel>;

  explicit machine(std::shared_ptr<journal> book) : gen_statem(idle{}), book_(std::move(book)) {
    otp::trap_exit(true);  // from here on the request to end is a message, which waits until on() has returned
  }

  entered enter(idle&) {
    settle();
    return entered().timeout(otp::state_timeout, book_->empty() ? otp::infinity : pause, time_up{});
  }
  next on(idle&, time_up) { return repeat(); }
  next on(idle&, const insert_card& c) {
    otp::send(c.customer, shows{"your PIN, please"});
    return go(waits_for_pin{{c.customer, c.card}});
  }
  /// A key that is older than its customer's card is left over from a session that has ended.
  template <by_customer Key>
  void on(idle&, const Key&) {}

  next on(waits_for_pin& now, const enter_pin& k) {
    if (k.customer != now.customer) return keep().postpone();
    const auto right = otp::try_call(the_bank, check_pin{now.card, k.pin}, bank_time);
    if (!right) return give_card_back(now, "out of service");
    if (*right.value) {
      otp::send(now.customer, shows{"how much?"});
      return go(chooses{now});
    }
    const bool last = ++now.wrong == attempts;
    otp::send(now.customer, shows{last ? "wrong PIN: the card is kept" : "wrong PIN"});
    return last ? go(idle{}) : keep();
  }

  next on(chooses& now, const withdraw& k) {
    if (k.customer != now.customer) return keep().postpone();
    if (k.amount > 0 && k.amount % 10 == 0) return give_card_back(now, dispense(now, k.amount));
    otp::send(now.customer, shows{"tens only"});
    return keep();
  }

  // In a session:
  template <in_session State>
  entered enter(State&) {
    return entered().timeout(otp::state_timeout, customer_time, time_up{});
  }
  template <in_session State>
  next on(State& now, time_up) {
    return give_card_back(now, "too late");
  }
  template <in_session State>
  next on(State& now, const cancel& k) {
    return k.customer == now.customer ? give_card_back(now, "goodbye") : keep().postpone();
  }
  template <in_session State, by_customer Key>
  next on(State&, const Key&) {
    return keep().postpone();
  }

  void terminate(const otp::exit_reason&) {
    std::visit([](const auto& last) { end(last); }, now());
  }

 private:
  /// Asks the bank, and opens the hatch. Returns: what the customer is told.
  std::string dispense(const session& now, int amount) {
    const otp::ref number = otp::make_ref();
    book_->insert(number);
    const auto paid = otp::try_call(the_bank, debit{number, now.card, amount}, bank_time);
    if (!paid) return "out of service";  // whether it was paid, settle() need not know
    if (*paid.value) otp::send(now.customer, cash{amount});
    // An exit signal is met before the hatch opens or after the next line, but not between: there is no step.
    book_->erase(number);
    return *paid.value ? "thank you" : "you have not got so much";
  }

  /// Takes back what the book holds, or leaves it there until the bank answers. A debit cannot come after this: it was
  /// in the bank's mailbox before, or has ended with a former bank.
  void settle() {
    while (!book_->empty() && otp::try_call(the_bank, take_back{*book_->begin()}, bank_time))
      book_->erase(book_->begin());
  }

  static next give_card_back(const session& now, const std::string& why) {
    otp::send(now.customer, shows{why});
    otp::send(now.customer, card_back{});
    return go(idle{});
  }

  static void end(const idle&) {}
  static void end(const session& now) { give_card_back(now, "out of service"); }

  std::shared_ptr<journal> book_;
};

inline otp::supervisor_ref start(const std::shared_ptr<ledger>& accounts,
                                 const std::shared_ptr<journal>& withdrawals = std::make_shared<journal>()) {
  return otp::start_supervisor({.intensity = 10},
                               {otp::child<bank>("bank", {.name = "bank"}, accounts),
                                otp::child<machine>("machine", {.name = "machine"}, withdrawals)});
}

}  // namespace atm
