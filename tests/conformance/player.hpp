// player.hpp - a server that does what it is asked to, and tells the row what is called. erlang/player.erl is its twin.
#pragma once

#include <vector>

#include "scene.hpp"

struct ask {
  using reply = std::string;
  std::string what;
};
struct order {
  std::string what;
};
struct step {
  int n;
};

class player : public otp::gen_server<player> {
 public:
  using messages = otp::handles<ask, order, std::string>;

  explicit player(otp::pid row, const std::string& how = "ok") : row_(std::move(row)) {
    tell("init");
    if (how == "trap") otp::trap_exit(true);
    if (how == "exit") otp::exit("no_paper");
    if (how == "error") throw std::runtime_error("boom");
    if (how == "ignore") throw otp::init_ignore();
    if (how == "hang") otp::receive([](ready) {});
    if (how == "throw") throw 42;
    if (how == "continue") after_init(and_continue(step{1}));
    if (how == "name") tell(otp::whereis_name("gs10") == otp::self() ? "registered" : "not registered");
  }

  otp::result<std::string> handle_call(const ask& a, const otp::from<std::string>& from) {
    if (a.what == "defer") {
      waiting_.push_back(from);
      return otp::noreply;
    }
    if (a.what == "reply first") {
      otp::reply(from, "early");
      tell("after the reply");
      return otp::noreply;
    }
    if (a.what == "timeout") return {"set", otp::and_wait(40ms)};
    if (a.what == "timeout 0") {
      otp::send(otp::self(), std::string("queued"));
      return {"set", otp::and_wait(0ms)};
    }
    if (a.what == "continue") return {"replied", and_continue(step{1})};
    if (a.what == "stop with reply") return {"bye", otp::and_stop("done")};
    if (a.what == "stop") return otp::and_stop("gone");
    if (a.what == "stop normal") return otp::and_stop(otp::normal);
    if (a.what == "error") throw std::runtime_error("boom");
    if (a.what == "exit") otp::exit("left");
    if (a.what == "throw") throw 42;
    if (a.what == "call myself") otp::call(otp::self(), ask{"x"});
    if (a.what == "break terminate") break_terminate_ = true;
    if (a.what == "wait") otp::receive([](ready) {});
    return a.what;
  }
  otp::next handle_cast(const order& o) {
    if (o.what == "reply") {
      for (const auto& from : waiting_) otp::reply(from, "late");
      waiting_.clear();
    } else if (o.what == "stop") {
      return otp::and_stop("gone");
    } else {
      tell("cast " + o.what);
    }
    return {};
  }
  void handle_info(const std::string& text) { tell("info " + text); }
  void handle_info(const otp::exit_message& e) { tell("info EXIT " + to_string(e.reason)); }
  void handle_info(otp::timeout_t) { tell("info timeout"); }
  otp::next handle_continue(step s) {
    tell("continue " + std::to_string(s.n));
    return s.n < 2 ? and_continue(step{s.n + 1}) : otp::next();
  }
  void terminate(const otp::exit_reason& reason) {
    tell("terminate " +
         (reason.which() == otp::exit_reason::kind::error ? "error " + reason.text() : to_string(reason)));
    if (break_terminate_) throw std::runtime_error("in_terminate");
  }

 private:
  void tell(const std::string& line) { otp::send(row_, told{line}); }

  otp::pid row_;
  std::vector<otp::from<std::string>> waiting_;
  bool break_terminate_ = false;
};

/// Notes the reply, or how the call failed.
class server_scene : public scene {
 protected:
  template <class Server>
  void ask_and_note(const Server& server, const std::string& what, otp::duration wait = 5s) {
    try {
      note(what + ": " + otp::call(server, ask{what}, wait));
    } catch (const otp::exit_exception& e) {
      note(what + ": exit " + text_of(e.reason()));
    }
  }
  otp::server_ref<player> start(const std::string& name, const std::string& how = "ok") {
    const auto server = otp::start<player>(otp::self(), how);
    named(name, server);
    otp::expect<told>();  // init
    return server;
  }
};
