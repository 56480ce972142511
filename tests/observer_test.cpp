// observer_test.cpp - the live observer: what it shows, at once and in streams, and that it changes nothing.
#include <future>
#include <memory>

#include "browser.hpp"

namespace {

// ---- what it shows --------------------------------------------------------------------------------------------------

TEST(observer_test, at_each_step_of_a_seeded_run_it_shows_what_actors_see) {
  const otp::system system(virtual_time());
  const otp::observer watch;
  const browser page(watch);
  const otp::supervisor_ref sup = shop();
  for (int step = 0; step < 4; ++step) {
    if (step > 0) {
      otp::exit(otp::which_child(sup, "till")->pid, otp::kill);
      otp::sleep_for(1ms);
    }
    const std::vector<otp::child_info> children = otp::which_children(sup);
    for (const otp::child_info& child : children)
      for (int i = 0; i < step; ++i) otp::send(child.pid, go{});
    otp::suspend(sup.pid());
    otp::sleep_for(1ms);
    const std::string tree = page.body("/api/tree");
    const std::string table = page.body("/api/processes");
    const std::string the_shop = object_of(tree, sup.pid());
    EXPECT_EQ(field(the_shop, "supervisor"), "true");
    EXPECT_EQ(field(the_shop, "name"), "shop");
    EXPECT_EQ(field(the_shop, "restarts_made"), std::to_string(step));
    EXPECT_EQ(field(the_shop, "parent"), to_string(otp::self()));
    EXPECT_EQ(std::count(tree.begin(), tree.end(), '{'), 1 + 4) << tree;
    for (const otp::child_info& child : children) {
      const std::string node = object_of(tree, child.pid);
      EXPECT_EQ(field(node, "child_id"), child.id);
      EXPECT_EQ(field(node, "parent"), to_string(sup.pid()));
      EXPECT_EQ(field(node, "restarts"), std::to_string(child.id == "till" ? step : 0));
      const otp::process_information info = *otp::process_info(child.pid);
      const std::string row = object_of(table, child.pid);
      EXPECT_EQ(field(row, "queue"), std::to_string(info.message_queue_len));
      EXPECT_EQ(field(row, "links"), std::to_string(info.links.size()));
      EXPECT_EQ(field(row, "monitored_by"), std::to_string(info.monitored_by.size()));
      EXPECT_EQ(field(row, "text"), "done");
      EXPECT_EQ(field(row, "state"), "waiting");
    }
    otp::resume(sup.pid());
  }
}

/// Steps and order of a run of some actors; meanwhile another thread does what it likes.
std::pair<std::uint64_t, std::vector<std::string>> run_of_seed(bool observed) {
  std::vector<std::string> events;
  report_box reports;
  otp::options options = reports.options();
  options.schedule = otp::seeded(7);
  options.trace = [&](const otp::trace_event& e) { events.push_back(to_string(e)); };
  const otp::system system(options);
  std::optional<otp::observer> watch;
  std::atomic<bool> over{false};
  std::thread reader;
  if (observed) {
    watch.emplace();
    std::promise<void> looked;
    reader = std::thread([&over, &looked, page = browser(*watch)] {
      const stream_reader live(page, "/api/events?rate=20000", "<0.2> exit");
      for (int i = 0; !over; ++i) {
        for (const char* const path : {"/api/overview", "/api/processes?sort=queue", "/api/tree", "/api/reports"})
          page.body(path);
        if (i == 0) looked.set_value();
      }
    });
    looked.get_future().wait();
  }
  const otp::supervisor_ref sup = shop();
  for (int i = 0; i < 20; ++i) {
    const otp::pid echo = otp::spawn([] { otp::receive([](otp::pid from) { otp::send(from, done{}); }); });
    otp::send(echo, otp::self());
    otp::expect<done>();
    otp::exit(otp::which_child(sup, "till")->pid, otp::kill);
  }
  otp::stop(sup);
  const std::uint64_t steps = system.progress().steps;
  over = true;
  watch.reset();
  if (reader.joinable()) reader.join();
  return {steps, events};
}

TEST(observer_test, a_seeded_run_takes_the_same_steps_with_and_without_it) {
  EXPECT_EQ(run_of_seed(true), run_of_seed(false));
}

TEST(observer_test, one_actor_is_shown_with_its_messages_and_its_neighbours) {
  const otp::system system(virtual_time());
  const otp::observer watch;
  const otp::pid p = otp::spawn("patient", [] {
    otp::spawn("child", [] { otp::receive([](done) {}); });
    otp::receive([](done) {});
  });
  otp::link(p);
  otp::monitor(p);
  otp::send(p, go{});
  otp::send(p, number{1});
  otp::sleep_for(1ms);
  const browser page(watch);
  const std::string shown = page.body("/api/process?pid=" + to_string(p));
  EXPECT_NE(shown.find(R"("messages":["go","number"])"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("links":["<0.1>"])"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("monitored_by":["<0.1>"])"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("children":["<0.3>"])"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"("ancestors":["<0.1> main"])"), std::string::npos) << shown;
  EXPECT_EQ(page.get("/api/process?pid=<0.99>")->status, 404);
}

TEST(observer_test, the_table_is_sorted_filtered_and_cut_by_the_server) {
  const otp::system system(virtual_time());
  const otp::observer watch;
  std::vector<otp::pid> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(otp::spawn("w" + std::to_string(i), [] { otp::receive([](done) {}); }));
    for (int n = 0; n < i; ++n) otp::send(all.back(), go{});
  }
  otp::sleep_for(1ms);
  const browser page(watch);
  const std::string longest = page.body("/api/processes?sort=queue&limit=2");
  EXPECT_LT(longest.find("\"w4\""), longest.find("\"w3\""));
  EXPECT_EQ(object_of(longest, all[2]), "");
  EXPECT_EQ(field(longest, "total"), "6");
  EXPECT_EQ(field(page.body("/api/processes?sort=queue&order=asc&offset=4&limit=1"), "label"), "w3");
  const std::string filtered = page.body("/api/processes?filter=W2");
  EXPECT_EQ(field(filtered, "matching"), "1");
  EXPECT_EQ(field(filtered, "label"), "w2");
  EXPECT_EQ(page.get("/api/processes?sort=nothing")->status, 400);
  EXPECT_EQ(page.get("/api/processes?limit=0")->status, 400);
  EXPECT_EQ(page.get("/api/nothing")->status, 404);
}

TEST(observer_test, keys_and_groups_that_the_program_shows_are_shown) {
  const otp::system system(virtual_time());
  otp::observer watch;
  const otp::unique_registry<int, std::string> players;
  const otp::pg_scope<> rooms;
  otp::start_registry(players);
  otp::start_pg(rooms);
  watch.show("players", players);
  watch.show("rooms", rooms);
  const browser page(watch);
  EXPECT_NE(page.body("/api/names").find(R"({"name":"players","keys":[],"cut":0})"), std::string::npos);
  players.register_key(7, "white");
  players.register_key(12, "black");
  const otp::pid guest = otp::spawn("guest", [] { otp::receive([](done) {}); });
  rooms.join("lobby", {guest, otp::self()});
  const std::uint64_t steps = system.progress().steps;
  const std::string shown = page.body("/api/names");
  EXPECT_EQ(system.progress().steps, steps);
  EXPECT_NE(shown.find(R"([{"key":"12","pid":"<0.1>"},{"key":"7","pid":"<0.1>"}])"), std::string::npos) << shown;
  EXPECT_NE(shown.find(R"({"key":"lobby","pid":"<0.1>"},{"key":"lobby","pid":")" + to_string(guest)),
            std::string::npos);
  watch.show("rooms", players);
  EXPECT_EQ(page.body("/api/names").find("lobby"), std::string::npos);
}

TEST(observer_test, names_and_reports_are_shown_and_any_bytes_become_json) {
  report_box reports;
  const otp::system system(virtual_time(reports.options()));
  const otp::observer watch{{.reports = 2}};
  otp::register_name("a \"name\"\n", otp::self());
  otp::set_label("\xff\xc3\xa4");
  for (int i = 0; i < 3; ++i) how_it_ends([&] { throw std::runtime_error("boom " + std::to_string(i)); });
  const browser page(watch);
  EXPECT_NE(page.body("/api/names").find(R"({"name":"a \"name\"\u000a","pid":"<0.1>"})"), std::string::npos);
  EXPECT_NE(page.body("/api/tree").find("\"label\":\"\\ufffd\xc3\xa4\""), std::string::npos);
  const std::string told = page.body("/api/reports");
  EXPECT_EQ(field(told, "total"), "3");
  EXPECT_EQ(told.find("boom 0"), std::string::npos);
  EXPECT_LT(told.find("boom 1"), told.find("boom 2"));
  EXPECT_EQ(field(page.body("/api/overview"), "crashes"), "3");
  EXPECT_EQ(reports.count(otp::report::kind::crash), 3u) << "the program's own reporter gets them as before";
}

TEST(observer_test, it_warns_of_cycles_and_of_those_who_receive_nothing_in_real_time) {
  const otp::system system(real_time());
  const otp::observer watch{{.not_receiving = 20ms}};
  const auto ask = [](const otp::pid& whom) {
    otp::call(whom, otp::system_request{otp::system_request::what::get_status}, 1h);
  };
  const otp::pid a = otp::spawn("a", [&] { otp::receive([&](otp::pid other) { ask(other); }); });
  const otp::pid b = otp::spawn("b", [&, a] { ask(a); });
  otp::send(a, b);
  const browser page(watch);
  std::string seen;
  EXPECT_TRUE(comes_true_within(10s, [&] {
    seen = page.body("/api/overview");
    return seen.find("call_cycle") != std::string::npos && seen.find("not_receiving") != std::string::npos;
  })) << seen;
  EXPECT_NE(seen.find("<0.2> a -> <0.3> b -> <0.2> a"), std::string::npos) << seen;
  EXPECT_TRUE(comes_true_within(10s, [&] { return field(page.body("/api/overview"), "over_ms") != "null"; }));
}

// ---- streams --------------------------------------------------------------------------------------------------------

TEST(observer_test, live_events_come_as_they_happen_in_real_time) {
  const otp::system system(real_time());
  const otp::observer watch;
  const browser page(watch);
  const otp::pid p = otp::spawn("w", [] {
    for (bool on = true; on;) otp::receive([](go) {}, [&](done) { on = false; });
  });
  stream_reader all(page, "/api/events", "\"what\":\"exit\"");
  stream_reader one(page, "/api/events?pid=" + to_string(otp::self()), "\"text\":\"done\"");
  all.await_begin();
  one.await_begin();
  otp::send(p, go{});
  otp::send(p, done{});
  const std::string& text = all.text();
  EXPECT_EQ(text.find("data: {\"otpp_trace\":1,"), 0u) << text;
  EXPECT_LT(text.find("\"what\":\"send\",\"actor\":\"<0.1>\",\"other\":\"<0.2>\",\"text\":\"go\",\"position\":1"),
            text.find("\"what\":\"receive\",\"actor\":\"<0.2>\",\"other\":\"\",\"text\":\"go\",\"position\":1"))
      << text;
  EXPECT_EQ(one.text().find("\"what\":\"receive\""), std::string::npos);
  EXPECT_TRUE(comes_true_within(5s, [] { return !otp::traced(); })) << "when all readers have gone, nothing is traced";
}

TEST(observer_test, a_slow_reader_slows_no_actor_and_is_told_what_it_has_missed_in_real_time) {
  const otp::system system(real_time());
  const auto watch = std::make_unique<otp::observer>();
  const browser page(*watch);
  constexpr int messages = SANITIZED ? 20'000 : 100'000;
  stream_reader limited(page, "/api/events?rate=100", "event: dropped");
  limited.await_begin();
  const silent_reader silent(page, "/api/events?rate=20000");
  const otp::pid sink = otp::spawn([to = otp::self()] {
    for (int i = 0; i < messages; ++i) otp::receive([](go) {});
    otp::send(to, done{});
  });
  for (int i = 0; i < messages; ++i) otp::send(sink, go{});
  EXPECT_TRUE(otp::receive([](done) { return true; }, otp::after(30s, [] { return false; })));
  const std::string& told = limited.text();
  EXPECT_NE(told.find("event: dropped\ndata: {\"dropped\":"), std::string::npos);
  std::size_t lines = 0;
  for (auto at = told.find("\ndata: {\"at\""); at != std::string::npos; at = told.find("\ndata: {\"at\"", at + 1))
    ++lines;
  EXPECT_LE(lines, 100u);
}

TEST(observer_test, updates_come_again_and_again_and_end_with_what_they_show_in_real_time) {
  const otp::system system(real_time());
  const otp::observer watch;
  const browser page(watch);
  const auto [p, end] = otp::spawn_monitor([] { otp::receive([](done) {}); });
  stream_reader one(page, "/api/updates?every=250&view=process&pid=" + to_string(p), "");
  one.await_begin();
  otp::send(p, done{});
  const std::string& text = one.text();
  EXPECT_EQ(text.find("data: {\"pid\":\"" + to_string(p)), 0u) << text;
  EXPECT_NE(text.find("event: gone"), std::string::npos) << text;
  EXPECT_EQ(page.get("/api/updates?view=nothing")->status, 404);
  EXPECT_EQ(page.get("/api/updates?view=tree&every=1")->status, 400);
}

TEST(observer_test, more_streams_than_allowed_are_refused_and_the_rest_is_served_in_real_time) {
  const otp::system system(real_time());
  auto watch = std::make_unique<otp::observer>();
  const browser page(*watch);
  std::vector<std::unique_ptr<stream_reader>> open;
  for (int i = 0; i < 16; ++i) {
    open.push_back(std::make_unique<stream_reader>(page, "/api/updates?view=tree&every=60000", ""));
    open.back()->await_begin();
  }
  for (int i = 16; i < 1000; ++i) ASSERT_EQ(page.get("/api/events")->status, 503) << i;
  EXPECT_EQ(page.get("/api/overview")->status, 200);
  const auto begin = std::chrono::steady_clock::now();
  watch.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s) << "open streams end with the observer";
}

TEST(observer_test, it_ends_soon_although_a_reader_does_not_read_in_real_time) {
  const otp::system system(real_time());
  auto watch = std::make_unique<otp::observer>();
  const silent_reader silent(browser(*watch), "/api/events?rate=20000");
  const otp::pid sink = otp::spawn([] { otp::wait_for_end(); });
  for (int i = 0; i < 20'000; ++i) otp::send(sink, go{});
  const auto begin = std::chrono::steady_clock::now();
  watch.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  EXPECT_FALSE(otp::traced());
}

}  // namespace
