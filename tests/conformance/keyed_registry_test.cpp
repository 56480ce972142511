// keyed_registry_test.cpp - the rows of registries with keys: RGY.
#include <algorithm>
#include <functional>

#include "player.hpp"

namespace {

using unique = otp::unique_registry<std::string, int>;
using duplicate = otp::duplicate_registry<std::string, int>;

class keyed_registry : public server_scene {
 protected:
  template <class Registry>
  static Registry started(Registry made = Registry()) {
    otp::start_registry(made);
    return made;
  }

  /// An actor that does what run() tells it.
  otp::pid another(const std::string& name) {
    return named(name, otp::spawn([] {
                   for (bool more = true; more;)
                     otp::receive([](const std::function<void()>& act) { act(); }, [&](ready) { more = false; });
                 }));
  }
  template <class F>
  static auto run(const otp::pid& p, F f) {
    using result = decltype(f());
    otp::send(p, std::function<void()>([f, to = otp::self()] { otp::send(to, result(f())); }));
    return otp::receive([](result r) { return r; });
  }
  static void ended(const otp::pid& p) {
    const otp::ref m = otp::monitor(p);
    otp::send(p, ready{});
    otp::await_down(m);
  }

  std::string text(const std::optional<otp::pid>& holder) {
    return holder ? "{error,{already_registered," + name_of(*holder) + "}}" : "ok";
  }
  void lookup(const unique& r, const std::string& key) {
    const auto found = r.lookup(key);
    note("lookup " + key + (found ? " " + shown(*found) : " nothing"));
  }
  void lookup(const duplicate& r, const std::string& key) {
    std::string all;
    for (const auto& each : r.lookup(key)) all += " " + shown(each);
    note("lookup " + key + (all.empty() ? " nothing" : all));
  }
  template <class Entry>
  std::string shown(const Entry& e) {
    return name_of(e.owner) + ":" + std::to_string(e.value);
  }
  /// What a listener is told.
  void listen() {
    otp::receive(
        [&](const otp::key_registered<std::string, int>& m) {
          note("register " + m.key + " " + name_of(m.owner) + " " + std::to_string(m.value));
        },
        [&](const otp::key_unregistered<std::string>& m) { note("unregister " + m.key + " " + name_of(m.owner)); },
        otp::after(1s, [&] { note("nothing"); }));
  }
};

TEST_F(keyed_registry, RGY_01_a_unique_key_has_one_holder_and_is_free_when_it_has_ended) {
  const auto r = started<unique>();
  const otp::pid me = otp::self();
  note("register k " + text(r.register_key("k", 1)));
  note("again " + text(r.register_key("k", 2)));
  const otp::pid other = another("other");
  const auto holder = run(other, [=] { return r.register_key("k", 3).value_or(otp::pid()); });
  note("another " + text(holder));
  note("another's unregister " + run(other, [=] { return r.unregister_key("k"), std::string("ok"); }));
  lookup(r, "k");
  note("a number as key " + text(r.register_key("7", 4)));
  std::vector<std::string> keys = r.keys(me);
  std::sort(keys.begin(), keys.end());
  std::string all;
  for (const std::string& key : keys) all += " " + key;
  note("keys" + all);
  r.unregister_key("k");
  note("unregister ok");
  lookup(r, "k");
  r.unregister_key("k");
  note("again ok");
  run(other, [=] { return r.register_key("k", 5).has_value(); });
  lookup(r, "k");
  note("count " + std::to_string(r.count()));
  ended(other);
  lookup(r, "k");
  lookup(r, "7");
  events({"register k ok", "again {error,{already_registered,me}}", "another {error,{already_registered,me}}",
          "another's unregister ok", "lookup k me:1", "a number as key ok", "keys 7 k", "unregister ok",
          "lookup k nothing", "again ok", "lookup k other:5", "count 2", "lookup k nothing", "lookup 7 me:4"});
}

TEST_F(keyed_registry, RGY_03_a_key_of_many_is_publish_and_subscribe_and_one_of_one_stands_for_a_name) {
  const auto r = started<duplicate>();
  const otp::pid other = another("other");
  r.register_key("news", 1);
  note("register ok");
  run(other, [=] { return r.register_key("news", 2), true; });
  lookup(r, "news");
  r.dispatch("news", [](const auto& entries) {
    for (const auto& each : entries) otp::send(each.owner, each.value);
  });
  const auto news = [] { return otp::receive([](int v) { return v; }); };
  note("me " + std::to_string(news()));
  note("other " + std::to_string(run(other, news)));
  const otp::actor_name name = started<unique>().via("server");
  const otp::pid p = otp::start<player>({.name = name}, otp::self());
  hear();
  note("whereis", otp::whereis_name(name) == p);
  ask_and_note(name, "call");
  otp::cast(name, order{"x"});
  hear();
  otp::send(name, std::string("hello"));
  hear();
  attempt("stop", [&] { otp::stop(name); });
  hear();
  note("whereis", otp::whereis_name(name) == p);
  events({"register ok", "lookup news me:1 other:2", "me 1", "other 2", "init", "whereis true", "call: call", "cast x",
          "info hello", "stop ok", "terminate normal", "whereis false"});
}

TEST_F(keyed_registry, RGY_10_who_has_heard_of_the_holders_end_finds_the_key_free) {
  const auto r = started<unique>();
  const otp::pid other = another("other");
  run(other, [=] { return r.register_key("k", 1).has_value(); });
  lookup(r, "k");
  ended(other);
  lookup(r, "k");
  int again = 0;
  for (int n = 1; n <= 200; ++n) {
    const otp::pid owner = another("owner");
    run(owner, [=] { return r.register_key(std::to_string(n), 1).has_value(); });
    ended(owner);
    again += !r.register_key(std::to_string(n), 2);
  }
  note("registered at once: " + std::to_string(again) + " of 200");
  events({"lookup k other:1", "lookup k nothing", "registered at once: 200 of 200"});
}

TEST_F(keyed_registry, RGY_12_the_holder_alone_updates_the_value) {
  const auto r = started<unique>();
  const auto update = [r](const std::string& key) -> std::string {
    const auto both = r.update_value(key, [](int v) { return v + 1; });
    return both ? std::to_string(both->first) + ", was " + std::to_string(both->second) : "error";
  };
  r.register_key("k", 1);
  note("update_value " + update("k"));
  note("another's update_value " + run(another("other"), [=] { return update("k"); }));
  note("of no key " + update("none"));
  lookup(r, "k");
  events({"update_value 2, was 1", "another's update_value error", "of no key error", "lookup k me:2"});
}

TEST_F(keyed_registry, RGY_13_an_actor_may_hold_a_key_twice_and_dispatch_calls_once_with_all) {
  const auto r = started<duplicate>();
  const otp::pid me = otp::self();
  r.register_key("k", 1);
  note("register ok");
  r.register_key("k", 2);
  note("again ok");
  lookup(r, "k");
  const auto dispatch = [&](const std::string& key) {
    r.dispatch(key, [&](const auto& entries) {
      note("called with " + std::to_string(entries.size()) + " entries");
      note("in the caller", otp::self() == me);
    });
  };
  dispatch("k");
  note("dispatch ok");
  dispatch("none");
  note("to no entry ok");
  r.unregister_key("k");
  note("unregister ok");
  lookup(r, "k");
  events({"register ok", "again ok", "lookup k me:1 me:2", "called with 2 entries", "in the caller true", "dispatch ok",
          "to no entry ok", "unregister ok", "lookup k nothing"});
}

TEST_F(keyed_registry, RGY_17_a_key_as_a_name_is_taken_or_names_no_actor_as_any_name) {
  const auto r = started<unique>();
  const auto start = [&] { return otp::start<player>({.name = r.via("k")}, otp::self()); };
  named("server", start());
  hear();
  attempt("start", [&] { start(); });
  hear();
  attempt("call", [&] { otp::call(r.via("none"), ask{"x"}); });
  attempt("stop", [&] { otp::stop(r.via("none")); });
  attempt("cast", [&] { otp::cast(r.via("none"), order{"x"}); });
  events({"init", "start {error,{already_started,server}}", "nothing", "call exit {noproc,call}", "stop exit noproc",
          "cast ok"});
}

TEST_F(keyed_registry, RGY_18_listeners_hear_of_registrations_and_not_of_the_holders_end) {
  otp::register_name("rgy18", otp::self());
  const auto r = started(unique({"rgy18"}));
  r.register_key("a", 7);
  listen();
  r.unregister_key("a");
  listen();
  const otp::pid other = another("other");
  run(other, [=] { return r.register_key("b", 8).has_value(); });
  listen();
  ended(other);
  listen();
  lookup(r, "b");
  events({"register a me 7", "unregister a me", "register b other 8", "nothing", "lookup b nothing"});
}

TEST_F(keyed_registry, RGY_19_the_end_of_a_registry_ends_no_holder) {
  const unique r;
  const otp::pid server = otp::start_registry(r);
  otp::unlink(server);
  const otp::pid owner = another("owner");
  run(owner, [=] { return r.register_key("k", 1).has_value(); });
  otp::monitor(owner);
  otp::exit(server, otp::kill);
  hear();
  events({"nothing"});
}

}  // namespace
