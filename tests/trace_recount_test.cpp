// trace_recount_test.cpp - a trace suffices: who reads it knows what process_info knows, at each moment.
#include "support.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

namespace {

using kind = otp::trace_event::kind;

/// What follows from the events so far.
class recount {
 public:
  otp::tracer watch() {
    return [this](const otp::trace_event& e) { add(e); };
  }

  struct actor {
    std::map<std::uint64_t, std::string> mailbox;  // by position
    std::multiset<otp::pid> links;
    std::map<otp::ref, otp::pid> monitors;
    std::string name;
    bool ended = false;
  };
  actor of(const otp::pid& p) {
    std::lock_guard lock(mutex_);
    return actors_[p];
  }
  std::size_t seen(kind what) {
    std::lock_guard lock(mutex_);
    return seen_[what];
  }
  std::vector<std::string> values() {
    std::lock_guard lock(mutex_);
    return values_;
  }

 private:
  void add(const otp::trace_event& e) {
    std::lock_guard lock(mutex_);
    ++seen_[e.what];
    actor& me = actors_[e.actor];
    actor& other = actors_[e.other];
    if (!e.value.empty()) values_.push_back(e.text + " " + e.value);
    switch (e.what) {
      case kind::send:
      case kind::timer_fired: arrives(other, e, e.text); break;
      case kind::receive:
      case kind::flushed: EXPECT_EQ(me.mailbox.erase(e.position), 1u) << to_string(e) << " " << e.position; break;
      case kind::link:
        me.links.insert(e.other);
        other.links.insert(e.actor);
        break;
      case kind::unlink:
        me.links.erase(e.other);
        other.links.erase(e.actor);
        break;
      case kind::exit_signal:
        if (e.value == "link") other.links.erase(e.actor);
        if (e.position != 0) arrives(other, e, "otp::exit_message");
        break;
      case kind::monitor: me.monitors[e.id] = e.other; break;
      case kind::demonitor: me.monitors.erase(e.id); break;
      case kind::down:
        other.monitors.erase(e.id);
        if (e.position != 0) arrives(other, e, "otp::down");
        break;
      case kind::register_name: other.name = e.text; break;
      case kind::unregister_name: EXPECT_EQ(std::exchange(other.name, ""), e.text); break;
      case kind::exit: me = {.mailbox = {}, .links = {}, .monitors = {}, .name = {}, .ended = true}; break;
      default: break;
    }
  }
  static void arrives(actor& at, const otp::trace_event& e, const std::string& type) {
    EXPECT_FALSE(at.ended) << to_string(e);
    EXPECT_TRUE(at.mailbox.emplace(e.position, type).second) << to_string(e) << " " << e.position;
  }

  std::mutex mutex_;
  std::map<otp::pid, actor> actors_;
  std::map<kind, std::size_t> seen_;
  std::vector<std::string> values_;
};

/// What the library says of each actor, and what the trace says of it, at the same moment.
void compare(recount& trace, std::uint64_t seed) {
  for (const otp::pid& p : otp::processes()) {
    const std::optional<otp::process_information> info = otp::process_info(p);
    if (!info) continue;
    const recount::actor told = trace.of(p);  // no step since
    const std::string where = to_string(p) + " with seed " + std::to_string(seed);
    EXPECT_FALSE(told.ended) << where;
    EXPECT_EQ(info->message_queue_len, told.mailbox.size()) << where;
    EXPECT_EQ(std::multiset(info->links.begin(), info->links.end()), told.links) << where;
    std::multiset<otp::pid> watched;
    for (const auto& [id, other] : told.monitors) watched.insert(other);
    EXPECT_EQ(std::multiset(info->monitors.begin(), info->monitors.end()), watched) << where;
    EXPECT_EQ(info->registered_name, told.name) << where;
    if (p != otp::self()) continue;
    std::vector<std::string> types;
    for (const auto& [position, type] : told.mailbox) types.push_back(type);
    EXPECT_EQ(info->messages, types) << where;
  }
}

struct get {
  using reply = int;
};
struct put {
  int value = 0;
  friend std::ostream& operator<<(std::ostream& out, const put& p) { return out << "put " << p.value; }
};
class store : public otp::gen_server<store> {
 public:
  using messages = otp::handles<get, put>;
  int handle_call(get) { return value_; }
  void handle_cast(put p) {
    if (p.value == 13) throw std::runtime_error("unlucky");
    value_ = p.value;
  }

 private:
  int value_ = 0;
};

/// An actor that does what it likes to the others.
void meddle(std::uint64_t seed, const otp::pid& main) {
  std::mt19937 draw(static_cast<unsigned>(seed));
  const auto any = [&] {
    const std::vector<otp::pid> all = otp::processes();
    return all[draw() % all.size()];
  };
  if (draw() % 2 == 0) otp::trap_exit(true);
  std::vector<otp::ref> monitors;
  std::vector<otp::alias> aliases;
  for (int i = 0; i < 12; ++i) switch (draw() % 13) {
      case 0: otp::send(any(), i); break;
      case 1: otp::send(any(), std::tuple("text", i)); break;
      case 2: monitors.push_back(otp::monitor(any(), otp::alias_mode::reply_demonitor)); break;
      case 3:
        if (!monitors.empty()) otp::demonitor(monitors[draw() % monitors.size()], otp::demonitor_option::flush);
        break;
      case 4:
        if (const otp::pid p = any(); p != main)
          otp::exit(p, draw() % 2 == 0 ? otp::kill : otp::exit_reason("meddled"));
        break;
      case 5: otp::send_after(std::chrono::milliseconds(draw() % 5), any(), done{}); break;
      case 6: otp::cancel_timer(otp::send_after(1s, any(), done{})); break;
      case 7: otp::receive([](int) {}, otp::after(1ms, [] {})); break;
      case 8:
        if (const otp::pid p = any(); p != main && p != otp::self()) otp::unlink(p);
        break;
      case 9: aliases.push_back(otp::make_alias(otp::alias_use::once)); break;
      case 10:
        if (!aliases.empty()) otp::send(aliases[draw() % aliases.size()], ready{});
        if (!monitors.empty()) otp::send(otp::alias{otp::self(), monitors.back()}, ready{});
        break;
      case 11:
        try {
          const otp::pid p = any();
          if (const std::string name = otp::process_info(p).value().registered_name; !name.empty())
            otp::unregister_name(name);
          else if (p != main)
            otp::register_name("meddled " + std::to_string(seed), p);
        } catch (const std::exception&) {  // it has ended meanwhile, or the name is taken
        }
        break;
      default:
        if (const otp::pid p = any(); p != main)
          otp::spawn_link([] { otp::receive([](done) {}, otp::after(7ms, [] {})); });
        break;
    }
}

TEST(trace_recount, tells_at_each_moment_what_process_info_tells) {
  constexpr std::uint64_t seeds = SANITIZED ? 20 : 100;
  std::map<kind, std::size_t> seen;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    recount trace;
    report_box reports;
    otp::options chosen = reports.options();
    chosen.trace = trace.watch();
    chosen.schedule = seed % 2 == 0 ? otp::seeded(seed) : otp::pct(seed);
    {
      const otp::system system(chosen);
      otp::trap_exit(true);
      otp::start_supervisor({.intensity = 100},
                            {otp::child<store>("store", {.name = "store"}), otp::child<store>("other", {})});
      for (std::uint64_t i = 0; i < 6; ++i)
        otp::spawn_opt({.name = "meddler", .link = i % 2 == 0, .monitor = i % 3 == 0},
                       [seed = seed * 10 + i, main = otp::self()] { meddle(seed, main); });
      for (int i = 0; i < 15; ++i) {
        try {
          otp::cast("store", put{i});
          otp::call("store", get{}, 5ms);
        } catch (const otp::exit_exception&) {  // it is being restarted
        } catch (const otp::error&) {
        }
        compare(trace, seed);
        if (i % 4 == 3) otp::sleep_for(2ms);
      }
    }
    for (int k = 0; k <= static_cast<int>(kind::exit); ++k)
      seen[static_cast<kind>(k)] += trace.seen(static_cast<kind>(k));
    if (HasFailure()) return;
  }
  // No kind is left out of the comparison, but for those that no actor here makes.
  for (const kind rare : {kind::mark, kind::transition}) seen[rare] = 1;
  for (const auto& [what, times] : seen) EXPECT_GT(times, 0u) << to_string(what);
}

TEST(trace_recount, the_two_messages_of_a_call_have_one_id_and_say_what_they_carry) {
  std::vector<otp::trace_event> sends;
  recount trace;
  otp::options chosen = virtual_time();
  chosen.trace = [&](const otp::trace_event& e) {
    if (e.what == kind::send && e.id) sends.push_back(e);
    trace.watch()(e);
  };
  {
    const otp::system system(chosen);
    const otp::pid server = otp::start<store>();
    otp::cast(server, put{7});
    EXPECT_EQ(otp::call(server, get{}), 7);
    otp::send(otp::self(), std::tuple("a \"b\"", 3, true));
    otp::send(otp::self(), std::make_unique<int>(1));
  }
  ASSERT_EQ(sends.size(), 2u);
  EXPECT_EQ(sends[0].text.substr(0, 4), "call");
  EXPECT_EQ(sends[1].text, "reply int");
  EXPECT_EQ(sends[1].value, "7");
  EXPECT_EQ(sends[0].id, sends[1].id);
  const std::vector<std::string> values = trace.values();
  const auto said = [&](const std::string& end) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& v) { return v.ends_with(end); });
  };
  EXPECT_TRUE(said("put 7"));
  EXPECT_TRUE(said("{\"a \\\"b\\\"\", 3, true}"));
  EXPECT_FALSE(said(" 0x"));
}

struct thrower {
  int value = 0;
  friend std::ostream& operator<<(std::ostream&, const thrower&) { throw std::runtime_error("not to be shown"); }
};
TEST(trace_recount, a_value_that_cannot_be_shown_arrives_all_the_same) {
  recount trace;
  otp::options chosen = virtual_time();
  chosen.trace = trace.watch();
  const otp::system system(chosen);
  otp::send(otp::self(), thrower{});
  otp::expect<thrower>();
  EXPECT_EQ(trace.seen(kind::send), 1u);
}

std::vector<std::string> told_of(const std::function<void()>& what) {
  std::mutex mutex;
  std::vector<std::string> lines;
  otp::options chosen;
  chosen.trace = [&](const otp::trace_event& e) {
    std::lock_guard lock(mutex);
    if (e.what == kind::send || e.what == kind::drop || e.what == kind::mark)
      lines.push_back(to_string(e) + " " + std::to_string(e.position) + " " + e.value);
  };
  const otp::system system(chosen);
  what();
  std::lock_guard lock(mutex);
  return lines;
}
void on_a_thread_that_is_no_actor(const std::function<void()>& what) { std::thread(what).join(); }

TEST(trace_recount, what_a_thread_that_is_no_actor_sends_is_told_of_like_any_other_message) {
  const std::vector<std::string> lines = told_of([] {
    const auto [gone, end] = otp::spawn_monitor([] {});
    reason_of_end(end);
    on_a_thread_that_is_no_actor([me = otp::self(), ended = gone] {
      otp::send(me, 7);
      otp::send(ended, 8);
    });
    const otp::alias mine = otp::make_alias();
    on_a_thread_that_is_no_actor([&] { otp::send(mine, 9); });
    otp::unalias(mine);
    on_a_thread_that_is_no_actor([&] { otp::send(mine, 10); });
  });
  // The monitor's message was the first.
  EXPECT_EQ(lines, (std::vector<std::string>{"<none> send <0.1> int 2 7", "<none> drop <0.2> int 0 8",
                                             "<none> send <0.1> int 3 9", "<none> drop <0.1> int 0 10"}));
}

TEST(trace_recount, what_comes_from_another_system_is_told_of_where_the_mailbox_is) {
  std::vector<std::string> theirs;
  const std::vector<std::string> lines = told_of(
      [&] { on_a_thread_that_is_no_actor([&, me = otp::self()] { theirs = told_of([&] { otp::send(me, 7); }); }); });
  EXPECT_EQ(lines, (std::vector<std::string>{"<1.1> send <0.1> int 1 7"}));
  EXPECT_EQ(theirs, std::vector<std::string>{});
}

TEST(trace_recount, an_expectation_that_fails_marks_its_place) {
  const std::vector<std::string> lines = told_of([] {
    EXPECT_THROW(otp::expect<go>(0ms), otp::expectation_failed);
    otp::send(otp::self(), 1);
    EXPECT_THROW(otp::expect_none<int>(), otp::expectation_failed);
  });
  EXPECT_EQ(lines, (std::vector<std::string>{"<0.1> mark failed: expected " + otp::type_name(typeid(go)) +
                                                 " within 0 ms; in the mailbox: no messages 0 ",
                                             "<0.1> send <0.1> int 1 1", "<0.1> mark failed: unexpected int 0 "}));
}

TEST(trace_recount, a_mark_stands_where_the_program_has_set_it) {
  std::vector<std::string> lines;
  otp::options chosen = virtual_time();
  chosen.trace = [&](const otp::trace_event& e) { lines.push_back(to_string(e)); };
  const otp::system system(chosen);
  otp::send(otp::self(), go{});
  otp::trace_mark("half way");
  otp::expect<go>();
  const std::vector<std::string> wanted = {"<none> begin seed:1", "<0.1> send <0.1> (anonymous namespace)::go",
                                           "<0.1> mark half way"};
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines[0], wanted[0]);
  EXPECT_EQ(lines[2], wanted[2]);
}

TEST(trace_recount, what_goes_nowhere_is_dropped) {
  std::vector<std::string> lines;
  otp::options chosen = virtual_time();
  chosen.trace = [&](const otp::trace_event& e) {
    if (e.what == kind::drop) lines.push_back(to_string(e));
  };
  const otp::system system(chosen);
  const otp::pid gone = otp::spawn([] {});
  reason_of_end(gone);
  otp::send(gone, 1);
  const otp::alias one = otp::make_alias(otp::alias_use::once);
  otp::send(one, 2);
  EXPECT_TRUE(lines.size() == 1 && lines[0] == "<0.1> drop <0.2> int") << lines.size();
  otp::send(one, 3);
  EXPECT_EQ(lines.size(), 2u);
}

}  // namespace
