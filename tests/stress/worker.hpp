// worker.hpp - the leaf of a storm's tree: a server that does at random what actors do, and crashes at random.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <otp/otp.hpp>

#include "ledger.hpp"
#include "member.hpp"

namespace stress {

using namespace std::chrono_literals;

/// What all actors of one storm know.
struct world {
  world(std::uint64_t number, ledger& writes) : seed(number), book(writes) {}
  const std::uint64_t seed;
  ledger& book;
  std::vector<otp::actor_name> workers;         // words, and keys of a registry; constant once the tree has started
  std::vector<std::string> supervisors;         // registered names; likewise
  const directory places;                       // registries and groups
  std::atomic<bool> planted = false;            // the tree has been started once
  std::atomic<bool> calm = true;                // nobody crashes, nobody starts anything new
  std::atomic<std::uint64_t> incarnations = 0;  // so each has decisions of its own
};

/// The n-th from this sender to this receiver.
struct numbered {
  otp::pid from;
  std::uint64_t n;
};
struct tick {};
struct ring {
  std::uint64_t id;
};
struct ask {
  using reply = std::uint64_t;
  std::uint64_t n;
};
struct tallies {
  std::map<otp::pid, std::uint64_t> sent, received;
  std::set<int> keys = {};
  bool knows_its_group = true;
};
struct tally {
  using reply = tallies;
};

class worker : public otp::gen_server<worker> {
 public:
  using messages = otp::handles<numbered, tick, ring, ask, tally, otp::group_change<int>>;

  explicit worker(std::shared_ptr<world> all)
      : world_(std::move(all)),
        book_(world_->book),
        number_(++world_->incarnations),
        dice_(world_->seed * 1'000'003 + number_),
        member_(world_->places, book_, dice_, number_) {
    ++book_.actors;
    if (world_->planted) ++book_.restarts;
    otp::trap_exit(dice_.percent(50));
    if (!world_->calm) {
      if (dice_.percent(5)) throw std::runtime_error("failing init");
      if (dice_.percent(10)) otp::sleep_for(some_time());
    }
    next_tick();
  }

  otp::result<std::uint64_t> handle_call(ask a, otp::from<std::uint64_t> caller) {
    if (world_->calm || dice_.percent(70)) return a.n + 1;
    if (dice_.percent(10)) return otp::and_stop("asked too much");
    if (dice_.percent(50)) {  // answered by another actor
      spawn_helper([caller, a] { otp::reply(caller, a.n + 1); });
      return otp::noreply;
    }
    owed_.emplace_back(caller, a.n + 1);
    return otp::noreply;
  }
  tallies handle_call(tally) { return {sent_, received_, member_.keys(), member_.agrees()}; }

  void handle_info(tick) {
    for (const auto& [caller, answer] : std::exchange(owed_, {})) otp::reply(caller, answer);
    if (!world_->calm) act();
    next_tick();
  }
  void handle_info(const numbered& m) {
    const std::uint64_t expected = ++received_[m.from];
    book_.check(m.n == expected, [&] {
      return "message " + std::to_string(m.n) + " of " + to_string(m.from) + " came to " + to_string(otp::self()) +
             " as number " + std::to_string(expected);
    });
  }
  void handle_info(const ring& r) {
    book_.check(ringing_.erase(r.id) == 1, [] { return "a timer rang twice, or after it was cancelled"; });
  }
  void handle_info(const otp::group_change<int>& c) { member_.told(c); }
  void handle_info(const otp::down& d) {
    ++book_.downs;
    book_.check(watched_.erase(d.ref) == 1, [&] { return "a second or unwanted down of " + to_string(d.pid); });
  }
  otp::next handle_info(const otp::exit_message& e) {
    if (!world_->calm && dice_.percent(20)) return otp::and_stop(e.reason);
    return {};
  }
  void handle_info(const otp::message& m) { book_.broken("an unexpected " + m.name() + ": a late reply?"); }

  void terminate(const otp::exit_reason&) {
    if (world_->calm) return;
    if (dice_.percent(5)) throw std::runtime_error("failing terminate");
    if (dice_.percent(5)) otp::sleep_for(some_time());
  }

 private:
  otp::duration some_time() { return std::chrono::microseconds(dice_.between(1, 4'000)); }
  void next_tick() { otp::send_after(some_time(), otp::self(), tick{}); }
  otp::pid peer() { return otp::whereis_name(dice_.one_of(world_->workers)); }

  template <class F>
  otp::pid spawn_helper(F&& work) {
    ++book_.actors;
    return otp::spawn_link("helper", std::forward<F>(work));
  }

  void act() {
    const std::uint64_t what = dice_.pick(100);
    if (what < 15) return talk();
    if (what < 35) return member_.act([this](const otp::pid& to) { say(to); });
    if (what < 55) return question();
    if (what < 70) return watch();
    if (what < 80) return tie();
    if (what < 90) return time();
    if (what < 93) return help();
    if (what < 95) return gather();
    ++book_.faults;
    if (what < 97) throw std::runtime_error("a fault in a handler");
    if (what < 98) otp::exit(otp::normal);
    if (what < 99) otp::exit(otp::shutdown);
    otp::exit(otp::self(), otp::kill);
  }

  void talk() {
    for (std::uint64_t i = dice_.between(1, 4); i > 0; --i)
      if (const otp::pid to = peer()) say(to);
  }
  void say(const otp::pid& to) {
    ++book_.messages;
    otp::send(to, numbered{otp::self(), ++sent_[to]});
  }
  void question() {
    const std::uint64_t n = dice_.pick(1'000'000);
    ++book_.calls;
    try {
      const std::uint64_t answer = otp::call(whom(), ask{n}, some_time());
      ++book_.answered;
      book_.check(answer == n + 1, [] { return "the answer to another question"; });
    } catch (const otp::exit_exception&) {  // dead, dying, too slow, or itself
    }
  }
  otp::actor_name whom() {
    return dice_.percent(80) ? dice_.one_of(world_->workers) : world_->places.keys.via(member_.some_name());
  }
  void watch() {
    if (watched_.empty() || dice_.percent(60)) {
      if (dice_.percent(50))
        watched_.insert(otp::monitor(dice_.one_of(world_->workers)));
      else if (const otp::pid other = peer())
        watched_.insert(otp::monitor(other));
      return;
    }
    const otp::ref some = *watched_.begin();
    otp::demonitor(some, otp::flush);
    watched_.erase(some);
  }
  void tie() {
    const otp::pid other = peer();
    if (!other) return;
    if (dice_.percent(40)) return otp::unlink(other);
    try {
      otp::link(other);
    } catch (const otp::error&) {  // it is dead
    }
  }
  void time() {
    const std::uint64_t id = ++rings_;
    ringing_.emplace(id, otp::send_after(some_time(), otp::self(), ring{id}));
    if (dice_.percent(50)) return;
    const auto first = ringing_.begin();
    if (otp::cancel_timer(first->second)) ringing_.erase(first);
  }
  void help() {
    spawn_helper([wait = some_time(), end = dice_.pick(3)] {
      otp::sleep_for(wait);
      if (end == 0) throw std::runtime_error("a fault in a helper");
      if (end == 1) otp::exit(otp::shutdown);
    });
  }

  /// Tasks: each has its own value, or failed, or was killed; and nothing of them comes later (see handle_info).
  void gather() {
    std::vector<otp::task<std::uint64_t>> all;
    for (std::uint64_t i = dice_.between(1, 4); i > 0; --i) {
      ++book_.actors;
      all.push_back(otp::async_nolink([i, wait = some_time(), fails = dice_.percent(20)] {
        otp::sleep_for(wait);
        if (fails) throw std::runtime_error("a fault in a task");
        return i;
      }));
    }
    const auto got = otp::yield_many(all, {.at_most = some_time(), .the_rest = otp::yield_options::late::are_killed});
    for (std::size_t i = 0; i < all.size(); ++i) {
      book_.check(got[i].over() && (got[i] || !otp::is_process_alive(all[i].pid())),
                  [] { return "a task goes on that has failed or was killed"; });
      book_.check(!got[i] || *got[i].value == all.size() - i, [] { return "the value of another task"; });
    }
  }

  const std::shared_ptr<world> world_;
  ledger& book_;
  const std::uint64_t number_;
  dice dice_;
  member member_;
  std::map<otp::pid, std::uint64_t> sent_, received_;
  std::vector<std::pair<otp::from<std::uint64_t>, std::uint64_t>> owed_;  // replies, until the next tick
  std::set<otp::ref> watched_;
  std::map<std::uint64_t, otp::ref> ringing_;
  std::uint64_t rings_ = 0;
};

}  // namespace stress
