// registry_test.cpp - the rows of names: REG.
#include "scene.hpp"

namespace {

using registry = scene;

TEST_F(registry, REG_01_a_registered_name_leads_to_its_holder_and_an_unknown_one_to_nobody) {
  const otp::pid a = idle_trapping("a");
  attempt("register", [&] { otp::register_name("reg01", a); });
  note("whereis " + name_of(otp::whereis_name("reg01")));
  otp::send("reg01", std::string("hello"));
  hear();
  otp::register_name("reg01me", otp::self());
  otp::send("reg01me", std::string("myself"));
  hear();
  note("unknown", !otp::whereis_name("reg01no"));
  events({"register ok", "whereis a", "message hello", "message myself", "unknown true"});
}

TEST_F(registry, REG_02_a_name_in_use_cannot_be_registered_again_not_even_for_its_holder) {
  const otp::pid a = idle("a"), b = idle("b");
  otp::register_name("reg02", a);
  attempt("another", [&] { otp::register_name("reg02", b); });
  attempt("the same", [&] { otp::register_name("reg02", a); });
  note("whereis " + name_of(otp::whereis_name("reg02")));
  events({"another error badarg", "the same error badarg", "whereis a"});
}

TEST_F(registry, REG_03_an_actor_has_one_name_at_most) {
  const otp::pid a = idle("a");
  otp::register_name("reg03", a);
  attempt("second", [&] { otp::register_name("reg03b", a); });
  otp::unregister_name("reg03");
  attempt("after unregister", [&] { otp::register_name("reg03b", a); });
  events({"second error badarg", "after unregister ok"});
}

TEST_F(registry, REG_04_a_dead_actor_cannot_be_registered_and_the_name_stays_free) {
  attempt("dead", [&] { otp::register_name("reg04", dead("a")); });
  note("free", !otp::whereis_name("reg04"));
  events({"dead error badarg", "free true"});
}

TEST_F(registry, REG_05_a_name_that_cannot_be_a_name_is_badarg) {
  // OTP's forbidden atom is `undefined`; ours is the empty text.
  attempt("no name", [&] { otp::register_name("", otp::self()); });
  events({"no name error badarg"});
}

TEST_F(registry, REG_06_unregistering_an_unknown_name_is_badarg) {
  attempt("unregister", [] { otp::unregister_name("reg06"); });
  events({"unregister error badarg"});
}

TEST_F(registry, REG_08_sending_to_an_unregistered_name_is_badarg) {
  attempt("send", [] { otp::send("reg08", std::string("hello")); });
  events({"send error badarg"});
}

TEST_F(registry, REG_09_a_name_is_free_again_as_soon_as_its_holders_end_is_heard) {
  otp::trap_exit(true);
  const otp::pid a = idle_linked("a");
  otp::register_name("reg09", a);
  otp::monitor(a);
  otp::send(a, std::string("gone"));
  hear();
  attempt("register", [] { otp::register_name("reg09", otp::self()); });
  events({"EXIT a gone", "register ok"});
}

TEST_F(registry, REG_12_anybody_may_register_and_unregister_anybody) {
  const otp::pid a = idle("a");
  const auto [p, m] = otp::spawn_monitor([a] { otp::register_name("reg12", a); });
  named("b", p);
  hear();
  note("whereis " + name_of(otp::whereis_name("reg12")));
  attempt("unregister", [] { otp::unregister_name("reg12"); });
  events({"DOWN b normal", "whereis a", "unregister ok"});
}

TEST_F(registry, REG_13_a_send_by_name_goes_to_its_holder_of_that_moment) {
  const otp::pid a = idle_trapping("a");
  otp::register_name("reg13", otp::self());
  otp::send("reg13", std::string("first"));
  otp::unregister_name("reg13");
  otp::register_name("reg13", a);
  otp::send("reg13", 2);
  hear();
  hear();
  hear();
  events({"message first", "message 2", "nothing"});
}

TEST_F(registry, REG_15_of_twenty_racing_to_register_one_name_one_succeeds) {
  for (int i = 0; i < 20; ++i)
    otp::spawn([to = otp::self()] {
      std::string result = "won";
      try {
        otp::register_name("reg15", otp::self());
      } catch (const otp::error&) {
        result = "lost";
      }
      otp::send(to, result);
      otp::receive([](ready) {});
    });
  int won = 0;
  for (int i = 0; i < 20; ++i) won += otp::expect<std::string>() == "won";
  note("winners " + std::to_string(won));
  events({"winners 1"});
}

}  // namespace
