// pub_sub_test.cpp - the broker of the examples: who dies is forgotten, who is slow holds up no other.
#include "../tutorials/examples/pub_sub.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/explore.hpp>

#include "support.hpp"

using pub_sub::news;

namespace {

using broker_ref = otp::server_ref<pub_sub::broker>;

void subscribe(const broker_ref& b, const std::string& topic) {
  otp::call(b, pub_sub::subscribe{"", topic, otp::self()});
}
int publish(const broker_ref& b, const std::string& topic, const std::string& text) {
  return otp::call(b, pub_sub::publish{{topic, text}});
}

// ---- many schedules -------------------------------------------------------------------------------------------------

constexpr int publishers = 2, each = 4;

/// Hears so many of the news, each publisher's in order.
void listen(int count) {
  std::map<char, int> last;
  for (int i = 0; i < count; ++i) {
    const auto n = otp::expect<news>(1h);
    const char by = n->text[0];
    if (n->text.substr(1) != std::to_string(++last[by])) throw otp::expectation_failed("not in order: " + n->text);
  }
}

enum class fate { stays, leaves, crashes };

void subscriber(const broker_ref& b, fate mine, const otp::pid& main) {
  subscribe(b, "all");
  otp::send(main, ready{});
  if (mine == fate::stays) {
    listen(publishers * each);
    otp::send(main, done{});
    otp::wait_for_end();
  }
  listen(2);
  if (mine == fate::crashes) throw std::runtime_error("enough");
  otp::call(b, pub_sub::unsubscribe{otp::self()});
  while (otp::receive([](const news&) { return true; }, otp::after(0s, [] { return false; }))) {
  }
  otp::send(main, done{});
  otp::receive([](const news&) { throw otp::expectation_failed("news for one that has left"); });
}

void scenario() {
  const auto b = otp::start_link<pub_sub::broker>();
  subscribe(b, "presence");
  std::vector<otp::ref> ends;
  for (const fate f : {fate::stays, fate::leaves, fate::crashes, fate::stays}) {
    ends.push_back(otp::spawn_monitor([=, main = otp::self()] { subscriber(b, f, main); }).ref);
    otp::expect<ready>();
  }
  for (int p = 0; p < publishers; ++p)
    otp::spawn_link([=] {
      for (int i = 1; i <= each; ++i) publish(b, "all", static_cast<char>('A' + p) + std::to_string(i));
    });
  for (int i = 0; i < 3; ++i) otp::expect<done>(1h);
  if (otp::expect<news>(1h)->topic != "presence") throw otp::expectation_failed("this is not about who is gone");
  if (publish(b, "all", "A0") != 2) throw otp::expectation_failed("the dead or those who left are not forgotten");
  if (otp::process_info(b)->monitors.size() != 3) throw otp::expectation_failed("others are watched than subscribers");
  otp::sleep_for(1min);
  otp::expect_none<news>();
  for (const otp::ref& end : ends)
    if (const auto reason = otp::await_down(end, 0s); reason && reason->text() != "enough")
      throw otp::expectation_failed(to_string(*reason));
}

}  // namespace

TEST(pub_sub, all_who_stay_hear_all_in_order_and_no_other_is_remembered_in_any_schedule) {
  otp::explore({.schedules = SANITIZED ? 100u : 1000u}, scenario);
}

TEST(pub_sub, all_subscribers_get_the_same_news_and_not_copies) {
  const otp::system system;
  const auto b = otp::start_link<pub_sub::broker>();
  for (int i = 0; i < 2; ++i)
    otp::spawn_link([=, main = otp::self()] {
      subscribe(b, "weather");
      otp::send(main, ready{});
      otp::send(main, otp::expect<news>());
    });
  for (int i = 0; i < 2; ++i) otp::expect<ready>();
  EXPECT_EQ(publish(b, "weather", "rain"), 2);
  EXPECT_EQ(publish(b, "sports", "nil"), 0);
  const auto one = otp::expect<news>(), other = otp::expect<news>();
  EXPECT_EQ(one->text, "rain");
  EXPECT_EQ(one.get(), other.get());
}

TEST(pub_sub, a_subscriber_that_does_not_read_delays_no_other_and_holds_what_its_mailbox_may) {
  const otp::system system(virtual_time());
  const auto b = otp::start_link<pub_sub::broker>();
  const otp::pid deaf = otp::spawn_opt({.mailbox = {10, otp::overflow::drop}}, [=, main = otp::self()] {
                          subscribe(b, "weather");
                          otp::send(main, ready{});
                          otp::wait_for_end();
                        }).pid;
  otp::expect<ready>();
  subscribe(b, "weather");
  const otp::time_point start = otp::now();
  for (int i = 0; i < 1000; ++i) {
    publish(b, "weather", std::to_string(i));
    EXPECT_EQ(otp::expect<news>()->text, std::to_string(i));
  }
  EXPECT_EQ(otp::now(), start);
  EXPECT_EQ(otp::message_queue_len(deaf), 10u);
}
