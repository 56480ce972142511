// atm_test.cpp - the cash machine of the examples: its deadlines to the second, what waits, and that no money is lost.
#include "../tutorials/examples/atm.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <otp/explore.hpp>
#include <otp/state_chart.hpp>

#include "support.hpp"

namespace {

std::shared_ptr<atm::ledger> two_accounts() {
  auto book = std::make_shared<atm::ledger>();
  book->accounts = {{"ann", {"1111", 100}}, {"bob", {"2222", 100}}};
  return book;
}

/// The test's main actor is the customer.
void insert(const std::string& card) { otp::send("machine", atm::insert_card{otp::self(), card}); }
void press_pin(const std::string& pin) { otp::send("machine", atm::enter_pin{otp::self(), pin}); }
void press_amount(int amount) { otp::send("machine", atm::withdraw{otp::self(), amount}); }
std::string shown() { return otp::expect<atm::shows>(1h).text; }

using texts = std::vector<std::string>;
/// What the machine does for the caller until it has returned, or kept, the card.
texts rest_of_session() {
  texts all;
  for (bool over = false; !over;)
    over = otp::receive(
        [&](const atm::shows& s) {
          all.push_back(s.text);
          return s.text == "wrong PIN: the card is kept";
        },
        [&](const atm::cash& c) {
          all.push_back(std::to_string(c.amount));
          return false;
        },
        [&](atm::card_back) { return true; });
  return all;
}

int balance_of(const std::string& card) { return otp::call(atm::the_bank, atm::balance{card}); }

}  // namespace

TEST(atm, pays_what_the_account_has) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  insert("ann");
  press_pin("1111");
  press_amount(70);
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "how much?", "70", "thank you"}));
  EXPECT_EQ(balance_of("ann"), 30);
  insert("ann");
  press_pin("1111");
  press_amount(-20);
  press_amount(25);
  press_amount(40);
  EXPECT_EQ(rest_of_session(),
            (texts{"your PIN, please", "how much?", "tens only", "tens only", "you have not got so much"}));
  EXPECT_EQ(balance_of("ann"), 30);
}

TEST(atm, gives_the_card_back_exactly_when_the_time_is_up_whatever_else_comes) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  const auto begin = otp::now();
  insert("ann");
  EXPECT_EQ(shown(), "your PIN, please");
  otp::sleep_for(10s);
  otp::spawn([] { insert("bob"); });  // waits
  press_amount(50);                   // waits, too
  otp::sleep_for(10s);
  press_pin("9999");  // stays in the state
  EXPECT_EQ(shown(), "wrong PIN");
  EXPECT_EQ(shown(), "too late");
  otp::expect<atm::card_back>();
  EXPECT_EQ((otp::now() - begin) / 1ns, atm::customer_time / 1ns);
}

TEST(atm, each_state_has_a_time_of_its_own) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  const auto begin = otp::now();
  insert("ann");
  otp::sleep_for(29s);
  press_pin("1111");
  otp::sleep_for(29s);
  press_amount(15);  // stays in the state
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "how much?", "tens only", "too late"}));
  EXPECT_EQ((otp::now() - begin) / 1ns, (29s + atm::customer_time) / 1ns);
}

TEST(atm, keeps_the_card_after_the_third_wrong_pin) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  insert("ann");
  for (const char* const pin : {"1", "2", "3", "1111"}) press_pin(pin);
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "wrong PIN", "wrong PIN", "wrong PIN: the card is kept"}));
}

TEST(atm, each_session_has_three_attempts) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  insert("ann");
  for (const char* const pin : {"1", "2"}) press_pin(pin);
  otp::send("machine", atm::cancel{otp::self()});
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "wrong PIN", "wrong PIN", "goodbye"}));
  insert("ann");
  for (const char* const pin : {"1", "2", "1111"}) press_pin(pin);
  press_amount(10);
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "wrong PIN", "wrong PIN", "how much?", "10", "thank you"}));
}

TEST(atm, a_key_of_a_session_that_is_over_counts_for_nothing) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  press_pin("9999");
  press_amount(10);
  otp::send("machine", atm::cancel{otp::self()});
  insert("ann");
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "too late"}));
  insert("ann");
  press_pin("1111");
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "how much?", "too late"}));
}

TEST(atm, what_a_state_does_not_take_is_answered_later_and_in_order) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  insert("ann");
  EXPECT_EQ(shown(), "your PIN, please");
  const otp::pid main = otp::self();
  for (int i = 1; i <= 3; ++i) {
    otp::spawn([=] {
      insert("bob");
      press_amount(i * 10);  // before the PIN, in no state that takes it
      press_pin("2222");
      for (const std::string& text : rest_of_session()) otp::send(main, text);
    });
    otp::sleep_for(1s);
  }
  otp::expect_none<std::string>();
  otp::send("machine", atm::cancel{main});
  EXPECT_EQ(rest_of_session(), texts{"goodbye"});
  for (const char* const amount : {"10", "20", "30"})
    for (const std::string expected : {"your PIN, please", "how much?", amount, "thank you"})
      EXPECT_EQ(otp::expect<std::string>(), expected);
}

TEST(atm, goes_on_without_a_bank) {
  const otp::system system(virtual_time());
  const auto top = atm::start(two_accounts());
  otp::terminate_child(top, "bank");
  insert("ann");
  press_pin("1111");
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "out of service"}));
  otp::restart_child(top, "bank");
  insert("ann");
  press_pin("1111");
  press_amount(10);
  EXPECT_EQ(rest_of_session(), (texts{"your PIN, please", "how much?", "10", "thank you"}));
}

TEST(atm, a_debit_that_the_bank_makes_too_late_is_taken_back) {
  const otp::system system(virtual_time());
  atm::start(two_accounts());
  insert("ann");
  press_pin("1111");
  EXPECT_EQ(shown(), "your PIN, please");
  EXPECT_EQ(shown(), "how much?");
  otp::suspend(otp::whereis_name("bank"));
  press_amount(50);
  EXPECT_EQ(rest_of_session(), texts{"out of service"});
  otp::sleep_for(10s);  // meanwhile it is asked several times to take it back
  otp::resume(otp::whereis_name("bank"));
  otp::sleep_for(1min);
  EXPECT_EQ(balance_of("ann"), 100);
}

TEST(atm, ends_in_order_with_the_card_back_and_after_the_hatch_has_opened) {
  const otp::system system(virtual_time());
  const auto top = atm::start(two_accounts());
  insert("ann");
  EXPECT_EQ(shown(), "your PIN, please");
  otp::terminate_child(top, "machine");
  EXPECT_EQ(rest_of_session(), texts{"out of service"});

  otp::restart_child(top, "machine");
  insert("ann");
  press_pin("1111");
  EXPECT_EQ(shown(), "your PIN, please");
  EXPECT_EQ(shown(), "how much?");
  const otp::pid bank = otp::whereis_name("bank");
  otp::suspend(bank);
  press_amount(50);
  otp::sleep_for(1s);  // it waits for the bank
  otp::spawn([top] { otp::terminate_child(top, "machine"); });
  otp::sleep_for(500ms);
  otp::resume(bank);
  EXPECT_EQ(rest_of_session(), (texts{"50", "thank you"}));
  EXPECT_EQ(balance_of("ann"), 50);
}

TEST(atm, its_chart_has_each_cell_of_the_table) {
  otp::state_chart seen;
  otp::options traced = virtual_time();
  traced.trace = seen.watch();
  {
    const otp::system system(traced);
    atm::start(two_accounts());
    const auto early = [] {
      press_pin("1111");
      press_amount(10);
      otp::send("machine", atm::cancel{otp::self()});
    };
    const auto by_another = [&] {
      otp::await_down(otp::spawn_monitor([&] {
                        insert("bob");
                        early();
                      }).ref);
    };
    early();
    insert("ann");
    by_another();
    press_pin("1111");
    by_another();
    press_amount(25);
    press_amount(10);
    insert("ann");
    otp::sleep_for(1h);
    insert("ann");
    press_pin("1111");
    otp::sleep_for(1h);
    insert("ann");
    press_pin("1111");
    otp::send("machine", atm::cancel{otp::self()});
    otp::sleep_for(1h);
  }
  EXPECT_EQ(seen.mermaid<atm::machine>(), R"(stateDiagram-v2
    [*] --> idle
    idle --> idle: cancel
    idle --> idle: enter_pin
    idle --> waits_for_pin: insert_card
    idle --> idle: withdraw
    waits_for_pin --> idle: cancel
    waits_for_pin --> waits_for_pin: cancel (postponed)
    waits_for_pin --> chooses: enter_pin
    waits_for_pin --> waits_for_pin: enter_pin
    waits_for_pin --> waits_for_pin: enter_pin (postponed)
    waits_for_pin --> waits_for_pin: insert_card (postponed)
    waits_for_pin --> idle: time_up
    waits_for_pin --> waits_for_pin: withdraw (postponed)
    chooses --> chooses: cancel (postponed)
    chooses --> idle: cancel
    chooses --> chooses: enter_pin (postponed)
    chooses --> chooses: insert_card (postponed)
    chooses --> idle: time_up
    chooses --> chooses: withdraw
    chooses --> chooses: withdraw (postponed)
    chooses --> idle: withdraw
)");
}

namespace {

struct got {
  std::string card;
  int cash;
};

/// Withdraws 30, and tells what came out, at the end of the session or of the machine.
void customer(const std::string& card, const std::string& pin, const otp::pid& main) {
  got all{card, 0};
  if (const otp::pid machine = otp::whereis_name("machine")) {
    otp::monitor(machine);
    otp::send(machine, atm::insert_card{otp::self(), card});
    otp::send(machine, atm::enter_pin{otp::self(), pin});
    otp::send(machine, atm::withdraw{otp::self(), 30});
    for (bool over = false; !over;)
      otp::receive([&](const atm::cash& c) { all.cash += c.amount; }, [&](atm::card_back) { over = true; },
                   [&](const otp::down&) { over = true; });
  }
  otp::send(main, all);
}

/// Whatever happens to bank and machine, and when: what the accounts lack has come out of the hatch.
void no_money_is_lost(const std::function<void()>& what_happens) {
  const auto accounts = two_accounts();
  const auto open = std::make_shared<atm::journal>();
  const auto top = atm::start(accounts, open);
  for (const auto& [card, pin] : {std::pair("ann", "1111"), std::pair("bob", "2222")})
    otp::spawn([=, whose = std::string(card), number = std::string(pin), main = otp::self()] {
      customer(whose, number, main);
    });
  otp::await_down(otp::spawn_monitor(what_happens).ref);
  const got all[] = {otp::expect<got>(1h), otp::expect<got>(1h)};
  otp::sleep_for(1min);
  otp::stop(top.pid());
  for (const got& g : all)
    if (const int left = accounts->accounts[g.card].balance; left + g.cash != 100)
      throw otp::expectation_failed(g.card + " has " + std::to_string(left) + " and " + std::to_string(g.cash));
  if (!open->empty()) throw otp::expectation_failed("a withdrawal is not settled");
}

void kill_holder(const char* name) {
  if (const otp::pid holder = otp::whereis_name(name)) otp::exit(holder, otp::kill);
}

otp::exploration many() { return {.schedules = SANITIZED ? 200u : 2000u}; }

}  // namespace

TEST(atm, no_money_is_lost_when_the_bank_dies) {
  otp::explore(many(), [] {
    no_money_is_lost([] {
      for (int i = 0; i < 3; ++i) kill_holder("bank");
    });
  });
}

TEST(atm, no_money_is_lost_when_the_machine_dies) {
  otp::explore(many(), [] {
    no_money_is_lost([] {
      for (int i = 0; i < 3; ++i) kill_holder("machine");
    });
  });
}

TEST(atm, no_money_is_lost_when_the_bank_is_slow_and_both_die) {
  otp::explore(many(), [] {
    no_money_is_lost([] {
      const otp::pid bank = otp::whereis_name("bank");
      otp::suspend(bank);
      otp::sleep_for(10s);
      otp::resume(bank);
      kill_holder("machine");
      kill_holder("bank");
    });
  });
}
