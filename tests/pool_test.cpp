// pool_test.cpp - the pool of the examples: no borrower's end and no timeout costs a connection, in any schedule.
#include "../tutorials/examples/pool.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/explore.hpp>

#include "support.hpp"

namespace {

using pool_ref = otp::server_ref<pool::lender>;

const std::vector<pool::connection> two = {"0", "1"};
constexpr otp::duration held = 5ms, patience = 10ms;  // twice as long: lending and giving up race

/// Who uses which connection.
struct users {
  std::array<std::atomic<int>, 2> of{};
  std::atomic<bool> lent_twice = false;
};
class user {
 public:
  user(users& all, const pool::lease& mine) : users_(all.of[std::stoul(mine.to)]) {
    if (++users_ > 1) all.lent_twice = true;
  }
  ~user() { --users_; }
  user(const user&) = delete;
  user& operator=(const user&) = delete;

 private:
  std::atomic<int>& users_;
};

enum class fate { gives_back, gives_back_twice, forgets, crashes, is_stopped };

/// One that gives up, or back, goes on: its end would bring back what it does not know of.
void borrower(const pool_ref& connections, users& all, fate mine) {
  const auto got = otp::try_call(connections, pool::borrow{}, patience);
  if (!got) otp::wait_for_end();
  {
    const user me(all, *got.value);
    otp::sleep_for(held);
    if (mine == fate::crashes) throw std::runtime_error("its work has failed");
    if (mine == fate::forgets) return;
  }
  otp::cast(connections, pool::give_back{got.value->id});
  if (mine == fate::gives_back_twice) otp::cast(connections, pool::give_back{got.value->id});
  otp::wait_for_end();
}

void scenario(pool::handing_over hand_over) {
  const auto connections = otp::start_link<pool::lender>(two, hand_over);
  const auto all = std::make_shared<users>();
  for (const fate f : {fate::gives_back, fate::crashes, fate::is_stopped, fate::gives_back_twice, fate::forgets,
                       fate::is_stopped, fate::gives_back}) {
    const otp::pid started = otp::spawn([=] { borrower(connections, *all, f); });
    if (f == fate::is_stopped) otp::exit_after(held, started, otp::shutdown);
  }
  otp::sleep_for(1min);  // each has given up, given back or ended
  if (all->lent_twice) throw otp::expectation_failed("a connection was lent to two at once");
  for (std::size_t i = 0; i < two.size(); ++i)
    if (!otp::try_call(connections, pool::borrow{}, 1h)) throw otp::expectation_failed("a lease has leaked");
  if (otp::try_call(connections, pool::borrow{}, 1h)) throw otp::expectation_failed("there are more than at first");
  if (otp::process_info(connections)->monitors.size() != two.size())
    throw otp::expectation_failed("the pool watches an actor that has no lease");
}

/// Does not heed what reply says.
bool takes_it_for_delivered(const otp::from<pool::lease>& borrower, const pool::lease& given) {
  otp::reply(borrower, given);
  return true;
}

const otp::exploration how{.schedules = SANITIZED ? 100u : 1000u};

}  // namespace

TEST(pool, no_lease_leaks_or_is_lent_to_two_in_any_schedule) {
  otp::explore(how, [] { scenario(otp::reply); });
}

TEST(pool, one_that_does_not_heed_what_reply_says_is_found_and_replayed) {
  const auto wrong = [] { scenario(takes_it_for_delivered); };
  const auto found = otp::find_failing_schedule(how, wrong);
  ASSERT_TRUE(found);
  EXPECT_EQ(otp::replay(found->schedule, wrong).failure, found->failure);
}

TEST(pool, those_who_wait_are_served_in_their_order_without_those_who_have_given_up) {
  const otp::system system(virtual_time());
  const auto connections = otp::start_link<pool::lender>(std::vector<pool::connection>{"one"});
  const pool::lease mine = otp::call(connections, pool::borrow{});
  for (int i = 1; i <= 4; ++i) {
    otp::spawn([=, main = otp::self()] {
      const auto got = otp::try_call(connections, pool::borrow{}, i == 2 ? 10ms : 1h);
      otp::send(main, number{got ? i : -i});
      if (got) otp::cast(connections, pool::give_back{got.value->id});
    });
    otp::sleep_for(1ms);  // it waits
  }
  EXPECT_EQ(otp::expect<number>().n, -2);
  otp::cast(connections, pool::give_back{mine.id});
  for (const int next : {1, 3, 4}) EXPECT_EQ(otp::expect<number>().n, next);
}
