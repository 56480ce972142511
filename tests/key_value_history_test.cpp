// key_value_history_test.cpp - three clients, a keyspace and a writer that crash, a thousand schedules: whatever each
// client has heard, there is one order of all that was done that explains it, and that agrees with the time (strict
// serializability, looked for by trying all).
#include <algorithm>
#include <deque>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "key_value_server.hpp"

namespace {

/// What the server keeps in these runs: a number `x` and a list `q`.
struct state {
  std::string x = "nil";
  std::deque<std::string> q = {};
  friend auto operator<=>(const state&, const state&) = default;
};

struct operation {
  enum class kind { get, incr, swap, push, pop } what = kind::get;
  std::string expected = {}, value = {};  // swap: x was this, and becomes that; push: this
  std::string heard = {};                 // empty: the client has heard an error, and it may have happened or not
  int begun = 0, over = 1'000'000'000;    // when
};

/// Whether it can happen now, with what was heard of it. If so, it has.
bool happens(const operation& o, state& now) {
  const auto fits = [&](const std::string& answer) { return o.heard.empty() || o.heard == answer; };
  switch (o.what) {
    case operation::kind::get: return fits(now.x);
    case operation::kind::incr: now.x = std::to_string((now.x == "nil" ? 0 : std::stoi(now.x)) + 1); return fits(now.x);
    case operation::kind::swap:  // a refused one, nil, may come at any time
      if (o.heard == "nil") return true;
      if (now.x != o.expected) return false;
      now.x = o.value;
      return true;
    case operation::kind::push: now.q.push_back(o.value); return fits(std::to_string(now.q.size()));
    case operation::kind::pop:
      if (now.q.empty()) return fits("nil");
      const std::string got = "q " + now.q.front();
      now.q.pop_front();
      return fits(got);
  }
  return false;
}

using tried = std::set<std::pair<std::vector<bool>, state>>;

/// Whether some order of the operations that are left explains what was heard.
bool explained(const std::vector<operation>& all, std::vector<bool>& done, const state& now, tried& before) {
  int first_over = 1'000'000'000;
  bool heard_all = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (done[i]) continue;
    first_over = std::min(first_over, all[i].over);
    heard_all &= all[i].heard.empty();
  }
  if (heard_all) return true;
  if (!before.emplace(done, now).second) return false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (done[i] || all[i].begun > first_over) continue;  // another one was over before it began
    state after = now;
    if (!happens(all[i], after)) continue;
    done[i] = true;
    if (explained(all, done, after, before)) return true;
    done[i] = false;
  }
  return false;
}
bool explained(const std::vector<operation>& all) {
  std::vector<bool> done(all.size());
  tried before;
  return explained(all, done, {}, before);
}

/// What happened in a run, in the order in which it began. With a seed one thread runs at a time.
class history {
 public:
  std::size_t begin(operation o) {
    o.begun = ++time_;
    all_.push_back(std::move(o));
    return all_.size() - 1;
  }
  void end(std::size_t which, const std::string& heard) {
    if (heard.starts_with('-') || heard == "end") return;
    all_[which].heard = heard;
    all_[which].over = ++time_;
  }
  const std::vector<operation>& all() const noexcept { return all_; }
  std::string text() const {
    std::string lines;
    for (const operation& o : all_)
      lines += std::to_string(o.begun) + "-" + std::to_string(o.over) + " kind " +
               std::to_string(static_cast<int>(o.what)) + " " + o.expected + "->" + o.value + " heard " + o.heard +
               "\n";
    return lines;
  }

 private:
  std::vector<operation> all_;
  int time_ = 0;
};

using kind = operation::kind;

void ask(const client& with, history& seen, const operation& o, const std::string& request) {
  const std::size_t which = seen.begin(o);
  seen.end(which, with.ask(request));
}

/// WATCH, GET, MULTI, SET, EXEC: two operations, what was read and what was done.
void swap(const client& with, history& seen, const std::string& value) {
  if (with.ask("WATCH x") != "OK") return;
  const std::size_t read = seen.begin({.what = kind::get});
  const std::string now = with.ask("GET x");
  seen.end(read, now);
  if (now.starts_with('-')) return;
  with.ask("MULTI");
  with.ask("SET x " + value);
  const std::size_t done = seen.begin({.what = kind::swap, .expected = now, .value = value});
  seen.end(done, with.ask("EXEC"));
}

void client_of(const running_server& server, history& seen, unsigned seed, int number) {
  std::minstd_rand random(seed * 31 + static_cast<unsigned>(number));
  const client me = server.connected();
  for (int operations = 0; operations < 3; ++operations) {
    const std::string value = std::to_string(number * 100 + operations * 10);
    switch (random() % 5) {
      case 0: ask(me, seen, {.what = kind::get}, "GET x"); break;
      case 1: ask(me, seen, {.what = kind::incr}, "INCR x"); break;
      case 2:
        swap(me, seen, value);
        ++operations;
        break;
      case 3: ask(me, seen, {.what = kind::push, .value = value}, "RPUSH q " + value); break;
      case 4: ask(me, seen, {.what = kind::pop}, "BLPOP q 0.05"); break;
      default: break;
    }
  }
}

/// At any step of what the others do: time stands still meanwhile.
void crash_parts(unsigned seed) {
  std::minstd_rand random(seed);
  random.discard(seed % 97);
  for (auto crashes = random() % 4; crashes > 0; --crashes) {
    for (auto steps = random() % 400; steps > 0; --steps) otp::receive(otp::after(0s, [] {}));
    if (const otp::pid part = otp::whereis_name(random() % 2 ? "keyspace" : "log")) otp::exit(part, otp::kill);
  }
}

history run(unsigned seed) {
  report_box box;
  otp::options chosen = box.options();
  chosen.schedule = seed % 4 == 3 ? otp::pct(seed, 5, 4000) : otp::seeded(seed);
  if (seed % 2) chosen.network.longest_delay = 0s;  // so the crashes come in the midst
  history seen;
  const running_server server(made_services(std::make_shared<memory_log>()), chosen);
  std::vector<otp::ref> ends;
  for (int i = 0; i < 3; ++i) ends.push_back(otp::spawn_monitor([&, i] { client_of(server, seen, seed, i); }).ref);
  ends.push_back(otp::spawn_monitor([&] { crash_parts(seed); }).ref);
  for (const otp::ref& end : ends) otp::await_down(end);
  otp::sleep_for(1s);
  const client last = server.connected();  // what is there in the end counts, too
  ask(last, seen, {.what = kind::get}, "GET x");
  for (int left = 0; left < 10; ++left) {
    ask(last, seen, {.what = kind::pop}, "BLPOP q 0.01");
    if (seen.all().back().heard == "nil") break;
  }
  return seen;
}

}  // namespace

TEST(key_value_history, the_checker_finds_what_has_no_order) {
  EXPECT_TRUE(explained({{.what = kind::incr, .heard = "1", .begun = 1, .over = 4},
                         {.what = kind::get, .heard = "nil", .begun = 2, .over = 3}}));
  EXPECT_FALSE(explained({{.what = kind::incr, .heard = "1", .begun = 1, .over = 2},
                          {.what = kind::get, .heard = "nil", .begun = 3, .over = 4}}))
      << "lost";
  EXPECT_TRUE(explained({{.what = kind::incr, .begun = 1}, {.what = kind::get, .heard = "1", .begun = 3, .over = 4}}))
      << "not known to have happened";
  EXPECT_FALSE(explained({{.what = kind::push, .value = "7", .heard = "1", .begun = 1, .over = 2},
                          {.what = kind::pop, .heard = "q 7", .begun = 3, .over = 5},
                          {.what = kind::pop, .heard = "q 7", .begun = 4, .over = 6}}))
      << "given twice";
}

TEST(key_value_history, every_history_of_three_clients_and_crashes_is_strictly_serializable) {
  std::size_t errors = 0;
  for (unsigned seed = 1; seed <= (SANITIZED ? 50 : 1000); ++seed) {
    const history seen = run(seed);
    ASSERT_TRUE(explained(seen.all())) << "seed " << seed << "\n" << seen.text();
    for (const operation& each : seen.all()) errors += each.heard.empty();
  }
  EXPECT_GT(errors, 50u * (SANITIZED ? 0 : 1)) << "the crashes came too late";
}
