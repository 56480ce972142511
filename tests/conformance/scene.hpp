// scene.hpp - one row of the catalogue: a scenario, and what is seen in it as a list of events.
//
// The same row in erlang/ or elixir/ sees the same events on the real BEAM; beam.py compares them. The vocabulary:
//   DOWN a noproc          a `down` for the actor called a, or for the name it was watched by
//   reply t 7              the result of the task called t, which was not awaited
//   EXIT a killed          an exit_message from a
//   message hello          a string or a number
//   gen_event_EXIT h boom  a gen_event_exit of the handler h
//   timeout t hello        from start_timer, with the timer called t
//   nothing                no message for a second (of virtual time)
//   whatever note() is told
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <otp/otp.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

struct ready {};
/// A line from another actor, noted by hear() as it stands.
struct told {
  std::string text;
};

class scene : public ::testing::Test {
 protected:
  void SetUp() override {
    otp::options chosen;
    chosen.report = [this](const otp::report& r) {
      std::lock_guard lock(mutex_);
      reports_.push_back(r);
    };
    if (!std::getenv("OTP_SCHEDULE")) chosen.schedule = otp::seeded(1);
    system_.emplace(std::move(chosen));
    named("me", otp::self());
  }
  void TearDown() override {
    EXPECT_TRUE(told_) << "a row ends with events({...})";
    system_.reset();
  }

  // ---- the cast -----------------------------------------------------------------------------------------------------

  /// What events call this actor.
  otp::pid named(const std::string& name, otp::pid p) {
    std::lock_guard lock(mutex_);
    names_[p] = name;
    return p;
  }
  otp::ref named(const std::string& name, otp::ref r) {
    std::lock_guard lock(mutex_);
    refs_[r] = name;
    return r;
  }
  std::string name_of(const otp::pid& p) {
    std::lock_guard lock(mutex_);
    const auto found = names_.find(p);
    return found == names_.end() ? "somebody" : found->second;
  }
  /// An actor that waits for "stop" and ends normally then, or with any other string as its reason.
  otp::pid idle(const std::string& name) {
    return named(name, otp::spawn(name, [] { wait_for_the_end(); }));
  }
  otp::pid idle_linked(const std::string& name) {
    return named(name, otp::spawn_link(name, [] { wait_for_the_end(); }));
  }
  /// ... that traps exits, and sends whatever it gets (as its event's text) to the test. It traps when this returns.
  otp::pid idle_trapping(const std::string& name) {
    const otp::pid p = named(name, otp::spawn(name, [this, to = otp::self()] {
                               otp::trap_exit(true);
                               otp::send(to, ready{});
                               for (bool more = true; more;)
                                 otp::receive([&](const otp::message& m) {
                                   if (m.is<std::string>() && m.as<std::string>() == "stop")
                                     more = false;
                                   else
                                     otp::send(to, told{text_of(m)});
                                 });
                             }));
    otp::receive([](ready) {});
    return p;
  }
  /// A pid whose actor is over.
  otp::pid dead(const std::string& name) {
    const auto [p, m] = otp::spawn_monitor(name, [] {});
    otp::await_down(m);
    return named(name, p);
  }
  /// Waits until everything that can happen has happened: a second of virtual time.
  static void settle() { otp::sleep_for(1s); }

  // ---- the events ---------------------------------------------------------------------------------------------------

  void note(const std::string& line) {
    std::lock_guard lock(mutex_);
    seen_.push_back(line);
  }
  /// Notes true or false behind the text.
  void note(const std::string& what, bool yes) { note(what + (yes ? " true" : " false")); }
  /// Notes the oldest message; `nothing` when none comes.
  void hear() {
    otp::receive([&](const otp::message& m) { note(text_of(m)); }, otp::after(1s, [&] { note("nothing"); }));
  }
  /// Notes all that come.
  void hear_all() {
    for (bool more = true; more;)
      otp::receive([&](const otp::message& m) { note(text_of(m)); }, otp::after(1s, [&] { more = false; }));
  }
  /// Runs f and notes `text ok`, or what it throws: `text error badarg`, `text exit {timeout,call}`.
  template <class F>
  void attempt(const std::string& text, F&& f) {
    try {
      f();
      note(text + " ok");
    } catch (const otp::error& e) {
      note(text + " error " + code_text(e.code()));
    } catch (const otp::exit_exception& e) {
      note(text + " exit " + text_of(e.reason()));
    } catch (const otp::start_error& e) {
      note(text + " {error," + text_of(e.reason()) + "}");
    }
  }
  /// Notes what an attempt to start comes to: `text ok`, `text ignore`, `text {error,reason}`.
  otp::pid note_start(const std::string& text, const otp::start_result& result) {
    note(text + (result.pid ? " ok" : result.ignored ? " ignore" : " {error," + text_of(result.error) + "}"));
    return result.pid;
  }
  /// The row's claim: these were the events, in this order. The last line of every row.
  void events(const std::vector<std::string>& expected) {
    told_ = true;
    const std::string row = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    const std::vector<std::string> seen = [&] {
      std::lock_guard lock(mutex_);
      return seen_;
    }();
    EXPECT_EQ(seen, expected);
    if (const char* directory = std::getenv("OTPP_EVENTS")) {
      std::string id = row.substr(0, row.find('_', row.find('_') + 1));
      id[id.find('_')] = '-';
      std::ofstream out(std::string(directory) + "/" + id + ".txt");
      for (const std::string& line : seen) out << line << '\n';
    }
  }
  std::vector<otp::report> reports() {
    std::lock_guard lock(mutex_);
    return reports_;
  }

  // ---- texts --------------------------------------------------------------------------------------------------------

  std::string text_of(const otp::exit_reason& r) {
    using kind = otp::exit_reason::kind;
    switch (r.which()) {
      case kind::error: return "error " + r.text();
      case kind::nocatch: return "nocatch";
      case kind::call: return "{" + text_of(r.inner()) + ",call}";
      case kind::already_started: return "{already_started," + name_of(r.holder()) + "}";
      case kind::shutdown: return r == otp::shutdown ? "shutdown" : "{shutdown," + text_of(r.inner()) + "}";
      case kind::failed_to_start_child: return "{failed_to_start_child," + r.type() + "," + text_of(r.inner()) + "}";
      default: return to_string(r);
    }
  }
  std::string text_of(const otp::message& m) {
    if (m.is<otp::down>()) {
      const auto& d = m.as<otp::down>();
      return "DOWN " + (d.name.empty() ? name_of(d.pid) : d.name) + " " + text_of(d.reason);
    }
    if (m.is<otp::exit_message>()) {
      const auto& e = m.as<otp::exit_message>();
      return "EXIT " + name_of(e.from) + " " + text_of(e.reason);
    }
    if (m.is<otp::task_reply<int>>()) {
      const auto& r = m.as<otp::task_reply<int>>();
      std::lock_guard lock(mutex_);
      return "reply " + refs_[r.id] + " " + std::to_string(r.value);
    }
    if (m.is<otp::timer_timeout>()) {
      const auto& t = m.as<otp::timer_timeout>();
      std::lock_guard lock(mutex_);
      return "timeout " + refs_[t.ref] + " " + value_text(t.message);
    }
    if (m.is<otp::gen_event_exit>()) {
      const auto& e = m.as<otp::gen_event_exit>();
      return "gen_event_EXIT " + to_string(e.handler) + " " +
             (e.successor ? "{swapped," + to_string(*e.successor) + "}" : text_of(e.reason));
    }
    if (m.is<told>()) return m.as<told>().text;
    return "message " + value_text(m);
  }

 private:
  static void wait_for_the_end() {
    otp::receive([](const std::string& how) {
      if (how != "stop") otp::exit(how);
    });
  }
  static std::string value_text(const otp::message& m) {
    if (m.is<std::string>()) return m.as<std::string>();
    if (m.is<int>()) return std::to_string(m.as<int>());
    return m.name();
  }
  static std::string code_text(otp::errc code) {
    switch (code) {
      case otp::errc::badarg: return "badarg";
      case otp::errc::noproc: return "noproc";
      case otp::errc::system_limit: return "system_limit";
      case otp::errc::not_an_actor: return "not_an_actor";
      case otp::errc::timeout_value: return "timeout_value";
      case otp::errc::deadlock: return "deadlock";
      case otp::errc::not_repeatable: return "not_repeatable";
    }
    return "?";
  }

  std::mutex mutex_;
  std::map<otp::pid, std::string> names_;
  std::map<otp::ref, std::string> refs_;
  std::vector<std::string> seen_;
  std::vector<otp::report> reports_;
  bool told_ = false;
  std::optional<otp::system> system_;
};
